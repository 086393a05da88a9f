"""Inspections through the HTTP interface: who may do what, when, and with which letter."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from inspection_service.testing import Desk, Listener
from shared.testing.clock import FixedClock


@pytest.fixture(autouse=True)
def licensed(licence_id: str) -> str:
    """Every test here has a business with a licence."""
    return licence_id


@pytest.mark.requirement("R004-P21-2a")
async def test_nobody_starts_without_a_letter(desk: Desk) -> None:
    inspection = await desk.register()
    answer = await desk.post(f"/v1/inspections/{inspection['id']}/start", role="inspector")
    assert (answer.status_code, answer.json()["code"]) == (409, "transition_not_allowed")
    assert "Ps 21(2)a" in answer.json()["article"]


@pytest.mark.requirement("R004-P21-2a")
@pytest.mark.parametrize(("days", "status"), [(-1, 409), (0, 200), (4, 200), (5, 409)])
async def test_the_letter_covers_its_days_only(
    desk: Desk, clock: FixedClock, days: int, status: int
) -> None:
    inspection = await desk.register()
    await desk.assign(inspection, valid_from="2026-06-16", valid_until="2026-06-20")
    clock.move(timedelta(days=1 + days))
    answer = await desk.post(f"/v1/inspections/{inspection['id']}/start", role="inspector")
    assert answer.status_code == status


@pytest.mark.requirement("R004-P21-2a")
async def test_the_letter_covers_its_people_only(desk: Desk) -> None:
    inspection = await desk.register()
    await desk.assign(inspection, inspectors=["somebody.else"])
    answer = await desk.post(f"/v1/inspections/{inspection['id']}/start", role="inspector")
    assert answer.status_code == 409


async def test_a_wrong_passphrase_signs_nothing(desk: Desk) -> None:
    inspection = await desk.register()
    answer = await desk.post(
        f"/v1/inspections/{inspection['id']}/assignment",
        {
            "inspectors": ["inspector.5311"],
            "valid_from": "2026-06-15",
            "valid_until": "2026-06-19",
            "passphrase": "not the one",
        },
        role="head",
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_passphrase")
    assert "not the one" not in answer.text
    assert (await desk.get(f"/v1/inspections/{inspection['id']}"))["status"] == "planned"


async def test_the_letter_is_a_signed_document_that_anybody_can_check(
    desk: Desk, http: httpx.AsyncClient
) -> None:
    inspection = await desk.register()
    assigned = await desk.assign(inspection)
    document = await http.get(
        f"/v1/inspections/{inspection['id']}/assignment.pdf", headers=desk.acting("inspector")
    )
    assert document.headers["content-type"] == "application/pdf"
    reader = PdfReader(BytesIO(document.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert assigned["assignment"]["number"] in text
    assert "inspector.5311" in text
    token = text.split("/v1/inspection-letters/")[1].split()[0]
    verified = await http.get(f"/v1/inspection-letters/{token}")
    assert verified.json()["signature"]["sha256"] == assigned["assignment"]["sha256"]
    assert "inspector.5311" not in verified.text
    assert (await http.get(f"/v1/inspection-letters/{token[:-4]}AAAA")).status_code == 404


async def test_a_letter_is_signed_once(desk: Desk) -> None:
    inspection = await desk.register()
    await desk.assign(inspection)
    again = await desk.post(
        f"/v1/inspections/{inspection['id']}/assignment",
        {
            "inspectors": ["inspector.5311"],
            "valid_from": "2026-06-15",
            "valid_until": "2026-06-19",
            "passphrase": desk.passphrase,
        },
        role="head",
    )
    assert again.status_code == 409


async def test_a_repeated_assignment_is_answered_with_the_same_bytes(
    desk: Desk, http: httpx.AsyncClient
) -> None:
    inspection = await desk.register()
    headers = desk.acting("head") | {"Idempotency-Key": "letter-1"}
    body = {
        "inspectors": ["inspector.5311"],
        "valid_from": "2026-06-15",
        "valid_until": "2026-06-19",
        "passphrase": desk.passphrase,
    }
    path = f"/v1/inspections/{inspection['id']}/assignment"
    first = await http.post(path, json=body, headers=headers)
    second = await http.post(path, json=body, headers=headers)
    assert second.content == first.content
    assert second.headers["idempotency-replayed"] == "true"
    other = await http.post(path, json=body | {"valid_until": "2026-06-18"}, headers=headers)
    assert other.json()["code"] == "idempotency_key_reused"


@pytest.mark.requirement("R004-P01-24")
async def test_a_bap_is_made_once_and_completed_by_three_answers(
    desk: Desk, http: httpx.AsyncClient
) -> None:
    inspection = await desk.started()
    path = f"/v1/inspections/{inspection['id']}"
    await desk.done(f"{path}/bap", {"findings": [], "violations": []}, role="inspector")
    again = await desk.post(f"{path}/bap", {"findings": [], "violations": []}, role="inspector")
    assert again.status_code == 409
    for party in ("coordinator", "executor"):
        await desk.done(
            f"{path}/bap-signatures", {"party": party, "signed": True}, role="inspector"
        )
    unexplained = await desk.post(
        f"{path}/bap-signatures", {"party": "business", "signed": False}, role="inspector"
    )
    assert unexplained.status_code == 422
    signed = await desk.done(
        f"{path}/bap-signatures",
        {"party": "business", "signed": False, "refusal_reason": "Tidak sependapat"},
        role="inspector",
    )
    assert signed["status"] == "bap_refused"
    document = await http.get(f"{path}/bap.pdf", headers=desk.acting("inspector"))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(document.content)).pages)
    assert "Tidak sependapat" in " ".join(text.split())


async def test_only_the_business_may_refuse_to_sign(desk: Desk) -> None:
    inspection = await desk.started()
    path = f"/v1/inspections/{inspection['id']}"
    await desk.done(f"{path}/bap", {}, role="inspector")
    answer = await desk.post(
        f"{path}/bap-signatures",
        {"party": "executor", "signed": False, "refusal_reason": "-"},
        role="inspector",
    )
    assert (answer.status_code, answer.json()["rule"]) == (422, "bap_signatures")


async def test_a_violation_names_licences_of_the_business_only(
    desk: Desk, listener: Listener
) -> None:
    foreign = str(await listener.tell_licence(nib="9999999999999"))
    inspection = await desk.started()
    answer = await desk.post(
        f"/v1/inspections/{inspection['id']}/bap",
        {
            "violations": [
                {
                    "level": "light",
                    "obligation_code": "KW-C",
                    "description": "LKPM",
                    "licence_ids": [foreign],
                }
            ]
        },
        role="inspector",
    )
    assert (answer.status_code, answer.json()["rule"]) == (422, "licence_of_business")
    assert (await desk.get(f"/v1/inspections/{inspection['id']}"))["status"] == "in_progress"


async def test_an_inspection_that_did_not_take_place_has_a_reason(desk: Desk) -> None:
    inspection = await desk.register()
    path = f"/v1/inspections/{inspection['id']}/non-execution"
    assert (await desk.post(path, {}, role="inspector")).status_code == 422
    missed = await desk.done(path, {"reason": "Cuaca buruk"}, role="inspector")
    assert missed["status"] == "not_done"
    assert missed["non_execution"]["reason"] == "Cuaca buruk"


async def test_actions_tell_what_this_caller_may_do(desk: Desk) -> None:
    inspection = await desk.register()
    path = f"/v1/inspections/{inspection['id']}"
    assert (await desk.get(path, role="head"))["actions"] == ["assignment"]
    assert (await desk.get(path, role="inspector"))["actions"] == ["non-execution"]
    await desk.assign(inspection)
    assert (await desk.get(path, role="head"))["actions"] == []
    assert (await desk.get(path, role="inspector"))["actions"] == ["start", "non-execution"]


async def test_a_stale_version_is_refused(desk: Desk, http: httpx.AsyncClient) -> None:
    inspection = await desk.register()
    await desk.assign(inspection)
    answer = await http.post(
        f"/v1/inspections/{inspection['id']}/start",
        headers=desk.acting("inspector") | {"If-Match": '"1"'},
    )
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")


@pytest.mark.requirement("R004-P15-2")
async def test_supervision_begins_with_the_licence(
    desk: Desk, listener: Listener, clock: FixedClock
) -> None:
    await listener.tell_licence(nib="5555555555555", issued_on=date(2026, 7, 1))
    answer = await desk.post(
        "/v1/inspections",
        {
            "kind": "incidental",
            "mode": "physical",
            "nib": "5555555555555",
            "trigger": "indication",
        },
        role="licensing_official",
    )
    assert (answer.status_code, answer.json()["rule"]) == (422, "since_the_licence")


@pytest.mark.requirement("R004-P17-2-2")
async def test_a_business_sees_an_incidental_inspection_only_once_it_has_begun(
    desk: Desk, http: httpx.AsyncClient, issuer: Any
) -> None:
    owner = issuer.headers(role="applicant", nibs=(desk.nib,))
    inspection = await desk.register()
    path = f"/v1/inspections/{inspection['id']}"
    await desk.assign(inspection)
    assert (await http.get(path, headers=owner)).status_code == 404
    await desk.done(f"{path}/start", role="inspector")
    assert (await http.get(path, headers=owner)).status_code == 200
    stranger = issuer.headers(role="applicant", nibs=("9999999999999",))
    assert (await http.get(path, headers=stranger)).status_code == 404


@pytest.mark.requirement("R004-P20-2", "R004-P16-9", "R004-P17-5")
async def test_experts_and_agencies_come_along_by_the_letter(desk: Desk) -> None:
    inspection = await desk.register()
    body = {
        "inspectors": ["inspector.5311"],
        "valid_from": "2026-06-15",
        "valid_until": "2026-06-19",
        "passphrase": desk.passphrase,
        "agencies": ["dlh"],
    }
    path = f"/v1/inspections/{inspection['id']}/assignment"
    expert = {"name": "Ahli", "certificate_number": "SK-1", "valid_until": "2026-06-18"}
    ended = await desk.post(path, body | {"experts": [expert]}, role="head")
    assert (ended.status_code, ended.json()["rule"]) == (422, "expert_certificate")
    without = await desk.post(path, body | {"experts": [{"name": "Ahli"}]}, role="head")
    assert without.status_code == 422
    valid = expert | {"valid_until": "2026-06-19"}
    assigned = await desk.done(path, body | {"experts": [valid]}, role="head")
    assert assigned["assignment"]["experts"][0]["certificate_number"] == "SK-1"
    assert assigned["assignment"]["agencies"] == ["dlh"]


@pytest.mark.requirement("R004-P16-6", "R004-P16-6b")
async def test_the_checklist_sets_what_was_found_against_what_was_reported(
    desk: Desk, http: httpx.AsyncClient, issuer: Any
) -> None:
    report = {
        "nib": desk.nib,
        "year": 2026,
        "quarter": 1,
        "stage": "construction",
        "realised_investment_rupiah": 500,
        "indonesian_workers": 12,
    }
    owner = issuer.headers(role="applicant", nibs=(desk.nib,))
    await http.post("/v1/investment-reports", json=report, headers=owner)
    inspection = await desk.started()
    path = f"/v1/inspections/{inspection['id']}"
    lines = (await desk.get(f"{path}/checklist", role="inspector"))["items"]
    assert {one["section"] for one in lines} == {
        "location",
        "investment_value",
        "workforce",
        "machines",
        "buildings",
        "facility_duties",
        "partnership",
        "other_duties",
    }
    workers = next(one for one in lines if one["item"] == "indonesian_workers")
    assert (workers["reported"], workers["source"]) == (12, "LKPM 2026-Q1")
    finding = {
        "item": "indonesian_workers",
        "compliant": False,
        "section": "workforce",
        "reported": 12,
        "found": 9,
    }
    await desk.done(f"{path}/bap", {"findings": [finding]}, role="inspector")
    (kept,) = (await desk.get(path))["bap"]["findings"]
    assert (kept["reported"], kept["found"], kept["difference"]) == (12, 9, -3)


@pytest.mark.requirement("R004-P17-3b")
async def test_an_incidental_examination_with_one_part_needs_a_reason(desk: Desk) -> None:
    inspection = await desk.started()
    path = f"/v1/inspections/{inspection['id']}"
    bare = await desk.post(f"{path}/bap", {"checks": ["administrative"]}, role="inspector")
    assert (bare.status_code, bare.json()["rule"]) == (422, "both_checks")
    await desk.done(
        f"{path}/bap",
        {"checks": ["administrative"], "checks_reason": "Lokasi tertutup"},
        role="inspector",
    )
    assert (await desk.get(path))["bap"]["checks_reason"] == "Lokasi tertutup"
