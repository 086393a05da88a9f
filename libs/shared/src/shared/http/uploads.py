"""Uploads: multipart, field `file`, read as a stream under a cap; the rest are small fields.

What is read at once is looked through by the virus scanner first, where there is one, and is not
taken without its "clean". Who keeps a file keeps its state of the scan with it.
"""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from shared.documents.scanning import Screening
from shared.errors import InvalidRequest, TooLarge, UnsupportedType
from shared.http.middleware import CLOSING

CHUNK_BYTES = 256 * 1024
MAX_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in, spooled to disk past a megabyte, and the fields beside it."""

    fields: dict[str, str]
    filename: str
    file: UploadFile

    def texts(self, name: str) -> dict[str, str]:
        """A field with a JSON object of texts, empty where it is not there; raises
        InvalidRequest."""
        try:
            found = json.loads(self.fields.get(name) or "{}")
        except ValueError:
            found = None
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
            raise InvalidRequest(pointers=((f"/{name}", "json"),))
        return found

    def flag(self, name: str) -> bool:
        """A field that is `true` or `false`, false where it is not there; raises
        InvalidRequest."""
        text = self.fields.get(name, "false").lower()
        if text not in {"true", "false"}:
            raise InvalidRequest(pointers=((f"/{name}", "boolean"),))
        return text == "true"

    async def chunks(self) -> AsyncIterator[bytes]:
        """The file's bytes from the beginning."""
        await self.file.seek(0)
        while chunk := await self.file.read(CHUNK_BYTES):
            yield chunk

    async def read(self) -> bytes:
        """All bytes, for files that are parsed whole; their size is capped already."""
        await self.file.seek(0)
        content: bytes = await self.file.read()
        return content


async def _chunks(request: Request) -> AsyncGenerator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except TooLarge:
        # In the parser's own words, so that it lets go of what it has spooled.
        raise MultiPartException("too large") from None


async def receive_upload(request: Request) -> Upload:
    """A file that is read at once, and its fields. Raises what `receive_kept_upload` raises;
    FileInfected; NoVerdict while the scanner is away."""
    upload = await receive_kept_upload(request)
    screening: Screening = request.app.state.screening
    await screening.require_clean(upload.chunks())
    return upload


async def receive_kept_upload(request: Request) -> Upload:
    """A file whose state of the scan is kept with it, unscanned, and its fields. The size cap is
    the app's (413 `too_large`); raises UnsupportedType when it is not multipart and
    InvalidRequest without a `file`."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise UnsupportedType
    parser = MultiPartParser(request.headers, _chunks(request), max_files=1, max_fields=MAX_FIELDS)
    try:
        form = await parser.parse()
    except MultiPartException:
        raise InvalidRequest(pointers=(("/file", "multipart"),)) from None
    request.scope[CLOSING].push_async_callback(form.close)
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise InvalidRequest(pointers=(("/file", "missing"),))
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    return Upload(fields=fields, filename=file.filename or "", file=file)
