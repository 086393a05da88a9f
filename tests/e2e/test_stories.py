"""The three stories, through the gateway's REST API, in one process and in many."""

import hashlib
from pathlib import Path

import pytest

from satupintu.demo.quarter import QuarterStory
from satupintu.demo.visitor import Json, eventually
from stories.door import Door
from stories.invariants import broken_promises, drained
from stories.licence import LicenceStory
from stories.sanction import SanctionStory


@pytest.mark.requirement("R003-P07-3-1")
async def test_survey_completed_unblocks_signing(door: Door) -> None:
    story = LicenceStory(door)
    await story.until_validated()
    assert story.application["receipt_number"]

    refused = await story.sign(expect=409)
    assert refused["code"] == "survey_not_completed"

    await story.answer_survey()
    await story.survey_is_in()
    signed = await story.sign()
    assert signed["status"] == "signed"

    licence = signed["licence"]
    public = await door.nobody.get(f"/v1/verification/{licence['verification_token']}")
    assert (public["number"], public["status"]) == (licence["number"], "active")
    assert public["signature"]["valid"] is True
    assert "CV Contoh Reklame" not in str(public)

    tracked = await door.nobody.get(f"/v1/tracking/{signed['receipt_number']}")
    assert {stage["state"] for stage in tracked["stages"]} <= {"waiting", "in_progress", "done"}
    assert "CV Contoh" not in str(tracked)


async def test_the_licence_is_a_pdf_with_a_valid_signature(door: Door) -> None:
    from io import BytesIO

    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    story = LicenceStory(door)
    signed = await story.until_signed()
    assert story.applicant is not None
    path = f"/v1/licences/{signed['licence']['id']}/document.pdf"
    first = await story.applicant.call("GET", path)
    again = await story.applicant.call("GET", path)
    assert hashlib.sha256(first.content).digest() == hashlib.sha256(again.content).digest()
    assert first.headers["content-type"] == "application/pdf"

    assert door.home is not None
    root = load_cert_from_pemder(str(door.home / "signing" / "ca.pem"))
    reader = PdfFileReader(BytesIO(first.content))
    status = await async_validate_pdf_signature(
        reader.embedded_signatures[0], ValidationContext(trust_roots=[root])
    )
    assert status.bottom_line


async def test_a_violation_found_starts_a_sanction_that_suspends_the_licence(door: Door) -> None:
    licence = LicenceStory(door, nib="9120001111111")
    await licence.until_signed()
    story = SanctionStory(licence)
    await story.public_status("active")

    await story.inspect()
    await story.impose("suspension")
    assert (await story.public_status("suspended"))["status"] == "suspended"

    await story.lift()
    assert (await story.public_status("active"))["status"] == "active"


async def test_a_revoked_licence_stays_revoked(door: Door) -> None:
    licence = LicenceStory(door, nib="9120002222222")
    await licence.until_signed()
    story = SanctionStory(licence)
    await story.inspect()
    await story.impose("suspension")
    await story.public_status("suspended")


async def test_the_quarter_comes_out_right_by_itself(door: Door) -> None:
    story = QuarterStory(door)
    imported = await story.import_answers()
    assert imported["result"]["accepted"] == 140
    await story.import_counts()

    index = await story.index()
    assert (index["ikm"], index["grade"], index["lowest"]) == (84.48, "B", "PENGADUAN")
    assert index["respondents"] == 140
    sample = (await story.index_of_population(420))["sample"]
    assert (sample["required"], sample["achieved"]) == (201, 140)

    report = await story.report_with_answers()
    tables = {table["id"]: table for table in report["tables"]}
    assert set(tables) >= {
        "licences_manual",
        "licences_oss",
        "licences_sicantik",
        "licences_mppd",
        "survey_responses",
        "survey_index",
    }
    assert "84.48" in str(tables["survey_index"])
    assert "23" in str(tables["licences_manual"]["totals"])


# Laporan Kinerja PTSP Triwulan II 2024, tables 1 and 3: row, a service of the catalogue that it
# gathers, its channel, and April, May, June.
PRINTED_ROWS = (
    ("PBG", "PBG", "MANUAL", (3, 0, 0)),
    ("PKKPR", "PKKPR-NB", "MANUAL", (0, 2, 4)),
    ("SLF", "SLF", "MANUAL", (6, 2, 6)),
    ("SPPL", "SPPL", "MANUAL", (0, 0, 0)),
    ("SLO", "SLO", "MANUAL", (0, 0, 0)),
    ("MINOL", "SKPL-BC", "SICANTIK", (0, 0, 0)),
    ("Reklame", "REKLAME", "SICANTIK", (13, 16, 3)),
    ("Pendidikan", "PAUD", "SICANTIK", (4, 4, 0)),
    ("Pendidikan", "LKP", "SICANTIK", (4, 3, 0)),
)
HISTORY = "service_code;channel;number;issued_on;holder_name"
OTHER_OFFICE = "53.11"


@pytest.mark.requirement(
    "R002-T1-PBG",
    "R002-T1-PKKPR",
    "R002-T1-SLF",
    "R002-T1-SPPL",
    "R002-T1-SLO",
    "R002-T3-MINOL",
    "R002-T3-Reklame",
    "R002-T3-Pendidikan",
)
async def test_the_licences_of_a_quarter_that_are_imported_stand_in_its_recaps(door: Door) -> None:
    story = QuarterStory(door, office=OTHER_OFFICE)
    unknown = f"{HISTORY}\nTIDAK-ADA;MANUAL;503/0/2024;2024-04-15;Pemohon Contoh"
    failed = await _imported(story, unknown)
    assert failed["state"] == "failed"
    assert [(one["row"], one["column"]) for one in failed["errors"]] == [(2, "service_code")]

    lines = [
        f"{service};{channel};503/{service}/{month}/{number}/2024;2024-0{month}-15;Pemohon Contoh"
        for _, service, channel, months in PRINTED_ROWS
        for month, count in zip((4, 5, 6), months, strict=True)
        for number in range(count)
    ]
    done = await _imported(story, "\n".join([HISTORY, *lines]))
    assert (done["state"], done["errors"]) == ("succeeded", []), done

    expected: dict[str, list[int]] = {}
    for row, _, _, months in PRINTED_ROWS:
        so_far = expected.get(row, [0, 0, 0])
        expected[row] = [before + more for before, more in zip(so_far, months, strict=True)]
    recaps = await eventually(lambda: _recaps_of(story, licences=len(lines)))
    for row, months in expected.items():
        (found,) = [one for one in recaps if row in one[1]]
        assert [int(cell) for cell in found[2:6]] == [*months, sum(months)], row


async def _imported(story: QuarterStory, content: str) -> Json:
    administrator = await story.door.staff("administrator", story.office)
    accepted = await administrator.call(
        "POST",
        "/v1/licence-imports",
        expect=202,
        files={"file": ("buku.csv", content.encode(), "text/csv")},
    )
    return await story.finished(accepted.json()["operation_id"])


async def _recaps_of(story: QuarterStory, *, licences: int) -> list[list[str]] | None:
    """The rows of the two recaps, once every licence has reached the report."""
    administrator = await story.door.staff("administrator", story.office)
    report = await administrator.get(
        "/v1/reports/quarterly/2024/2", params={"office_code": story.office}
    )
    tables = [
        one for one in report["tables"] if one["id"] in {"licences_manual", "licences_sicantik"}
    ]
    known = sum(int(one["totals"].get("Jumlah", "0")) for one in tables)
    return [row for one in tables for row in one["rows"]] if known == licences else None


async def test_afterwards_every_promise_holds(door: Door) -> None:
    assert isinstance(door.home, Path)
    await drained(door.home)
    assert await broken_promises(door.home) == []
