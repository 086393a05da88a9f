"""The home of a deployment: where its secrets, accounts and data stand.

Secrets are made at random when the home is opened first, and can be read by their owner alone.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.tokens import new_signing_key, public_jwks

SERVICES = ("permit", "survey", "inspection", "reporting", "gateway")
_WORD_CHARACTERS = 12
_OWNER_ONLY = 0o600
_OWNER_ONLY_DIRECTORY = 0o711


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What nobody else may know. Every service encrypts under a key of its own."""

    database_passwords: Mapping[str, str]
    data_keys: Mapping[str, Mapping[str, str]]
    index_keys: Mapping[str, str]
    link_key: str
    system_secret: str
    token_key: Mapping[str, Any]

    @property
    def jwks(self) -> str:
        """The public half of the token key, as services are given it."""
        return json.dumps(public_jwks(self.token_key))


class Home:
    """A directory of one deployment."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.path.mkdir(mode=_OWNER_ONLY_DIRECTORY, parents=True, exist_ok=True)

    @property
    def accounts_file(self) -> Path:
        """The accounts of the first start, with their secrets."""
        return self.path / "accounts.json"

    @property
    def secrets_file(self) -> Path:
        """What nobody else may know; running processes follow its data keys."""
        return self.path / "secrets.json"

    @property
    def signing(self) -> Path:
        """The local signing authority."""
        return self.path / "signing"

    @property
    def seals(self) -> Path:
        """For each service the keys that seal its log, and the copies of its seals."""
        return self.path / "seals"

    @property
    def outgoing(self) -> Path:
        """Mails and short messages that no server was configured for."""
        return self.path / "outgoing"

    @property
    def objects(self) -> Path:
        """Uploads and documents."""
        return self.path / "objects"

    @property
    def word_on_brokers(self) -> str:
        """What the topics of this home begin with where brokers are shared: always the same."""
        return f"satupintu-{self.secrets().token_key['kid'][-_WORD_CHARACTERS:]}."

    def secrets(self) -> Secrets:
        """The secrets of this home; made when it has none."""
        path = self.secrets_file
        if not path.exists():
            write_private(path, _new_secrets())
        return Secrets(**json.loads(path.read_text(encoding="utf-8")))

    def write_accounts(self, accounts: Sequence[Mapping[str, Any]]) -> None:
        """Keeps the accounts that the first start made."""
        write_private(self.accounts_file, {"accounts": list(accounts)})


def write_private(path: Path, content: Mapping[str, Any]) -> None:
    """Writes JSON that only its owner may read; whole or not at all."""
    new = path.with_suffix(".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _new_secrets() -> dict[str, Any]:
    return {
        "database_passwords": {name: secrets.token_urlsafe(32) for name in SERVICES},
        "data_keys": {name: {"1": new_key()} for name in SERVICES},
        "index_keys": {name: new_key() for name in SERVICES},
        "link_key": new_key(),
        "system_secret": new_key(),
        "token_key": new_signing_key(),
    }


def new_key() -> str:
    """A random key, as it is written."""
    return base64.b64encode(secrets.token_bytes(32)).decode()
