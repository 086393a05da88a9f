"""Checks the QR code of a licence without a network, and changes the key that seals them."""

import json
from pathlib import Path

from permit_service.bootstrap import LICENCE_KEYS
from satupintu.home import Home
from shared.clock import SystemClock
from shared.documents.sealed_code import SealingKeys, read_code

LABELS = {
    "n": "number",
    "s": "service",
    "o": "office",
    "h": "holder",
    "i": "issued on",
    "u": "valid until",
    "l": "licence",
}


def facts_of(code: str, keys: Path) -> dict[str, str]:
    """What the code says, under the keys in a file as it is published at
    `/.well-known/licence-keys.json`. Raises CodeNotGenuine; ValueError for another file."""
    published = json.loads(keys.read_text(encoding="utf-8"))
    if not isinstance(published, dict) or "keys" not in published:
        raise ValueError("the file holds no published keys")
    facts = read_code(code, published)
    return {LABELS.get(name, name): value for name, value in facts.items()}


def new_key(home: Home) -> str:
    """A new key seals from now on; its id. What older ones have sealed stays genuine."""
    return SealingKeys.at(home.signing / LICENCE_KEYS, clock=SystemClock()).rotate()
