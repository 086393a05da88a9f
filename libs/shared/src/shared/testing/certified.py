"""Heads who can sign: a signing authority's home, made once per run and copied to each test."""

import functools
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from shared.clock import Clock
from shared.documents.local_authority import LocalAuthority
from shared.documents.signing import Signatory
from shared.testing.clock import FixedClock


def certify(home: Path, *, username: str, passphrase: str, clock: Clock) -> None:
    """Gives a head a signing key under this home, which may have an authority already."""
    if any(home.iterdir()):
        _issue(home, username, passphrase, clock)
        return
    # Sealing a key is slow by intent.
    with_one_head = _made(username, passphrase, clock.now())
    shutil.copytree(with_one_head.name, home, dirs_exist_ok=True)


@functools.cache
def _made(username: str, passphrase: str, at: datetime) -> "tempfile.TemporaryDirectory[str]":
    home = tempfile.TemporaryDirectory(prefix="satupintu-signing-")
    _issue(Path(home.name), username, passphrase, FixedClock(at))
    return home


def _issue(home: Path, username: str, passphrase: str, clock: Clock) -> None:
    signatory = Signatory(account=username, name=username)
    LocalAuthority.at(home, clock=clock).issue(signatory, passphrase=passphrase)
