"""An application of SiCANTIK from the fact that it was received to its licence, on PostgreSQL;
and the office's rule on outages of national systems."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from permit_service.application.ports import Ports
from permit_service.application.take_over import take_over_intakes
from permit_service.domain.applicant import Applicant, ApplicantKind, Location
from permit_service.domain.outside_intake import HandedOver
from permit_service.testing.counter import Body, Counter, mandatory_of
from permit_service.testing.facts import OFFICE
from permit_service.testing.memory_intakes import Teller
from permit_service.testing.service import Listener
from shared.contracts.gateway import ApplicationReceivedV1
from shared.database.engine import Database
from shared.identity import system_caller
from shared.ids import new_id
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

NUMBER = "8102/PAUD/2026/00001"


def received(clock: FixedClock, *, number: str = NUMBER) -> ApplicationReceivedV1:
    return ApplicationReceivedV1(
        office_code=OFFICE,
        intake_id=new_id(),
        system="SICANTIK",
        outside_number=number,
        service_code="PAUD",
        received_at=clock.now(),
    )


def handed_over(clock: FixedClock) -> HandedOver:
    return HandedOver(
        submitted_at=clock.now() - timedelta(hours=2),
        applicant=Applicant(
            kind=ApplicantKind.ORGANISATION,
            name="Yayasan Contoh",
            email="yayasan@contoh.example",
            address="Jalan Contoh 2",
        ),
        location=Location(address="Jalan Contoh 2"),
    )


def ports_of(service: ServiceModule) -> Ports:
    ports: Ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    return ports


@pytest.mark.requirement("R003-P02-2")
async def test_it_is_taken_over_once_and_goes_its_way_to_the_licence(
    counter: Counter,
    http: httpx.AsyncClient,
    service: ServiceModule,
    listener: Listener,
    clock: FixedClock,
    issuer: TestIssuer,
    database: Database,
) -> None:
    told = received(clock)
    teller = Teller({told.intake_id: handed_over(clock)})
    await listener.tell(told)
    await listener.deliver(listener.told)
    # Two workers at once, and each again.
    await asyncio.gather(*(take_over_intakes(ports_of(service), teller) for _ in range(2)))
    await asyncio.gather(*(take_over_intakes(ports_of(service), teller) for _ in range(2)))

    front = counter.as_("front_office")
    listed = (await http.get("/v1/applications?channel=SICANTIK", headers=front)).json()["items"]
    assert len(listed) == 1
    application = await counter.read(listed[0]["id"], who=front)
    assert application["status"] == "submitted"
    assert (application["channel"], application["intake"]) == ("SICANTIK", "outside_system")
    assert (application["reference"], application["mode"]) == (NUMBER, "self_service")
    assert application["clock"]["state"] == "running"
    tracked = await http.get(f"/v1/tracking/{application['receipt_number']}")
    assert tracked.status_code == 200
    assert "Yayasan" not in tracked.text

    # Its documents lie in SiCANTIK: the officer says of each that it is there and conforms.
    path = f"/{application['id']}/verification"
    unseen = await counter.post(path, {"outcome": "complete"}, who=front)
    assert (unseen.status_code, unseen.json()["code"]) == (409, "requirements_not_met")
    seen = [
        {"requirement_no": one, "complete": True, "conforms": True} for one in mandatory_of("PAUD")
    ]
    body: Body = await counter.step(
        application["id"], "verification", {"outcome": "complete", "checks": seen}, who=front
    )
    for agency in [one["agency"] for one in body["recommendations"]]:
        await counter.step(
            application["id"],
            f"recommendations/{agency}",
            {"outcome": "approve", "conditions": [], "notes": ""},
            who=counter.as_("agency_officer", agency=agency),
        )
    valid = {"outcome": "valid", "valid_until": "2031-12-31"}
    await counter.step(application["id"], "validation", valid, who=counter.as_("back_office"))
    assert (await counter.sign(application["id"])).json()["code"] == "survey_not_completed"
    await counter.answer_survey(application["id"])
    signed = await counter.sign(application["id"])
    assert signed.status_code == 200, signed.text
    licence = signed.json()["licence"]

    internal = {"Authorization": f"Bearer {issuer.system.issue('gateway', 'permit')}"}
    day = (clock.now() + timedelta(hours=9)).date().isoformat()
    issued = await http.get(
        "/internal/issued-licences",
        params={
            "office_code": OFFICE,
            "channel": "SICANTIK",
            "first_day": day,
            "last_day": day,
        },
        headers=internal,
    )
    assert issued.json()["items"] == [
        {
            "licence_id": licence["id"],
            "outside_number": NUMBER,
            "number": licence["number"],
            "issued_on": day,
        }
    ]
    async with database.read(system_caller("test", OFFICE)) as connection:
        found = await connection.execute(text("select type, data from event_log"))
        said = [(row.type, row.data) for row in found]
    assert [kind for kind, _ in said].count("permit.intake_taken") == 1
    assert "contoh" not in "".join(data for _, data in said).lower()
    # Nobody says of their own that it came from an outside system.
    claimed = await counter.post(
        "",
        {
            "service_code": "PAUD",
            "office_code": OFFICE,
            "mode": "self_service",
            "intake": "outside_system",
            "applicant": {"kind": "organisation", "name": "X", "email": "a@b.example"},
        },
        who=counter.as_("applicant"),
    )
    assert claimed.status_code in (403, 422)


async def test_what_is_returned_is_handed_in_again_at_the_counter(
    counter: Counter, service: ServiceModule, listener: Listener, clock: FixedClock
) -> None:
    told = received(clock)
    await listener.tell(told)
    await take_over_intakes(ports_of(service), Teller({told.intake_id: handed_over(clock)}))
    front = counter.as_("front_office")
    listed = await counter.http.get("/v1/applications?channel=SICANTIK", headers=front)
    application_id = listed.json()["items"][0]["id"]
    question = {"requirement_no": 1, "question": "Mohon unggah ulang."}
    await counter.step(
        application_id,
        "verification",
        {"outcome": "returned", "notes": "", "corrections": [question]},
        who=front,
    )
    uploaded = await counter.upload(application_id, 1, who=front)
    assert uploaded.status_code == 201, uploaded.text
    again = await counter.step(application_id, "resubmission", who=front)
    assert (again["status"], again["clock"]["state"]) == ("submitted", "running")


async def test_an_outage_stops_the_clock_only_where_the_office_has_set_so(
    counter: Counter, clock: FixedClock
) -> None:
    application = await counter.submitted()
    front, admin = counter.as_("front_office"), counter.as_("administrator")
    pause = {"reason": "national_system_outage", "notes": "SiCANTIK tidak dapat dibuka."}
    refused = await counter.post(f"/{application['id']}/clock/pause", pause, who=front)
    assert (refused.status_code, refused.json()["code"]) == (422, "rule_broken")
    rule = {
        "office_code": OFFICE,
        "key": "national_system_outage_pauses_clock",
        "value": 2,
        "effective_from": "2026-06-15",
        "source": "SK Kepala Dinas (contoh)",
    }
    wrong = await counter.http.post("/v1/permit-rules", json=rule, headers=admin)
    assert wrong.json()["errors"] == [{"pointer": "/value", "code": "not_a_switch"}]
    set_ = await counter.http.post("/v1/permit-rules", json=rule | {"value": 1}, headers=admin)
    assert set_.status_code == 201

    paused = await counter.step(application["id"], "clock/pause", pause, who=front)
    clock.move(timedelta(hours=3))
    front = counter.as_("front_office")
    back = {"reason": "national_system_back", "notes": "SiCANTIK dapat dibuka lagi."}
    resumed = await counter.step(application["id"], "clock/resume", back, who=front)

    assert (paused["clock"]["state"], resumed["clock"]["state"]) == ("paused", "running")
