"""The recap of the register: what was handed in, split by what the regulation tells apart."""

from datetime import timedelta
from typing import Any

import pytest

from permit_service.application.ports import Ports
from permit_service.application.watch_service_times import tell_exceeded_times
from permit_service.entrypoints.api.recaps import RecapAnswer
from permit_service.testing.counter import Counter, draft_body, mandatory_of
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

from .problems import is_problem

PERSON = {
    "kind": "person",
    "name": "Pemohon Contoh",
    "email": "pemohon@contoh.example",
    "phone": "+62 811 0000 000",
    "nik": "8102150101900001",
    "address": "Jalan Contoh 1",
}


async def recap(counter: Counter, *, period: str = "2026-Q2", role: str = "head") -> Any:
    answer = await counter.http.get(
        f"/v1/application-recap?office_code=81.02&period={period}", headers=counter.as_(role)
    )
    if answer.status_code == 200:
        RecapAnswer.model_validate_json(answer.content)
    return answer


def counted(answer: Any, fact: str, count: str = "applications") -> dict[str, int]:
    return {value: found[count] for value, found in answer.json()["by"][fact].items()}


@pytest.mark.requirement("R003-P03-a")
async def test_applications_are_handed_in_alone_and_counted_by_mode(counter: Counter) -> None:
    alone = await counter.submitted()
    front = counter.as_("front_office")
    made = await counter.post("", draft_body(mode="assisted"), who=front)
    for number in mandatory_of("REKLAME"):
        await counter.upload(made.json()["id"], number, who=front)
    await counter.step(made.json()["id"], "submission", who=front)

    found = await recap(counter)

    assert (alone["mode"], alone["status"]) == ("self_service", "submitted")
    assert counted(found, "mode") == {"self_service": 1, "assisted": 1}
    assert found.json()["totals"]["applications"] == 2


@pytest.mark.requirement("R003-P01-11")
async def test_a_non_permit_is_given_to_a_person_an_organisation_and_a_group(
    counter: Counter,
) -> None:
    for kind in ("person", "organisation", "group"):
        body = await counter.submitted(service_code="SKP", applicant=PERSON | {"kind": kind})
        assert body["applicant"]["kind"] == kind
    await counter.submitted()

    found = await recap(counter)

    assert counted(found, "category") == {"NONPERIZINAN": 3, "PERIZINAN": 1}
    assert counted(found, "applicant_kind") == {"person": 1, "organisation": 2, "group": 1}


@pytest.mark.requirement("R003-P01-7")
async def test_permits_of_businesses_and_of_others_are_both_issued_and_both_counted(
    counter: Counter,
) -> None:
    of_business = await counter.signed(service_code="REKLAME")
    of_others = await counter.signed(service_code="LKP")

    found = await recap(counter)

    assert of_business["channel"] == of_others["channel"] == "SICANTIK"
    assert of_business["licence"]["number"] != of_others["licence"]["number"]
    assert counted(found, "is_berusaha", "issued") == {"true": 1, "false": 1}
    assert counted(found, "channel", "issued") == {"SICANTIK": 2}


@pytest.mark.requirement("R004-P04-1c")
async def test_a_rejection_and_a_delay_are_seen_by_the_applicant_and_counted(
    counter: Counter, service: ServiceModule, clock: FixedClock
) -> None:
    late, rejected = await counter.submitted(), await counter.submitted()
    decision = {"outcome": "rejected", "notes": "Tidak sesuai.", "legal_basis": "Perda 1/2020"}
    await counter.step(rejected["id"], "verification", decision, who=counter.as_("front_office"))
    clock.move(timedelta(days=14))
    ports: Ports = service.app.state.permits.ports
    await tell_exceeded_times(ports)

    found = await recap(counter)

    assert (await counter.read(late["id"]))["clock"]["state"] == "overdue"
    seen = await counter.read(rejected["id"])
    assert (seen["status"], seen["legal_basis"]) == ("rejected", "Perda 1/2020")
    assert found.json()["totals"] == {
        "applications": 2,
        "issued": 0,
        "rejected": 1,
        "withdrawn": 0,
        "late": 1,
    }


@pytest.mark.requirement("R003-P07-1-1")
async def test_an_exemption_from_the_survey_is_kept_with_its_source_and_counted(
    counter: Counter,
) -> None:
    exempt = await counter.submitted(service_code="SIP-GIZI", applicant=PERSON)
    await counter.submitted()

    found = await recap(counter)

    gate = exempt["survey"]["gate"]
    assert (gate["state"], gate["verified"]) == ("exempt", False)
    assert counted(found, "survey_gate") == {"exempt": 1, "required": 1}
    (line,) = [one for one in found.json()["items"] if one["survey_gate"] == "exempt"]
    assert line["survey_gate_source"] == gate["source"]


async def test_a_recap_is_for_the_offices_staff_and_a_period_that_can_be(
    counter: Counter,
) -> None:
    await counter.submitted()

    for role in ("applicant", "integration"):
        is_problem(await recap(counter, role=role), 403, "forbidden")
    is_problem(await recap(counter, period="2026-Q5"), 422, "invalid_request", "/period")
    elsewhere = await counter.http.get(
        "/v1/application-recap?office_code=81.02&period=2026",
        headers=counter.as_("head", office="62.02"),
    )
    is_problem(elsewhere, 404, "not_found")
    assert (await recap(counter, period="2025")).json()["totals"]["applications"] == 0
