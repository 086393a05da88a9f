"""The service with a scanner and a storage of a test's choice, and files to hand in."""

import io
import struct
import zipfile
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pypdf import PdfWriter

from permit_service.application.ports import Ports
from permit_service.testing.counter import PDF, Counter
from permit_service.testing.facts import OFFICE, office_changed
from permit_service.testing.memory_work import PASSPHRASE
from permit_service.testing.service import Listener, build_service
from shared.database.engine import Database
from shared.module import ServiceModule
from shared.testing.certified import certify
from shared.testing.http import client
from shared.testing.tokens import TestIssuer


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The service, and its people."""

    service: ServiceModule
    http: httpx.AsyncClient
    counter: Counter

    @property
    def ports(self) -> Ports:
        return self.service.app.state.permits.ports  # type: ignore[attr-defined, no-any-return]

    async def document(self, body: dict[str, Any], **who: Any) -> httpx.Response:
        """The file, as somebody asks for it."""
        application_id, document_id = who.pop("of"), body["id"]
        return await self.http.get(
            f"/v1/applications/{application_id}/documents/{document_id}", **who
        )

    async def types(self, application_id: str) -> list[str]:
        """What was told of an application."""
        path = f"/v1/applications/{application_id}/timeline"
        answer = await self.http.get(path, headers=self.counter.as_("applicant"))
        return [one["type"] for one in answer.json()["items"]]


@asynccontextmanager
async def opened_office(
    database: Database, issuer: TestIssuer, home: Path, **settings: Any
) -> AsyncIterator[Office]:
    certify(home, username="head.8102", passphrase=PASSPHRASE, clock=database.clock)
    service = build_service(database, issuer=issuer, home=home, **settings)
    listener = Listener(service)
    await listener.tell(office_changed(OFFICE), office_changed("62.02", gate="none"))
    async with client(service.app) as http:
        yield Office(
            service=service,
            http=http,
            counter=Counter(http=http, issuer=issuer, listener=listener),
        )


Open = Callable[..., Awaitable[Office]]


def zip_bomb() -> bytes:
    """A hundred megabytes of nothing in a few kilobytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parcel:
        parcel.writestr("nothing.pdf", bytes(20 * 1024 * 1024))
    return made.getvalue()


def protected_pdf() -> bytes:
    """A PDF with a password."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("rahasia", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def picture_bomb() -> bytes:
    """A picture of a few bytes that claims nine hundred million points."""

    def part(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack("!I", zlib.crc32(kind + content))
        return struct.pack("!I", len(content)) + kind + content + checksum

    header = struct.pack("!IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", b"") + part(b"IEND", b"")


HOSTILE = {
    "program": (b"MZ\x90\x00" + PDF, "unsupported_type"),
    "page": (b"<html><script>alert(1)</script>" + PDF, "unsupported_type"),
    "zip bomb": (zip_bomb(), "unsupported_type"),
    "two things at once": (PDF + zip_bomb(), "unsupported_type"),
    "password": (protected_pdf(), "document_encrypted"),
    "picture bomb": (picture_bomb(), "picture_too_large"),
    "over the cap": (PDF + bytes(20 * 1024 * 1024), "too_large"),
    "far over the cap": (PDF + bytes(30 * 1024 * 1024), "too_large"),
    "nothing": (b"", "unsupported_type"),
}
