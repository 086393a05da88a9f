"""Story A through the REST API: survey completed unblocks signing."""

import hashlib
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from permit_service.testing.counter import AGENCIES, Counter
from permit_service.testing.facts import OFFICE, invitation_opened
from permit_service.testing.memory_work import KEYRING
from permit_service.testing.service import PUBLIC_BASE_URL
from shared.documents.verification import Verifier
from shared.identity import system_caller
from shared.module import ServiceModule


@pytest.mark.requirement("R003-P07-3-1", "R003-P06-1e-2", "R003-P01-5", "R003-P04-1")
async def test_the_head_signs_after_the_survey_and_not_before(
    counter: Counter,
) -> None:
    application = await counter.validated()

    early = await counter.sign(application["id"])
    await counter.answer_survey(application["id"])
    signed = await counter.sign(application["id"])

    assert early.status_code == 409
    assert early.json()["code"] == "survey_not_completed"
    assert early.headers["Retry-After"] == "1"
    assert signed.status_code == 200
    assert signed.json()["status"] == "signed"
    assert signed.json()["licence"]["number"] == "0001/REKLAME/DPMPTSP/VI/2026"


async def test_what_was_signed_is_a_valid_pdf_and_is_served_as_it_was_signed(
    counter: Counter, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    application = await counter.signed()
    licence_id = application["licence"]["id"]

    licence = await http.get(f"/v1/licences/{licence_id}", headers=counter.as_("applicant"))
    first = await http.get(
        f"/v1/licences/{licence_id}/document.pdf", headers=counter.as_("applicant")
    )
    second = await http.get(f"/v1/licences/{licence_id}/document.pdf", headers=counter.as_("head"))

    assert first.headers["content-type"] == "application/pdf"
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.content == second.content
    assert hashlib.sha256(first.content).hexdigest() == licence.json()["sha256"]
    report = await Verifier((tmp_path / "ca.pem").read_bytes()).verify(first.content)
    assert report.valid
    assert report.signed_by == "head.8102"


@pytest.mark.requirement("R003-P02-3b-3")
async def test_anybody_can_track_the_receipt_and_verify_the_licence(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.signed()
    delivered = await counter.post(f"/{application['id']}/delivery", who=counter.as_("back_office"))

    tracking = await http.get(f"/v1/tracking/{application['receipt_number']}")
    english = await http.get(
        f"/v1/tracking/{application['receipt_number']}", headers={"Accept-Language": "en"}
    )
    token = application["licence"]["verification_token"]
    verification = await http.get(f"/v1/verification/{token}")

    assert delivered.json()["status"] == "delivered"
    assert [one["code"] for one in tracking.json()["stages"]] == list("abcdef")
    assert {one["state"] for one in tracking.json()["stages"]} == {"done"}
    assert tracking.json()["stages"][0]["label"] == "Penerimaan permohonan dan tanda terima"
    assert english.json()["stages"][0]["label"] == "Application received, receipt given"
    assert "Toko" not in tracking.text
    assert "contoh.example" not in tracking.text
    body = verification.json()
    assert body["status"] == "active"
    assert body["holder"] == "T*** C*****"
    assert body["signature"]["valid"] is True
    assert body["signature"]["signed_by"] == "head.8102"
    assert body["number"] == application["licence"]["number"]


async def test_an_unknown_receipt_or_token_is_not_found(http: httpx.AsyncClient) -> None:
    for path in ("tracking/8102-0000", "verification/nothing", "tracking/%00", "verification/%00"):
        answer = await http.get(f"/v1/{path}")
        assert answer.status_code in {404, 422}, path
        assert answer.headers["content-type"] == "application/problem+json"


async def test_an_application_shows_what_api_promises(counter: Counter) -> None:
    application = await counter.verified()

    body = await counter.read(application["id"])

    assert body["office_code"] == OFFICE
    assert body["service_code"] == "REKLAME"
    assert body["channel"] == "SICANTIK"
    assert body["mode"] == "self_service"
    assert body["clock"]["standard"] == {"value": 5, "unit": "working_day"}
    assert body["clock"]["state"] == "running"
    assert body["clock"]["counted"] == 0
    assert body["clock"]["due_on"] == "2026-06-23"
    assert body["survey"]["state"] == "pending"
    assert body["survey"]["url"] is None
    assert [(one["agency"], one["state"]) for one in body["recommendations"]] == [
        (agency, "asked") for agency in AGENCIES
    ]
    assert body["licence"] is None
    assert body["actions"] == ["withdrawal"]


async def test_the_survey_link_is_shown_when_the_invitation_is_open(
    counter: Counter,
) -> None:
    application = await counter.validated()
    now = counter.listener.group.database.clock.now()
    opened = invitation_opened(UUID(application["id"]), now)
    await counter.listener.tell(opened)

    body = await counter.read(application["id"])

    assert body["survey"]["state"] == "open"
    token = KEYRING.link_token(opened.invitation_id)
    assert body["survey"]["url"] == f"{PUBLIC_BASE_URL}/survey/{token}"
    assert body["clock"]["state"] == "paused"


async def test_a_signed_file_that_was_changed_is_told_apart(
    counter: Counter, http: httpx.AsyncClient, service: ServiceModule
) -> None:
    application = await counter.signed()
    path = f"/v1/verification/{application['licence']['verification_token']}"
    genuine = await http.get(path)
    ports = service.app.state.permits.ports
    licence_id = UUID(application["licence"]["id"])
    async with ports.read(system_caller("test", OFFICE)) as reading:
        key = (await reading.licences.get(licence_id)).signature.storage_key
    content = await ports.storage.get(key)

    await ports.storage.put(key, content[:-20] + b"0" * 20)
    changed = await http.get(path)
    await ports.storage.delete(key)
    gone = await http.get(path)

    assert genuine.json()["signature"]["valid"] is True
    assert changed.json()["signature"]["valid"] is False
    assert gone.json()["signature"]["valid"] is False
    assert gone.json()["status"] == "active"
