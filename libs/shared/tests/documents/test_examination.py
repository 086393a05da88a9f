"""What is kept is one document of a known type, without a password, that a screen can hold."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image
from pypdf import PdfWriter

from shared.documents.examination import DocumentEncrypted, HandedIn, PictureTooLarge
from shared.documents.sniffing import MediaType
from shared.errors import Refusal, UnsupportedType

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(kind: str, **options: object) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(drawn, kind, **options)
    return drawn.getvalue()


def archive(*, compressed: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compressed) as parcel:
        parcel.writestr("a.exe", b"MZ" + bytes(1000))
    return made.getvalue()


def protected_pdf(*, algorithm: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("rahasia", algorithm=algorithm)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A picture of a few bytes that claims this size."""

    def part(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack("!I", zlib.crc32(kind + content))
        return struct.pack("!I", len(content)) + kind + content + checksum

    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", b"") + part(b"IEND", b"")


async def examine(content: bytes) -> MediaType:
    return await HandedIn(io.BytesIO(content)).examine()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, MediaType.PDF),
        (picture("PNG"), MediaType.PNG),
        (picture("JPEG"), MediaType.JPEG),
        # What a camera writes before the picture: longer than the first look.
        (picture("JPEG", exif=b"Exif\0\0" + bytes(60_000)), MediaType.JPEG),
        (png_of(8000, 10_000), MediaType.PNG),
    ],
)
async def test_a_document_passes_and_nothing_of_it_is_lost(
    content: bytes, expected: MediaType
) -> None:
    file = HandedIn(io.BytesIO(content))

    assert await file.examine() is expected
    assert b"".join([piece async for piece in file.chunks()]) == content


@pytest.mark.parametrize("kept", ["PDF", "PNG", "JPEG"])
async def test_what_is_also_an_archive_is_refused(kept: str) -> None:
    front = PDF if kept == "PDF" else picture(kept)

    with pytest.raises(UnsupportedType):
        await examine(front + archive())
    with pytest.raises(UnsupportedType):
        await examine(front + archive(compressed=zipfile.ZIP_STORED))


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
async def test_a_pdf_with_a_password_is_refused_with_its_own_code(algorithm: str) -> None:
    with pytest.raises(DocumentEncrypted) as refusal:
        await examine(protected_pdf(algorithm=algorithm))

    assert refusal.value.code == "document_encrypted"


async def test_the_mark_of_a_password_is_seen_across_pieces() -> None:
    for shift in range(12):
        padding = b"%" * (256 * 1024 - len(PDF) - shift)
        with pytest.raises(DocumentEncrypted):
            await examine(PDF + padding + b"<< /Encrypt 12 0 R >>" + PDF)


@pytest.mark.parametrize("size", [(30_000, 30_000), (8001, 10_000), (2**31 - 1, 1)])
async def test_few_bytes_that_unpack_to_a_wall_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge) as refusal:
        await examine(png_of(*size))

    assert refusal.value.code == "picture_too_large"


@pytest.mark.parametrize(
    "content",
    [
        picture("PNG")[:20],
        b"\xff\xd8\xff\xe0" + b"\0" * 400,
        archive(),
        b"MZ" + PDF,
        b"<html>" + PDF,
        b"",
    ],
    ids=["half a picture", "no picture", "archive", "program", "page", "empty"],
)
async def test_what_is_broken_or_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        await examine(content)

    assert refusal.value.code == "unsupported_type"
