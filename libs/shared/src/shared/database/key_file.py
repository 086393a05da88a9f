"""Data keys in a file, followed while the process runs: a new key is known without a restart.

The file is JSON, number to base64 of 32 bytes, at its top or under `member`. It is looked at again
when it changed, at most once in CHECK_SECONDS, and at once for a key that is not known.
"""

import base64
import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

CHECK_SECONDS = 1.0
KEY_BYTES = 32


class KeyFile(Mapping[int, bytes]):
    """The keys by number, as the file has them now."""

    def __init__(self, path: Path, *, member: tuple[str, ...] = ()) -> None:
        self._path = path
        self._member = member
        self._keys: dict[int, bytes] = {}
        self._stamp: tuple[int, int] | None = None
        self._checked_at = 0.0
        self._read()

    def __getitem__(self, number: int) -> bytes:
        """Raises KeyError for a key that the file has not, however new it is."""
        found = self._keys.get(number)
        if found is None:
            self._read()
            found = self._keys[number]
        return found

    def __iter__(self) -> Iterator[int]:
        """The numbers, of a file that changed not long ago perhaps those from before."""
        if time.monotonic() - self._checked_at >= CHECK_SECONDS:
            self._read()
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def _read(self) -> None:
        """A file that is away for a moment changes nothing: it is being replaced."""
        self._checked_at = time.monotonic()
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_ino)
            if stamp == self._stamp:
                return
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            if self._stamp is None:
                raise
            return
        for name in self._member:
            content = content[name]
        self._keys = {int(number): decoded_key(key) for number, key in content.items()}
        self._stamp = stamp


def decoded_key(text: str) -> bytes:
    """The bytes of a key; raises ValueError for one of another length."""
    raw = base64.b64decode(text, validate=True)
    if len(raw) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return raw
