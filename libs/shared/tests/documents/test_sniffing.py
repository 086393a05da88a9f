"""Uploads by their bytes: a name proves nothing."""

import io
import zipfile
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from shared.documents.sniffing import MediaType, sniff, sniff_stream
from shared.errors import UnsupportedType


def picture(kind: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4)).save(drawn, kind)
    return drawn.getvalue()


def office_file(*parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "x")
    return made.getvalue()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EVERYTHING = frozenset(MediaType)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, MediaType.PDF),
        (picture("PNG"), MediaType.PNG),
        (picture("JPEG"), MediaType.JPEG),
        (office_file("word/document.xml"), MediaType.DOCX),
        (office_file("xl/workbook.xml"), MediaType.XLSX),
    ],
)
def test_what_is_allowed_is_known_by_its_bytes(content: bytes, expected: MediaType) -> None:
    assert sniff(content, allowed=EVERYTHING) is expected


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + bytes(200) + PDF,
        b"\x7fELF\x02\x01\x01" + bytes(100),
        b"#!/bin/sh\nrm -rf x\n",
        b"<html><script>alert(1)</script>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"",
        b"x",
        b"GIF89a" + bytes(20),
        b"PK\x03\x04" + bytes(30),
        office_file("classes.dex"),
        office_file("xl/workbook.xml", "xl/vbaProject.bin"),
        office_file("xl/workbook.xml", "word/document.xml"),
    ],
    ids=["exe", "elf", "sh", "html", "svg", "empty", "x", "gif", "zip", "apk", "macro", "both"],
)
def test_anything_else_is_an_unsupported_type(content: bytes) -> None:
    with pytest.raises(UnsupportedType) as refusal:
        sniff(content, allowed=EVERYTHING)

    assert refusal.value.code == "unsupported_type"


def test_office_files_are_no_supporting_documents() -> None:
    with pytest.raises(UnsupportedType):
        sniff(office_file("word/document.xml"))


@pytest.mark.parametrize("size", [1, 7, 5000])
async def test_a_stream_is_known_by_its_head_and_loses_nothing(size: int) -> None:
    content = PDF + bytes(9000)

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(content), size):
            yield content[start : start + size]

    media_type, rest = await sniff_stream(chunks())

    assert media_type is MediaType.PDF
    assert b"".join([piece async for piece in rest]) == content
