"""A seal: how many events a log has, and the Merkle root over their hashes, signed.

Each seal names the one before it. Positions are dense, so that a position is also a count. What is
signed is a JWS (RFC 7515) under Ed25519, which anybody checks with the published keys.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from shared.documents.sealed_code import CodeNotGenuine, SealingKeys, read_code
from shared.seals.merkle import HASH_BYTES, Tree

# What one seal holds at most; a log that is further behind gets several seals at once.
MAX_SEALED = 10_000


class NotASeal(Exception):
    """Nobody who holds one of these keys has written it so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What was signed. `log` is the service's name; numbers begin at 1 and are dense."""

    log: str
    number: int
    position: int
    root: bytes
    previous_hash: bytes
    sealed_at: datetime
    key_id: str
    signature: str

    @property
    def hash(self) -> bytes:
        """What the next seal names this one by."""
        return hashlib.sha256(self.signature.encode()).digest()

    def follows(self, previous: "Seal | None") -> bool:
        """Whether it was made as the next one after `previous`, or as the first."""
        if previous is None:
            return (self.number, self.previous_hash) == (1, b"")
        grows = 0 < self.position - previous.position <= MAX_SEALED
        return grows and (self.number, self.previous_hash) == (previous.number + 1, previous.hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealCopy:
    """A seal as it stands outside the database, with the hashes of the events that are new in it:
    by them an event that was rewritten later is known by its position."""

    seal: Seal
    leaves: tuple[bytes, ...]

    def to_bytes(self) -> bytes:
        """How it is kept."""
        leaves = base64.b64encode(b"".join(self.leaves)).decode()
        return json.dumps({"seal": self.seal.signature, "leaves": leaves}).encode() + b"\n"

    @classmethod
    def from_bytes(cls, content: bytes, keys: Mapping[str, Any]) -> "SealCopy":
        """Read back under published keys; raises NotASeal."""
        try:
            kept = json.loads(content)
            packed = base64.b64decode(kept["leaves"], validate=True)
            seal = opened(str(kept["seal"]), keys)
        except (ValueError, TypeError, KeyError, binascii.Error) as error:
            raise NotASeal from error
        leaves = tuple(
            packed[place : place + HASH_BYTES] for place in range(0, len(packed), HASH_BYTES)
        )
        return cls(seal=seal, leaves=leaves)


def sealed(
    keys: SealingKeys,
    *,
    log: str,
    previous: Seal | None,
    tree: Tree,
    at: datetime,
) -> Seal:
    """The next seal of a log, over a tree, under the newest key."""
    facts = {
        "log": log,
        "number": str(previous.number + 1 if previous else 1),
        "position": str(tree.size),
        "root": tree.root.hex(),
        "previous": previous.hash.hex() if previous else "",
        "at": at.astimezone(UTC).isoformat(),
    }
    return opened(keys.seal(facts), keys.published())


def opened(signature: str, keys: Mapping[str, Any]) -> Seal:
    """The seal that a signature holds, under published keys; raises NotASeal."""
    try:
        facts = read_code(signature, keys)
        header = jws.extract_compact(signature.encode()).headers()
        return Seal(
            log=facts["log"],
            number=int(facts["number"]),
            position=int(facts["position"]),
            root=bytes.fromhex(facts["root"]),
            previous_hash=bytes.fromhex(facts["previous"]),
            sealed_at=datetime.fromisoformat(facts["at"]),
            key_id=str(header["kid"]),
            signature=signature,
        )
    except (CodeNotGenuine, JoseError, KeyError, ValueError) as error:
        raise NotASeal from error


def holds(seal: Seal, tree: Tree) -> bool:
    """Whether the seal was made over exactly this tree."""
    return (seal.position, seal.root) == (tree.size, tree.root)


def grown(tree: Tree, leaves: Sequence[bytes], seal: Seal) -> Tree | None:
    """The tree with the leaves that are new in the seal, if the seal was made over them."""
    candidate = tree.with_leaves(leaves)
    return candidate if holds(seal, candidate) else None
