"""Files on their way in and out; out always as attachments, never sniffed by a browser."""

import hashlib
from collections.abc import AsyncIterator

from fastapi.responses import StreamingResponse

from shared.documents.sniffing import MediaType
from shared.http import Upload


def attachment(
    chunks: AsyncIterator[bytes], *, name: str, media_type: str, size: int | None = None
) -> StreamingResponse:
    """The bytes as they are; the name is ours, not the sender's."""
    extension = MediaType(media_type).extension
    length = {} if size is None else {"Content-Length": str(size)}
    return StreamingResponse(
        chunks,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}{extension}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            **length,
        },
    )


async def checksum_of(upload: Upload) -> str:
    """What tells one upload from another."""
    digest = hashlib.sha256()
    async for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
