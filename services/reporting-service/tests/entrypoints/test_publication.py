"""A published report is frozen: the same bytes ever after, to everybody, in every form."""

import io
import re
import zipfile
from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest
import python_calamine
from docx import Document
from pypdf import PdfReader

from reporting_service.domain.survey import ELEMENTS
from reporting_service.testing import Listener
from shared.contracts.reporting import ReportPublishedV1
from shared.contracts.survey import ResponseRecordedV1
from shared.module import ServiceModule
from shared.testing.tokens import TestIssuer

PLACE = "/v1/reports/quarterly/2024/2"
REPORT = f"{PLACE}?office_code=62.02"
PUBLICATION = f"{PLACE}/publication"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REKLAME = {
    "year": 2024,
    "month": 4,
    "channel": "SICANTIK",
    "kind": "Reklame",
    "measure": "licences",
    "count": 13,
    "source": "SiCantik",
}


@pytest.fixture
async def filled(
    http: httpx.AsyncClient,
    listener: Listener,
    administrator: dict[str, str],
    printed: dict[str, Any],
) -> httpx.AsyncClient:
    """A quarter with a count, a letter's worth of answers and a text that begins like a formula."""
    await http.post("/v1/licence-count-imports", json=REKLAME, headers=administrator)
    obstacle = {"year": 2024, "quarter": 2, "obstacle": "=1+1", "solution": "Entri manual"}
    await http.post("/v1/evaluations", json=obstacle, headers=administrator)
    await listener.tell(
        *(
            ResponseRecordedV1(
                office_code="62.02",
                response_id=uuid4(),
                answered_on=date(2024, 6, 30),
                collection_mode="import",
                answers=dict(zip(ELEMENTS, sheet, strict=True)),
            )
            for sheet in printed["survey"]["responses"]
        )
    )
    return http


async def test_a_published_report_is_the_same_bytes_ever_after(
    filled: httpx.AsyncClient, head: dict[str, str], administrator: dict[str, str]
) -> None:
    published = await filled.post(PUBLICATION, headers=head)
    assert published.status_code == 201, published.text
    assert published.json()["edition"] == 1
    forms = ("application/json", PDF, XLSX, DOCX)
    before = [(await filled.get(REPORT, headers={"Accept": one})).content for one in forms]
    await filled.post(
        "/v1/licence-count-imports", json=REKLAME | {"count": 99}, headers=administrator
    )
    after = [await filled.get(REPORT, headers={"Accept": one}) for one in forms]
    assert [one.status_code for one in after] == [200] * len(forms)
    assert [one.content for one in after] == before
    assert after[0].json()["state"] == "published"


@pytest.mark.requirement("R002-1.3a-4")
async def test_a_draft_is_not_for_everybody_and_an_edition_is(
    filled: httpx.AsyncClient, head: dict[str, str], issuer: TestIssuer
) -> None:
    stranger = issuer.headers(role="head", office="53.11")
    for headers in ({}, issuer.headers(role="applicant"), stranger):
        assert (await filled.get(REPORT, headers=headers)).status_code == 404
    await filled.post(PUBLICATION, headers=head)
    for headers in ({}, issuer.headers(role="applicant"), stranger):
        assert (await filled.get(REPORT, headers=headers)).status_code == 200
    draft = f"{REPORT}&edition=0"
    assert (await filled.get(draft)).status_code == 404
    assert (await filled.get(draft, headers=head)).json()["state"] == "draft"


async def test_a_correction_is_a_new_edition_that_says_what_changed(
    filled: httpx.AsyncClient, head: dict[str, str], administrator: dict[str, str]
) -> None:
    await filled.post(PUBLICATION, headers=head)
    first = await filled.get(REPORT)
    again = await filled.post(PUBLICATION, json={}, headers=head)
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")
    await filled.post(
        "/v1/licence-count-imports", json=REKLAME | {"count": 14}, headers=administrator
    )
    second = await filled.post(PUBLICATION, json={"changes": "Reklame April"}, headers=head)
    assert second.json()["edition"] == 2
    newest = (await filled.get(REPORT)).json()
    assert (newest["edition"], newest["changes"]) == (2, "Reklame April")
    assert (await filled.get(f"{REPORT}&edition=1")).content == first.content
    assert (await filled.get(f"{REPORT}&edition=3", headers=head)).status_code == 404


async def test_a_publication_is_told_once_also_when_it_is_asked_for_twice(
    filled: httpx.AsyncClient, head: dict[str, str], service: ServiceModule
) -> None:
    headers = head | {"Idempotency-Key": "publish"}
    first = await filled.post(PUBLICATION, headers=headers)
    again = await filled.post(PUBLICATION, headers=headers)
    assert first.content == again.content
    told = await service.database.fetch_all(
        "with office as materialized (select set_config('app.offices', '62.02', true))"
        " select type from event_log where (select true from office) and type = $1",
        ReportPublishedV1.type,
    )
    assert len(told) == 1


@pytest.mark.parametrize(
    ("role", "office", "path", "status"),
    [
        ("administrator", "62.02", PUBLICATION, 403),
        ("front_office", "62.02", PUBLICATION, 403),
        ("head", "53.11", f"{PUBLICATION}?office_code=62.02", 404),
        ("head", "62.02", "/v1/reports/quarterly/2024/3/publication", 409),
        ("head", "62.02", "/v1/reports/quarterly/2030/1/publication", 422),
    ],
)
async def test_who_and_what_cannot_be_published(
    filled: httpx.AsyncClient, issuer: TestIssuer, role: str, office: str, path: str, status: int
) -> None:
    headers = issuer.headers(role=role, office=office)
    assert (await filled.post(path, headers=headers)).status_code == status


@pytest.mark.requirement("R002-KataPengantar-3")
@pytest.mark.parametrize(
    ("field", "value"), [("full_name", ""), ("rank", None), ("nip", "123"), ("nip", None)]
)
async def test_without_name_rank_and_nip_it_stays_a_draft(
    filled: httpx.AsyncClient,
    head: dict[str, str],
    signatory: dict[str, Any],
    field: str,
    value: str | None,
) -> None:
    signatory[field] = value
    refused = await filled.post(PUBLICATION, headers=head)
    assert (refused.status_code, refused.json()["code"]) == (422, "rule_broken")
    assert (await filled.get(REPORT, headers=head)).json()["state"] == "draft"


async def test_the_workbook_has_numbers_live_sums_and_no_formula_of_a_user(
    filled: httpx.AsyncClient, head: dict[str, str]
) -> None:
    content = (await filled.get(REPORT, headers=head | {"Accept": XLSX})).content
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("licences_sicantik").to_python()
    assert [2.0, "Reklame", 13.0, 0.0, 0.0, 13.0] in [row[:6] for row in rows]
    index = book.get_sheet_by_name("survey_index").to_python()
    assert ["IKM", 84.48] in [row[:2] for row in index]
    obstacles = book.get_sheet_by_name("obstacles").to_python()
    assert any(row[1] == "=1+1" for row in obstacles)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    assert any("<f>SUM(C6:E6)</f>" in sheet for sheet in sheets)
    assert not any("<f>1+1</f>" in sheet for sheet in sheets)


@pytest.mark.requirement("R002-KataPengantar-2", "R002-X-roman")
async def test_the_pdf_has_every_section_and_says_what_is_not_available(
    filled: httpx.AsyncClient, head: dict[str, str]
) -> None:
    answer = await filled.get(REPORT, headers=head | {"Accept": PDF})
    assert answer.headers["content-type"] == PDF
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for words in (
        "TRIWULAN II (DUA) TAHUN 2024",
        "2.1 Rekapitulasi Perizinan Berusaha dan Non Perizinan",
        "2.2 Rencana dan Realisasi Investasi",
        "2.3 Layanan Pengaduan",
        "2.4 Layanan Informasi",
        "2.5 Layanan Survei Kepuasan Masyarakat",
        "data belum tersedia",
        "84,48",
        "Tabel 12",
    ):
        assert words in text, words


async def text_of_pdf(http: httpx.AsyncClient, headers: dict[str, str], path: str = REPORT) -> str:
    answer = await http.get(path, headers=headers | {"Accept": PDF})
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "\n".join(page.extract_text().replace("\u00a0", " ") for page in pages)


@pytest.mark.requirement("R002-Cover")
async def test_the_cover_shows_the_office_and_a_new_address_changes_the_next_edition_alone(
    filled: httpx.AsyncClient, head: dict[str, str], letterhead: list[str]
) -> None:
    await filled.post(PUBLICATION, headers=head)
    first = await text_of_pdf(filled, {})
    cover = first.partition("DAFTAR ISI")[0]
    assert "DPMPTSP KABUPATEN KOTAWARINGIN TIMUR" in cover
    assert "Periode 1 April 2024 s.d. 30 Juni 2024" in cover
    for line in letterhead:
        assert line in cover
    letterhead[0] = "Jalan Pindah Nomor 2"
    await filled.post(PUBLICATION, json={"changes": "Alamat"}, headers=head)
    assert "Jalan Pindah Nomor 2" in await text_of_pdf(filled, {})
    assert await text_of_pdf(filled, {}, f"{REPORT}&edition=1") == first


@pytest.mark.requirement("R002-X-office", "R002-X-roman")
async def test_our_own_report_names_one_office_and_consistent_periods(
    filled: httpx.AsyncClient, head: dict[str, str]
) -> None:
    text = await text_of_pdf(filled, head)
    body = {
        "office": "DPMPTSP Kabupaten Kotawaringin Timur",
        "period": {"year": 2024, "quarter": 2},
        "paragraphs": [" ".join(text.split())],
    }
    answer = await filled.post("/v1/report-lint", json=body, headers=head)
    assert answer.json()["findings"] == []


@pytest.mark.requirement("R002-IV-sections")
async def test_closing_lists_are_lettered_and_an_empty_one_is_warned_of(
    filled: httpx.AsyncClient, head: dict[str, str], administrator: dict[str, str]
) -> None:
    before = (await filled.get(REPORT, headers=head)).json()
    assert {"actions_empty", "suggestions_empty"} <= set(before["warnings"])
    for number, text in ((1, "Koordinasi"), (2, "Bimbingan teknis"), (2, "Penyusunan SOP")):
        entry = {"year": 2024, "quarter": number, "kind": "action", "text": text}
        await filled.post("/v1/evaluations", json=entry, headers=administrator)
    report = (await filled.get(REPORT, headers=head)).json()
    assert report["actions"] == [
        {"letter": "a", "text": "Koordinasi"},
        {"letter": "b", "text": "Bimbingan teknis"},
        {"letter": "c", "text": "Penyusunan SOP"},
    ]
    assert "actions_empty" not in report["warnings"]
    assert "suggestions_empty" in report["warnings"]


@pytest.mark.requirement("R002-DaftarIsi", "R002-G1-3")
async def test_numbers_of_tables_and_figures_are_unique_and_equal_in_list_and_body(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    kinds = {"MANUAL": "PBG", "OSS": "Detail NIB", "SICANTIK": "Reklame", "MPPD": "Izin kesehatan"}
    for channel, kind in kinds.items():
        measure = "nib" if channel == "OSS" else "licences"
        count = REKLAME | {"channel": channel, "kind": kind, "measure": measure}
        await http.post("/v1/licence-count-imports", json=count, headers=administrator)
    answer = await http.get(REPORT, headers=administrator | {"Accept": PDF})
    pages = PdfReader(io.BytesIO(answer.content)).pages
    # Typesetting puts a space that does not break between a word and its number.
    texts = [page.extract_text().replace("\u00a0", " ") for page in pages]
    front, body = texts[3], "\n".join(texts[4:])
    for kind, count in (("Tabel", 18), ("Gambar", 4)):
        expected = [f"{kind} {number}" for number in range(1, count + 1)]
        assert re.findall(rf"{kind} \d+", front) == expected
        assert re.findall(rf"{kind} \d+(?=:)", body) == expected


async def test_the_letter_file_can_be_edited(
    filled: httpx.AsyncClient, head: dict[str, str]
) -> None:
    content = (await filled.get(REPORT, headers=head | {"Accept": DOCX})).content
    document = Document(io.BytesIO(content))
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    assert len([one for one in captions if one.startswith("Tabel ")]) == 18
    assert captions[0].startswith("Tabel 1. ")
    assert {"Heading 1", "Heading 2", "Heading 3"} <= {
        one.style.name for one in document.paragraphs
    }
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    fields = document.element.xpath("//w:instrText/text()")
    assert sum("SEQ Tabel" in one for one in fields) == 18
    assert sum("SEQ Gambar" in one for one in fields) == len(document.inline_shapes) > 0
    for shape in document.inline_shapes:
        assert "Diagram batang" in shape._inline.docPr.get("descr")


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("text/html, */*;q=0.1", 200),
        ("application/pdf;q=0, application/json", 200),
        ("text/html", 415),
        ("nonsense;;q=x,,", 415),
    ],
)
async def test_a_form_that_a_report_does_not_have_is_refused(
    filled: httpx.AsyncClient, head: dict[str, str], accept: str, status: int
) -> None:
    answer = await filled.get(REPORT, headers=head | {"Accept": accept})
    assert answer.status_code == status
