"""A few facts under a signature that anybody can check without asking: what a QR code holds.

A JWS (RFC 7515) under Ed25519, so that any library reads it with the published keys. Genuine says
that we wrote it, as it stands; what has become of the thing since only the live page knows.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.clock import Clock
from shared.documents.private_files import write_once
from shared.errors import RuleBroken
from shared.tokens import EDDSA, new_signing_key, public_jwks

ALGORITHM = "EdDSA"
LONGEST_CODE = 2_000
KEY_ID_CHARACTERS = 8
_ENDING = ".json"
_DIGITS = 12

Facts = dict[str, str]


class CodeNotGenuine(RuleBroken):
    """Nobody who holds one of these keys wrote the code as it stands."""

    code = "not_genuine"
    message = "This code is not genuine."


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingKeys:
    """Keys in a folder, a file each. The newest seals; all are published, so that what an older
    one has sealed stays genuine."""

    home: Path
    clock: Clock

    @classmethod
    def at(cls, home: Path, *, clock: Clock) -> "SealingKeys":
        """Opens the folder, and makes a first key when there is none."""
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = cls(home=home, clock=clock)
        if not keys._files():
            keys.rotate()
        return keys

    def rotate(self) -> str:
        """A new key seals from now on; its id. Its place is behind every other's, whatever the
        clock says and whoever makes one at the same moment."""
        key = new_signing_key()
        key["kid"] = hashlib.sha256(key["x"].encode()).hexdigest()[:KEY_ID_CHARACTERS]
        content = json.dumps(key).encode()
        moment = int(self.clock.now().timestamp())
        while True:
            moment = max(moment, self._newest() + 1)
            # A moment is of one key alone.
            path = self.home / f"{moment:0{_DIGITS}d}{_ENDING}"
            write_once(path, content, mode=0o600)
            if path.read_bytes() == content:
                return str(key["kid"])

    def _newest(self) -> int:
        files = self._files()
        return int(files[-1].name[:_DIGITS]) if files else 0

    def seal(self, facts: Mapping[str, str]) -> str:
        """The facts as a code for a QR picture."""
        key = json.loads(self._files()[-1].read_text(encoding="utf-8"))
        plain = json.dumps(dict(facts), separators=(",", ":"), ensure_ascii=False)
        header = {"alg": ALGORITHM, "kid": key["kid"]}
        return jws.serialize_compact(header, plain, _key(key), registry=EDDSA)

    def published(self) -> dict[str, Any]:
        """What others need to check a code: the public keys, the newest last."""
        keys = [json.loads(path.read_text(encoding="utf-8")) for path in self._files()]
        return public_jwks(*keys)

    def _files(self) -> list[Path]:
        return sorted(path for path in self.home.iterdir() if path.suffix == _ENDING)


def read_code(code: str, keys: Mapping[str, Any]) -> Facts:
    """The facts of a code, or of an address that ends in one (`…#code`), under published keys.

    Needs no network. Raises CodeNotGenuine for anything that was not written so by a key."""
    text = code.strip().rpartition("#")[2]
    if len(text) > LONGEST_CODE or not all(map(_is_canonical, text.split("."))):
        raise CodeNotGenuine
    known = {str(one.get("kid")): one for one in keys.get("keys", ())}
    try:
        key = known[str(jws.extract_compact(text.encode()).headers()["kid"])]
        found = jws.deserialize_compact(text, _key(key), registry=EDDSA)
        facts = json.loads(found.payload)
    except (JoseError, KeyError, ValueError, TypeError) as error:
        raise CodeNotGenuine from error
    if not isinstance(facts, dict):
        raise CodeNotGenuine
    return {str(name): str(value) for name, value in facts.items()}


def _is_canonical(part: str) -> bool:
    """The same bytes can be written in several ways; only ours counts."""
    try:
        plain = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    return base64.urlsafe_b64encode(plain).decode().rstrip("=") == part


def _key(jwk: Mapping[str, Any]) -> OKPKey:
    wanted = {name: jwk[name] for name in ("kty", "crv", "x", "d", "kid") if name in jwk}
    return OKPKey.import_key(wanted)
