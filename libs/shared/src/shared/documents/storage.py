"""Object storage: files under keys, in a folder, in S3, or in memory, behind one class.

An upload that breaks off, is too large or is cancelled leaves nothing behind; what is there under
a key is whole. Files pass through in pieces: none is held in memory but by `get`.
"""

import hashlib
from collections.abc import AsyncIterable, AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from shared.errors import NotFound, TooLarge, Unavailable

PIECE_BYTES = 256 * 1024
RETRY_AFTER_SECONDS = 5
# A missing bucket looks like a missing object to the client.
_NO_BUCKET = "NoSuchBucket"
# A request is answered, with 503 if need be, before its sender gives up.
_S3_CLIENT = {"connect_timeout": "3s", "timeout": "30s", "allow_http": True}
_S3_RETRIES: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}


class ObjectMissing(NotFound):
    """Nothing is stored under that key."""


class StorageUnavailable(Unavailable):
    """The storage does not answer, or has no room left."""

    message = "Files cannot be stored or read at the moment; try again later."


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """What was stored: its key, the SHA-256 of its bytes in hexadecimal, and how many they are."""

    key: str
    sha256: str
    size: int


class ObjectStorage:
    """Files under keys such as `documents/<id>`; keys are ours, never what a user named a file."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, url: str, *, options: Mapping[str, Any] | None = None) -> "ObjectStorage":
        """`file:///folder` (made when missing), `s3://bucket/prefix` or `memory://`.

        `options` are those of the S3 client: endpoint, region, keys.
        """
        parts = urlsplit(url)
        match parts.scheme:
            case "memory":
                return cls(MemoryStore())
            case "file":
                folder = Path(unquote(parts.path))
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                return cls(LocalStore(prefix=folder))
            case "s3":
                given = {"client_options": _S3_CLIENT, "retry_config": _S3_RETRIES}
                return cls(S3Store.from_url(url, **given | dict(options or {})))
        raise ValueError("object storage is at file://, s3:// or memory://")

    async def put_stream(
        self, key: str, chunks: AsyncIterable[bytes], *, max_bytes: int
    ) -> StoredObject:
        """Store a stream under a key; raises TooLarge as soon as it is, StorageUnavailable."""
        counted = _Counted(chunks=chunks, max_bytes=max_bytes)
        with _clear_errors():
            await obstore.put_async(self._store, key, counted.pieces())
        return StoredObject(key=key, sha256=counted.digest.hexdigest(), size=counted.size)

    async def put(self, key: str, content: bytes) -> StoredObject:
        """Store these bytes under a key; raises StorageUnavailable."""
        with _clear_errors():
            await obstore.put_async(self._store, key, content)
        return StoredObject(key=key, sha256=hashlib.sha256(content).hexdigest(), size=len(content))

    async def put_new(self, key: str, content: bytes) -> bool:
        """Store these bytes unless something is there, which then stays; whether they were
        stored. Raises StorageUnavailable."""
        with _clear_errors():
            try:
                await obstore.put_async(self._store, key, content, mode="create")
            except AlreadyExistsError:
                return False
        return True

    async def keys(self, prefix: str) -> list[str]:
        """Every key below a prefix; raises StorageUnavailable."""
        with _clear_errors():
            return [
                str(one["path"]) async for some in obstore.list(self._store, prefix) for one in some
            ]

    async def get(self, key: str) -> bytes:
        """All bytes under a key; raises ObjectMissing, StorageUnavailable."""
        with _clear_errors():
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())

    async def stream(self, key: str) -> AsyncIterator[bytes]:
        """The bytes under a key in pieces; what is missing is refused before the first piece."""
        with _clear_errors():
            found = await obstore.get_async(self._store, key)
        return _pieces(found.stream(min_chunk_size=PIECE_BYTES))

    async def copy(self, key: str, to: str) -> None:
        """The same bytes under another key too; raises ObjectMissing, StorageUnavailable."""
        with _clear_errors():
            await obstore.copy_async(self._store, key, to)

    async def delete(self, key: str) -> None:
        """Remove what is under a key; nothing there is no error."""
        try:
            with _clear_errors():
                await obstore.delete_async(self._store, key)
        except ObjectMissing:
            return


async def _pieces(found: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    async for piece in found:
        yield bytes(piece)


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


@dataclass(slots=True, kw_only=True)
class _Counted:
    """A stream that is measured while it passes."""

    chunks: AsyncIterable[bytes]
    max_bytes: int
    size: int = 0
    digest: _Digest = field(default_factory=hashlib.sha256)

    async def pieces(self) -> AsyncIterator[bytes]:
        async for chunk in self.chunks:
            self.size += len(chunk)
            if self.size > self.max_bytes:
                raise TooLarge
            self.digest.update(chunk)
            yield chunk


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if _NO_BUCKET in str(error):
            raise StorageUnavailable(retry_after_seconds=RETRY_AFTER_SECONDS) from error
        raise ObjectMissing from error
    except (BaseError, OSError) as error:
        raise StorageUnavailable(retry_after_seconds=RETRY_AFTER_SECONDS) from error
