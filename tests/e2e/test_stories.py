"""The three stories, through the gateway's REST API, in one process and in many."""

import hashlib
from pathlib import Path

import pytest

from satupintu.demo.quarter import QuarterStory
from stories.door import Door
from stories.invariants import broken_for_good, drained
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


async def test_afterwards_every_promise_holds(door: Door) -> None:
    assert isinstance(door.home, Path)
    await drained(door.home)
    assert await broken_for_good(door.home) == []
