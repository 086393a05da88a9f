"""Files that are what was stored: the SHA-256 that was kept decides, each time they are read."""

import hashlib
from collections.abc import AsyncIterable, AsyncIterator

from shared.documents.storage import ObjectStorage
from shared.errors import Conflict
from shared.telemetry import logger

log = logger(__name__)


class ChecksumMismatch(Conflict):
    """The bytes in the storage are not those whose checksum was kept."""

    code = "checksum_mismatch"
    message = "The stored file is not the one that was handed in."


async def vouched(chunks: AsyncIterable[bytes], *, sha256: str) -> AsyncIterator[bytes]:
    """The same bytes; raises ChecksumMismatch in place of the last piece when they are others."""
    digest, held = hashlib.sha256(), b""
    async for chunk in chunks:
        digest.update(chunk)
        if held:
            yield held
        held = chunk
    if digest.hexdigest() != sha256:
        raise ChecksumMismatch
    yield held


async def whole(storage: ObjectStorage, key: str, *, sha256: str) -> AsyncIterator[bytes]:
    """The bytes under a key, after all of them were looked at once; raises ChecksumMismatch
    before the first piece, ObjectMissing, StorageUnavailable."""
    try:
        async for _ in vouched(await storage.stream(key), sha256=sha256):
            pass
    except ChecksumMismatch:
        log.error("stored_file_was_changed", storage_key=key)
        raise
    return vouched(await storage.stream(key), sha256=sha256)
