"""Copies of seals outside the database: one whole object each, written once, never changed.

A folder in the deployment's home, or object storage of somebody else, which may forbid changes by
itself (object lock). A number that stands is not written again, whoever tries.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from shared.documents.private_files import write_once
from shared.documents.storage import ObjectMissing, ObjectStorage

_DIGITS = 12
_ENDING = ".json"
_READ_BY_OWNER = 0o400


class SealCopies(Protocol):
    """Where the copies of one log's seals are."""

    async def keep(self, number: int, content: bytes) -> bytes:
        """Stores the copy durably, and returns what stands under the number: another's, if it was
        there first. Raises Unavailable or OSError."""
        ...

    async def get(self, number: int) -> bytes | None:
        """What stands under the number, or nothing."""
        ...

    async def last(self) -> int:
        """The highest number that is kept; 0 when there is none."""
        ...


class FolderCopies:
    """In a folder, for its owner's eyes only; on the disk before `keep` returns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, number: int, content: bytes) -> bytes:
        """Writes the file and the folder's entry through to the disk."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / _name(number)
        write_once(path, content, mode=_READ_BY_OWNER)
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        return path.read_bytes()

    async def get(self, number: int) -> bytes | None:
        """The file's content."""
        try:
            return (self._folder / _name(number)).read_bytes()
        except FileNotFoundError:
            return None

    async def last(self) -> int:
        """The highest number among the files' names."""
        return max((_number(one.name) for one in self._folder.glob(f"*{_ENDING}")), default=0)


class StoredCopies:
    """In object storage, under a prefix."""

    def __init__(self, storage: ObjectStorage, prefix: str) -> None:
        self._storage = storage
        self._prefix = prefix

    async def keep(self, number: int, content: bytes) -> bytes:
        """Stores it unless the key is taken."""
        key = f"{self._prefix}/{_name(number)}"
        if await self._storage.put_new(key, content):
            return content
        return await self._storage.get(key)

    async def get(self, number: int) -> bytes | None:
        """The object's content."""
        try:
            return await self._storage.get(f"{self._prefix}/{_name(number)}")
        except ObjectMissing:
            return None

    async def last(self) -> int:
        """The highest number among the keys."""
        keys = await self._storage.keys(self._prefix)
        return max((_number(key.rpartition("/")[2]) for key in keys), default=0)


def copies_at(
    url: str | None, *, home: Path, log: str, options: Mapping[str, Any] | None = None
) -> SealCopies:
    """Copies of a log's seals: in `home/copies` without a `url`, at `file:///folder` in a folder
    of the log, or in `s3://bucket/prefix` with the client's options."""
    if url is None:
        return FolderCopies(home / "copies")
    if urlsplit(url).scheme == "file":
        return FolderCopies(Path(unquote(urlsplit(url).path)) / log)
    return StoredCopies(ObjectStorage.at(url, options=options), log)


def _name(number: int) -> str:
    return f"{number:0{_DIGITS}d}{_ENDING}"


def _number(name: str) -> int:
    digits = name.removesuffix(_ENDING)
    return int(digits) if name.endswith(_ENDING) and digits.isdecimal() else 0
