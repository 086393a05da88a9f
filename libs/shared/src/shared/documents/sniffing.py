"""What an upload really is, by its bytes; its name and its declared type are not believed.

Two looks must agree: the file begins with the signature of its type, and puremagic names the same
type. It is a filter and no proof: what is stored is served as an attachment with `nosniff`.
"""

import io
import zipfile
from collections.abc import AsyncIterable, AsyncIterator
from enum import StrEnum

import puremagic

from shared.errors import UnsupportedType

HEAD_BYTES = 4096
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LETTER = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class MediaType(StrEnum):
    """The types that the product can tell apart and keep."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    DOCX = _LETTER
    XLSX = _SPREADSHEET

    @property
    def extension(self) -> str:
        """How a file of this type is named."""
        return f".{'jpg' if self is MediaType.JPEG else self.name.lower()}"


SUPPORTING_DOCUMENTS = frozenset({MediaType.PDF, MediaType.PNG, MediaType.JPEG})

_SIGNATURES = (
    (b"%PDF-", MediaType.PDF),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
)
_ZIP = b"PK\x03\x04"
_MAIN_PARTS = (("word/document.xml", MediaType.DOCX), ("xl/workbook.xml", MediaType.XLSX))
_MACROS = "vbaProject.bin"


def sniff(content: bytes, *, allowed: frozenset[MediaType] = SUPPORTING_DOCUMENTS) -> MediaType:
    """The type of these bytes; raises UnsupportedType for any other than those allowed.

    The first `HEAD_BYTES` are enough for PDF and pictures; office files are needed whole.
    """
    found = _office_file(content) if content.startswith(_ZIP) else _by_signature(content)
    if found is None or found not in allowed:
        raise UnsupportedType
    return found


async def sniff_stream(
    chunks: AsyncIterable[bytes], *, allowed: frozenset[MediaType] = SUPPORTING_DOCUMENTS
) -> tuple[MediaType, AsyncIterator[bytes]]:
    """The type of a stream, and the stream with nothing missing; for PDF and pictures."""
    head = b""
    rest = aiter(chunks)
    async for chunk in rest:
        head += chunk
        if len(head) >= HEAD_BYTES:
            break
    return sniff(head, allowed=allowed), _joined(head, rest)


async def _joined(head: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in rest:
        yield chunk


def _by_signature(content: bytes) -> MediaType | None:
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature) and media_type in _names(content[:HEAD_BYTES]):
            return media_type
    return None


def _names(head: bytes) -> frozenset[str]:
    try:
        return frozenset(match.mime_type for match in puremagic.magic_string(head))
    except (puremagic.PureError, ValueError):
        return frozenset()


def _office_file(content: bytes) -> MediaType | None:
    """By the archive's directory; nothing is unpacked. Files with macros are not known."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith(_MACROS) for name in names):
        return None
    found = [media_type for part, media_type in _MAIN_PARTS if part in names]
    return found[0] if len(found) == 1 else None
