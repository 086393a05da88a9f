"""A Merkle tree that only grows (RFC 6962 2.1): the root over all leaves, kept by its frontier.

The frontier holds one hash per perfect subtree, the largest first: a new leaf costs a hash or two,
however many there are. Leaves and nodes are hashed apart, so that neither passes for the other.
"""

import hashlib
from collections.abc import Iterable

HASH_BYTES = 32
_LEAF = b"\x00"
_NODE = b"\x01"


class Tree:
    """So many leaves, and what their root is made of."""

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, frontier: bytes = b"") -> None:
        """Goes on where a tree of `size` leaves stood; raises ValueError for a frontier that no
        tree of this size has."""
        if len(frontier) != size.bit_count() * HASH_BYTES:
            raise ValueError("the frontier is not that of a tree of this size")
        self.size = size
        self._peaks = [
            frontier[place : place + HASH_BYTES] for place in range(0, len(frontier), HASH_BYTES)
        ]

    @property
    def frontier(self) -> bytes:
        """The hashes of the perfect subtrees, the largest first."""
        return b"".join(self._peaks)

    @property
    def root(self) -> bytes:
        """The root over all leaves; of none, the hash of nothing."""
        if not self._peaks:
            return hashlib.sha256().digest()
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = hashlib.sha256(_NODE + peak + root).digest()
        return root

    def with_leaves(self, leaves: Iterable[bytes]) -> "Tree":
        """The tree with these leaves behind its own."""
        grown = Tree(self.size, self.frontier)
        for leaf in leaves:
            grown._add(leaf)
        return grown

    def _add(self, leaf: bytes) -> None:
        peak = hashlib.sha256(_LEAF + leaf).digest()
        size = self.size
        while size & 1:
            peak = hashlib.sha256(_NODE + self._peaks.pop() + peak).digest()
            size >>= 1
        self._peaks.append(peak)
        self.size += 1
