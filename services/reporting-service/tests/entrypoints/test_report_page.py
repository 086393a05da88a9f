"""A published report as everybody sees it: a page with figures, files and editions, and nowhere a
person's particulars."""

import html
import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pypdf import PdfReader

from reporting_service.testing import Listener
from shared.contracts.inspection import ComplaintFiledV1

PAGE = "/reports/62.02/2024/2"
PUBLICATION = "/v1/reports/quarterly/2024/2/publication"
FORMS = ("pdf", "docx", "xlsx", "json")
COUNT = {
    "year": 2024,
    "month": 4,
    "channel": "SICANTIK",
    "kind": "Reklame <b>",
    "measure": "licences",
    "count": 1300,
    "source": "SiCantik",
}
# Planted where an officer may write them by mistake, and where a complainant's would be.
NIK = "6202010101900001"
PHONE = "081234567890"
COMPLAINANT = "Pelapor Contoh Rahasia"


@pytest.fixture
async def published(
    http: httpx.AsyncClient, administrator: dict[str, str], head: dict[str, str]
) -> httpx.AsyncClient:
    counted = await http.post("/v1/licence-count-imports", json=COUNT, headers=administrator)
    assert counted.status_code == 202, counted.text
    assert (await http.get(PAGE)).status_code == 404
    assert (await http.post(PUBLICATION, headers=head)).status_code == 201
    return http


async def test_the_page_shows_figures_tables_and_files_without_any_script(
    published: httpx.AsyncClient,
) -> None:
    answer = await published.get(PAGE)
    assert answer.status_code == 200
    assert "<svg" in answer.text
    assert "Gambar 1." in answer.text
    assert "1.300" in answer.text
    assert "<b>" not in answer.text
    assert "<script" not in answer.text
    for form in FORMS:
        file = await published.get(f"{PAGE}/laporan.{form}")
        assert f'href="{PAGE}/laporan.{form}?edition=1"' in answer.text
        assert (file.status_code, len(file.content) > 1000) == (200, True)
    assert (await published.get(f"{PAGE}/laporan.exe")).status_code == 422
    assert "No report yet" in (await published.get("/reports/62.02/2024/1?lang=en")).text


async def test_the_page_tells_each_edition_and_shows_the_one_that_was_asked_for(
    published: httpx.AsyncClient, administrator: dict[str, str], head: dict[str, str]
) -> None:
    first = (await published.get(PAGE)).text
    changed = COUNT | {"count": 1400}
    await published.post("/v1/licence-count-imports", json=changed, headers=administrator)
    await published.post(PUBLICATION, json={"changes": "Reklame April"}, headers=head)
    newest = (await published.get(PAGE)).text
    assert "1.400" in newest
    assert newest.count("Reklame April") == 2
    old = (await published.get(f"{PAGE}?edition=1")).text
    assert "1.300" in old
    assert "1.400" not in old
    assert first.partition("Riwayat edisi")[0] == old.partition("Riwayat edisi")[0].replace(
        "&amp;edition=1", ""
    )


def words_of(content: bytes, form: str) -> str:
    """Everything that can be read in a file of this form."""
    if form == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if form == "json":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode(errors="ignore") for name in archive.namelist()]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts)))


async def test_no_form_of_a_report_carries_a_persons_particulars(
    http: httpx.AsyncClient,
    listener: Listener,
    administrator: dict[str, str],
    head: dict[str, str],
    front_office: dict[str, str],
) -> None:
    await listener.tell(
        ComplaintFiledV1(
            office_code="62.02",
            complaint_id=uuid4(),
            number="PGD-6202-2024-0001",
            kind="complaint",
            against="institution",
            ground="supervision",
            filed_at=datetime(2024, 4, 19, 1, tzinfo=UTC),
        )
    )
    written: list[dict[str, Any]] = [
        {"kind": "obstacle", "text": f"Pemohon NIK {NIK} mengeluh", "solution": f"Hubungi {PHONE}"},
        {"kind": "action", "text": f"Menghubungi +62 812-3456-7890 pemohon {NIK}"},
    ]
    for entry in written:
        body = {"year": 2024, "quarter": 2} | entry
        assert (
            await http.post("/v1/evaluations", json=body, headers=administrator)
        ).status_code == 201
    letter = {
        "requester_type": "OPD",
        "sender": f"Dinas Contoh ({PHONE})",
        "subject": f"Data atas nama NIK {NIK}",
        "received_on": "2024-05-02",
    }
    assert (
        await http.post("/v1/data-requests", json=letter, headers=front_office)
    ).status_code == 201
    printed = {"no": "1", "tgl_waktu": "Jumat, 19 April 2024", "materi": f"{COMPLAINANT} mengadu"}
    body = {"period": {"year": 2024, "quarter": 2}, "complaints": [printed]}
    kept = await http.post("/v1/reports/quarterly/2024/2/printed", json=body, headers=administrator)
    assert kept.status_code == 201, kept.text
    draft = await http.get("/v1/reports/quarterly/2024/2?office_code=62.02", headers=administrator)
    assert (await http.post(PUBLICATION, headers=head)).status_code == 201

    pages = {form: (await http.get(f"{PAGE}/laporan.{form}")).content for form in FORMS}
    told = {form: words_of(content, form) for form, content in pages.items()}
    told |= {"page": html.unescape((await http.get(PAGE)).text), "draft": draft.text}
    for form, words in told.items():
        assert "PGD-6202-2024-0001" in words.replace("\n", ""), form
        assert COMPLAINANT not in words, form
        digits = re.sub(r"[\s.-]", "", words)
        for secret in (NIK, PHONE, "6281234567890"):
            assert secret not in digits, (form, secret)
