"""An edition names no complainant; the office's own copy of it has them whole, and changes no
figure that was frozen."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
import python_calamine
from docx import Document
from pypdf import PdfReader

from reporting_service.settings import NAME
from reporting_service.testing import ComplaintRegister, Listener, build_service, migrate_service
from shared.contracts.inspection import ComplaintFiledV1, ComplaintResolvedV1
from shared.module import ASGIApp, ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

PLACE = "/v1/reports/quarterly/2024/2"
REPORT = f"{PLACE}?office_code=62.02"
COPY = f"{REPORT}&copy=office"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOTICE = "Salinan kantor — memuat data pribadi, tidak untuk dipublikasikan"
COLUMNS = [
    "No",
    "Nama Pelaku Usaha Perorangan / Non Perorangan",
    "Nama Pemohon/Pelapor",
    "Tgl/Waktu Pengaduan",
    "Materi Konsultasi / Pengaduan",
    "Penyelesaian / Tindak Lanjut",
    "Status",
]
TOLD = "Pengaduan: Data usaha diisi orang lain, hubungi 081234567890"
ENTRY = {
    "businesses": "Yayasan Contoh\nNotaris Contoh",
    "complainant": "Pelapor Contoh",
    "filed": "19 April 2024, 08.03 (PGD-6202-2024-0001)",
    "matter": TOLD,
    "follow_up": "1. Penelusuran, 22 April 2024: Terdaftar di OSS\n"
    "2. Saran, 23 April 2024: SPT tahunan dahulu",
    "status": "Masih menunggu pelaku usaha",
}
WHOLE = ("Pelapor Contoh", "Yayasan Contoh", "Notaris Contoh", "081234567890")


@pytest.fixture
def register(issuer: TestIssuer) -> ComplaintRegister:
    return ComplaintRegister(issuer.system)


@pytest.fixture
async def service(
    postgres_server: PostgresServer,
    clock: FixedClock,
    issuer: TestIssuer,
    door: ASGIApp,
    register: ComplaintRegister,
) -> AsyncIterator[ServiceModule]:
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        owners: dict[str, ASGIApp] = {"inspection": register.app}
        module = build_service(address, clock=clock, issuer=issuer, door=door, owners=owners)
        yield module
        await module.database.close()


@pytest.fixture
async def filed(listener: Listener, register: ComplaintRegister) -> str:
    """The id of an entry that the register has; a second one is in the events alone."""
    first, second = uuid4(), uuid4()
    await listener.tell(
        *(
            ComplaintFiledV1(
                office_code="62.02",
                complaint_id=one,
                number=f"PGD-6202-2024-000{place}",
                kind="complaint",
                against="business",
                ground="licensing",
                filed_at=datetime(2024, 4, 18 + place, 1, 3, tzinfo=UTC),
            )
            for place, one in enumerate((first, second), start=1)
        )
    )
    register.entries["PGD-6202-2024-0001"] = ENTRY
    return str(first)


async def texts(http: httpx.AsyncClient, path: str, headers: dict[str, str]) -> dict[str, str]:
    """The report's words in every form, by media type."""
    found = {}
    for media_type, read in (
        ("application/json", lambda content: content.decode()),
        (PDF, _of_pdf),
        (XLSX, _of_workbook),
        (DOCX, _of_letter),
    ):
        answer = await http.get(path, headers=headers | {"Accept": media_type})
        assert answer.status_code == 200, answer.text
        found[media_type] = read(answer.content).replace("\u00a0", " ")
    return found


def _of_pdf(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def _of_workbook(content: bytes) -> str:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return "\n".join(str(book.get_sheet_by_name(one).to_python()) for one in book.sheet_names)


def _of_letter(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def complaints_of(report: dict[str, Any]) -> dict[str, Any]:
    (found,) = [one for one in report["tables"] if one["id"] == "complaints"]
    return dict(found)


@pytest.mark.requirement("R002-1.3a-4", "R002-2.3-table")
async def test_an_edition_masks_complainants_in_every_form_and_the_office_copy_has_them_whole(
    http: httpx.AsyncClient, filed: str, head: dict[str, str], register: ComplaintRegister
) -> None:
    await http.post(f"{PLACE}/publication", headers=head)

    for media_type, words in (await texts(http, REPORT, {})).items():
        assert "PGD-6202-2024-0001" in words, media_type
        assert "disamarkan" in words, media_type
        assert [one for one in (*WHOLE, NOTICE) if one in words] == [], media_type
    assert register.read_for == []
    for media_type, words in (await texts(http, COPY, head)).items():
        assert [one for one in (*WHOLE, NOTICE) if one not in words] == [], media_type

    copied = await http.get(COPY, headers=head)
    assert copied.headers["cache-control"] == "no-store"
    table = complaints_of(copied.json())
    assert table["columns"] == COLUMNS
    assert table["rows"] == [
        ["1", *list(ENTRY.values())[:-1], "Masih dalam proses\nKini: Masih menunggu pelaku usaha"],
        [
            "2",
            "",
            "tidak ada lagi dalam register",
            "20 April 2024 (PGD-6202-2024-0002)",
            "Pengaduan: Perizinan",
            "",
            "Masih dalam proses",
        ],
    ]
    assert table["totals"] == {"Jumlah": "2"}


async def test_the_copy_of_an_edition_has_its_frozen_figures_and_the_draft_those_of_now(
    http: httpx.AsyncClient, filed: str, head: dict[str, str], listener: Listener
) -> None:
    await http.post(f"{PLACE}/publication", headers=head)
    edition = (await http.get(REPORT)).json()
    resolved = datetime(2024, 6, 28, tzinfo=UTC)
    await listener.tell(
        ComplaintResolvedV1(office_code="62.02", complaint_id=filed, resolved_at=resolved)
    )

    copied = (await http.get(COPY, headers=head)).json()
    draft = (await http.get(f"{COPY}&edition=0", headers=head)).json()

    only_of_the_copy = {"tables": None, "sections": None, "notice": None}
    assert copied | only_of_the_copy == edition | only_of_the_copy
    assert copied["notice"] == NOTICE
    others = [one for one in edition["tables"] if one["id"] != "complaints"]
    assert [one for one in copied["tables"] if one["id"] != "complaints"] == others
    assert (copied["state"], draft["state"]) == ("published", "draft")
    assert complaints_of(copied)["rows"][0][-1].startswith("Masih dalam proses\n")
    assert complaints_of(draft)["rows"][0][-1].startswith("Selesai 28 Juni 2024\n")
    assert complaints_of(draft)["rows"][0][2] == "Pelapor Contoh"


@pytest.mark.requirement("R002-1.3a-4")
async def test_the_copy_is_for_those_who_read_the_register_and_is_read_in_their_name(
    http: httpx.AsyncClient,
    filed: str,
    head: dict[str, str],
    issuer: TestIssuer,
    register: ComplaintRegister,
) -> None:
    await http.post(f"{PLACE}/publication", headers=head)
    for path in (COPY, f"{COPY}&edition=0"):
        assert (await http.get(path)).status_code == 401
        for role in ("applicant", "inspector", "back_office", "agency_officer", "province"):
            headers = issuer.headers(role=role, office="62.02")
            assert (await http.get(path, headers=headers)).status_code == 403, role
        elsewhere = issuer.headers(role="head", office="53.11")
        assert (await http.get(path, headers=elsewhere)).status_code == 404
    assert (await http.get(f"{REPORT}&copy=public", headers=head)).status_code == 422
    assert (await http.get(f"{COPY}&edition=9", headers=head)).status_code == 404
    assert register.read_for == []

    reader = uuid4()
    for role in ("front_office", "licensing_official", "administrator"):
        headers = issuer.headers(role=role, office="62.02", actor=reader)
        assert (await http.get(COPY, headers=headers)).status_code == 200, role
    numbers = ("PGD-6202-2024-0001", "PGD-6202-2024-0002")
    assert register.read_for == [(reader, numbers)] * 3


async def test_there_is_no_copy_while_the_register_is_away(
    http: httpx.AsyncClient, filed: str, head: dict[str, str], register: ComplaintRegister
) -> None:
    register.is_away = True
    answer = await http.get(COPY, headers=head)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert (await http.get(REPORT, headers=head)).status_code == 200
