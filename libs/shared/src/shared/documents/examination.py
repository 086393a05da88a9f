"""What an upload must be before it is kept: one document of a known type that people can open.

By its bytes alone. It is a first sieve and no virus scan: what passes is still scanned where there
is a scanner, and always served as an attachment.
"""

import asyncio
import re
import threading
import zipfile
from collections.abc import AsyncIterator
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from shared.documents.sniffing import HEAD_BYTES, SUPPORTING_DOCUMENTS, MediaType, sniff
from shared.errors import RuleBroken, UnsupportedType

PIECE_BYTES = 256 * 1024
# A page of A4 at 600 dots per inch has 35 million.
MAX_PIXELS = 80_000_000
_PICTURES = {MediaType.PNG: "PNG", MediaType.JPEG: "JPEG"}
# In the trailer, or in the dictionary of a cross-reference stream: neither is ever compressed.
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_OVERLAP = 64


class DocumentEncrypted(RuleBroken):
    """A PDF with a password can be read neither by a scanner nor by an officer."""

    code = "document_encrypted"
    message = "The document is protected by a password; send it without one."


class PictureTooLarge(RuleBroken):
    """Few bytes that unpack to more than a screen can hold."""

    code = "picture_too_large"
    message = "The picture has too many points."


class HandedIn:
    """A seekable file that somebody sent. It is read beside the event loop, each time at the
    place it is wanted from: a reading that was given up disturbs no other."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._reading = threading.Lock()

    async def examine(self, *, allowed: frozenset[MediaType] = SUPPORTING_DOCUMENTS) -> MediaType:
        """What it is. Raises UnsupportedType for what is none of the allowed types, broken, or two
        things at once; DocumentEncrypted; PictureTooLarge."""
        return await asyncio.to_thread(self._examined, allowed)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Its bytes from the beginning."""
        place = 0
        while piece := await asyncio.to_thread(self._read, place):
            place += len(piece)
            yield piece

    def _examined(self, allowed: frozenset[MediaType]) -> MediaType:
        with self._reading:
            return _examined(self._file, allowed)

    def _read(self, place: int) -> bytes:
        with self._reading:
            self._file.seek(place)
            return self._file.read(PIECE_BYTES)


def _examined(file: BinaryIO, allowed: frozenset[MediaType]) -> MediaType:
    file.seek(0)
    media_type = sniff(file.read(HEAD_BYTES), allowed=allowed)
    # Archives are read from their end: a file may be a picture to one program and a parcel to
    # another.
    if zipfile.is_zipfile(file):
        raise UnsupportedType
    if media_type is MediaType.PDF:
        _require_open(file)
    if media_type in _PICTURES:
        _require_viewable(file, _PICTURES[media_type])
    return media_type


def _require_open(file: BinaryIO) -> None:
    file.seek(0)
    before = b""
    while piece := file.read(PIECE_BYTES):
        if _ENCRYPTED.search(before + piece):
            raise DocumentEncrypted
        before = piece[-_OVERLAP:]


def _require_viewable(file: BinaryIO, kind: str) -> None:
    """By the header alone; nothing is unpacked."""
    file.seek(0)
    try:
        width, height = Image.open(file, formats=[kind]).size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UnsupportedType from error
    if width * height > MAX_PIXELS:
        raise PictureTooLarge
