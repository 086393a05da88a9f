"""What OSS is told: from the fact to the simulator, in order and once, whatever goes wrong."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import pytest

from gateway.application.oss.send_oss_records import LEASE, send_oss_records
from gateway.domain.oss.permit import OssPermit, permit_of
from gateway.domain.oss.record import RecordState
from gateway.testing.oss_door import OFFICE, OssDoor, permit_id
from shared.contracts.event import Event
from shared.contracts.inspection import SanctionEscalatedV1, SanctionImposedV1
from shared.contracts.permit import (
    ApplicationDeemedApprovedV1,
    ApplicationRejectedV1,
    ApplicationReturnedV1,
    ApplicationSubmittedV1,
    ApplicationVerifiedV1,
    ClockPausedV1,
    ClockResetV1,
    ClockRestartedV1,
    ClockResumedV1,
    LicenceIssuedV1,
    LicenceReinstatedV1,
    LicenceRevokedV1,
)
from shared.identity import system_caller
from shared.ids import new_id
from shared.testing.oss import SimulatedOss

NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
NIB = "9120001234567"
ACCEPTED, REFUSED = "gateway.oss_record_accepted", "gateway.oss_record_refused"


@pytest.fixture
def door(oss_desk: OssDoor) -> OssDoor:
    return oss_desk


class Case:
    """An application about a permit of OSS, and its licence."""

    def __init__(self, door: OssDoor, simulator: SimulatedOss, *, nib: str = NIB) -> None:
        self.door, self.simulator = door, simulator
        self.application, self.licence = new_id(), new_id()
        self.id_izin = permit_id(self.application)
        self.ids = simulator.opens(self.id_izin, nib=NIB) | {"kd_daerah": "8102011001"}
        door.desk.knows(self.application, self.ids, nib=nib, licence_id=self.licence)

    async def files(self) -> None:
        await self.door.tell(
            ApplicationSubmittedV1(
                **self.common,
                service_code="SLF",
                channel="MANUAL",
                mode="self_service",
                receipt_number="1",
                submitted_at=NOW,
                oss_permit_id=self.id_izin,
            )
        )

    async def is_issued(self, *, times: int = 1) -> None:
        issued = LicenceIssuedV1(
            **self.common,
            licence_id=self.licence,
            service_code="SLF",
            channel="MANUAL",
            number="1",
            issued_on=date(2026, 6, 15),
            signed_at=NOW,
        )
        await self.door.tell(issued, times=times)

    async def is_verified(self) -> None:
        await self.door.tell(
            ApplicationVerifiedV1(
                **self.common, service_code="SLF", channel="MANUAL", verified_at=NOW
            )
        )

    def sanction(
        self, step: Literal["warning_1", "warning_2", "suspension", "licence_revocation"]
    ) -> SanctionImposedV1:
        return SanctionImposedV1(
            office_code=OFFICE,
            sanction_id=new_id(),
            violation_id=new_id(),
            business_id=new_id(),
            nib=NIB,
            step=step,
            licence_ids=(self.licence,),
            imposed_at=NOW,
        )

    @property
    def common(self) -> dict[str, Any]:
        return {"office_code": OFFICE, "application_id": self.application}

    @property
    def statuses(self) -> list[str]:
        """What OSS recorded of this permit, in order."""
        return [one["status"] for one in self.simulator.recorded if one["id_izin"] == self.id_izin]


def owned(case: Case) -> OssPermit:
    """The permit as OSS told it with its NIB."""
    permit = permit_of(case.ids, nib=NIB)
    assert permit is not None
    return permit


def steps(case: Case) -> list[tuple[Event, str | None]]:
    """Facts of an application in the order of a long life, and the code that OSS has for each."""
    by_service = case.common | {"service_code": "SLF"}
    common = by_service | {"channel": "MANUAL"}
    return [
        (ApplicationReturnedV1(**common, returned_at=NOW), "11"),
        (ClockPausedV1(**by_service, paused_at=NOW), "41"),
        (ClockResumedV1(**by_service, resumed_at=NOW), "42"),
        (ApplicationReturnedV1(**common, returned_at=NOW, returned_by="back_office"), None),
        (ClockResetV1(**by_service, reset_at=NOW), "43"),
        (ClockRestartedV1(**by_service, restarted_at=NOW), "44"),
        (ApplicationVerifiedV1(**common, verified_at=NOW), "10"),
        (ApplicationDeemedApprovedV1(**common, deemed_approved_on=NOW, verified=False), "57"),
        (ApplicationRejectedV1(**common, rejected_at=NOW), "90"),
    ]


@pytest.mark.requirement("R003-P02-2")
async def test_every_step_of_an_application_reaches_oss_in_order_under_its_code(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    await case.files()
    expected = []
    for fact, code in steps(case):
        await door.tell(fact, times=2)
        expected += [] if code is None else [code]

    await door.send(rounds=len(expected) + 1)

    assert case.statuses == expected
    first = next(one for one in simulator.recorded if one["id_izin"] == case.id_izin)
    # Seven in the morning in Jakarta, where OSS stands.
    assert first["tgl_status"] == "2026-06-15 07:00:00"
    assert first["nib"] == NIB
    accepted = await door.facts(ACCEPTED)
    assert [one["subject_id"] for one in accepted] == [str(case.application)] * len(expected)


async def test_an_application_that_names_no_permit_of_oss_leads_to_nothing(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    for fact, _ in steps(case):
        await door.tell(fact)
    await case.is_issued()
    assert await door.records() == []


@pytest.mark.requirement("R003-P02-2")
@pytest.mark.parametrize("fault", ["server_error", "lost_answer", "garbage"])
async def test_a_licence_whose_first_answers_fail_is_recorded_once(
    door: OssDoor, simulator: SimulatedOss, fault: str
) -> None:
    case = Case(door, simulator)
    await case.files()
    await case.is_issued(times=3)
    simulator.behaves(fault, method="receiveLicense", times=2)

    await door.send(rounds=4, minutes=1)

    assert case.statuses == ["50"]
    sent = next(one for one in simulator.recorded if one["id_izin"] == case.id_izin)
    assert sent["nomor_izin"] == "500/1/DPMPTSP/2026"
    assert (sent["nama_ttd"], sent["kd_daerah"]) == ("KEPALA DINAS CONTOH", "8102011001")
    assert sent["jabatan_ttd"].startswith("Plt. Kepala ")
    (accepted,) = await door.facts(ACCEPTED)
    assert (accepted["subject_id"], accepted["method"]) == (str(case.licence), "receiveLicense")


async def test_a_worker_that_dies_after_sending_sends_nothing_twice(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    await case.files()
    await case.is_issued()
    simulator.behaves("slow", method="receiveLicense", seconds=0.8)
    sending = asyncio.create_task(send_oss_records(door.parts.sending))
    while not case.statuses:
        await asyncio.sleep(0.05)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    assert await door.send() == 0
    door.clock.set(NOW + LEASE + timedelta(seconds=1))
    assert await door.send() == 1
    assert case.statuses == ["50"]


async def test_two_workers_at_once_send_each_record_once(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    cases = [Case(door, simulator) for _ in range(6)]
    for case in cases:
        await case.files()
        await case.is_verified()
        await case.is_issued()
    for _ in range(4):
        await asyncio.gather(*(send_oss_records(door.parts.sending) for _ in range(3)))
    assert [case.statuses for case in cases] == [["10", "50"]] * len(cases)


@pytest.mark.requirement("R003-P02-2")
@pytest.mark.requirement("R004-P10-6")
async def test_a_sanction_reaches_oss_once_and_its_end_as_well(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    await case.files()
    await case.is_issued()
    await door.tell(case.sanction("warning_1"), times=2)
    await door.tell(case.sanction("warning_2"))
    suspension = case.sanction("suspension")
    escalated = SanctionEscalatedV1(
        **suspension.model_dump(exclude={"imposed_at"}), escalated_at=NOW
    )
    await door.tell(escalated, times=3)
    door.clock.set(NOW + timedelta(days=1))
    await door.tell(
        LicenceReinstatedV1(
            office_code=OFFICE,
            licence_id=case.licence,
            sanction_id=suspension.sanction_id,
            reinstated_at=NOW,
        )
    )
    simulator.behaves("lost_answer", method="receiveLicenseStatus", times=1)

    await door.send(rounds=8, minutes=1)

    # The answer to the first warning was lost: OSS was asked, and not told again.
    assert case.statuses == ["50", "60", "60", "70", "50"]


@pytest.mark.requirement("R004-P10-6")
async def test_a_sanction_that_comes_before_its_licence_is_known_finds_its_place(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    await case.files()
    await door.tell(case.sanction("suspension"), at=NOW + timedelta(hours=1))
    await case.is_issued()

    await door.send(rounds=4)

    assert case.statuses == ["50", "70"]


async def test_what_was_overtaken_is_not_told_any_more(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    await case.files()
    await case.is_issued()
    await door.tell(case.sanction("suspension"), at=NOW + timedelta(hours=1))
    await door.send(rounds=2)
    await door.tell(case.sanction("warning_1"), at=NOW + timedelta(minutes=30))
    await door.send()
    assert case.statuses == ["50", "70"]
    assert (await door.records())[-1].state is RecordState.OVERTAKEN


@pytest.mark.requirement("R004-P10-6")
async def test_a_revocation_waits_to_be_entered_by_hand(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    await case.files()
    await case.is_issued()
    await door.tell(case.sanction("licence_revocation"))
    await door.tell(LicenceRevokedV1(office_code=OFFICE, licence_id=case.licence, revoked_at=NOW))
    await door.send(rounds=3)
    assert case.statuses == ["50"]
    states = [one.state for one in await door.records()]
    assert states == [RecordState.ACCEPTED, RecordState.BY_HAND, RecordState.BY_HAND]


async def test_a_licence_that_oss_knows_nothing_of_is_no_matter_of_its(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    door.desk.knows(case.application, {}, nib=NIB, licence_id=case.licence)
    await door.tell(case.sanction("suspension"))
    await door.send()
    assert [one.state for one in await door.records()] == [RecordState.NOT_FOR_OSS]


@pytest.mark.requirement("R003-P02-2")
async def test_a_no_is_final_visible_and_holds_back_nothing(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    await case.files()
    await case.is_verified()
    await case.is_issued()
    simulator.behaves("code", code="400", times=1)

    await door.send(rounds=5, minutes=60)

    first, second = await door.records()
    assert (first.state, first.answer_code, first.attempts) == (RecordState.REFUSED, "400", 1)
    assert second.state is RecordState.ACCEPTED
    (refused,) = await door.facts(REFUSED)
    assert refused["answer_code"] == "400"
    assert case.statuses == ["50"]


async def test_nobody_has_something_told_of_anothers_permit(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator, nib="9999999999999")
    async with door.parts.intake.begin(system_caller("gateway", OFFICE)) as work:
        await work.oss_permits.put(OFFICE, [owned(case)])
    await case.files()
    await case.is_verified()
    await door.send()
    (record,) = await door.records()
    assert (record.state, record.answer_code) == (RecordState.REFUSED, "nib_differs")
    assert case.statuses == []


async def test_ids_that_are_missing_are_waited_for_and_taken_from_the_nib(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    door.desk.knows(case.application, {"id_izin": case.id_izin}, nib=NIB)
    await case.files()
    await case.is_verified()
    await door.send()
    assert [one.failure for one in await door.records()] == ["ids_missing"]
    async with door.parts.intake.begin(system_caller("gateway", OFFICE)) as work:
        await work.oss_permits.put(OFFICE, [owned(case)])
    await door.send(rounds=1, minutes=60)
    assert case.statuses == ["10"]


async def test_without_a_connection_everything_is_kept_and_nothing_sent(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    case = Case(door, simulator)
    await case.files()
    await case.is_verified()
    calls = len(simulator.calls)
    apart = door.unconnected()
    await apart.send(rounds=2, minutes=60)
    assert len(simulator.calls) == calls
    assert [one.state for one in await door.records()] == [RecordState.WAITING]
    await door.send()
    assert case.statuses == ["10"]


async def test_an_open_circuit_sends_nothing_and_the_backlog_waits_in_order(
    door: OssDoor, simulator: SimulatedOss
) -> None:
    cases = [Case(door, simulator) for _ in range(4)]
    for case in cases:
        await case.files()
        await case.is_verified()
        await case.is_issued()
    simulator.behaves("server_error", times=1_000)
    await door.send(rounds=2)
    before = len(simulator.calls)
    await door.send(rounds=5)
    assert len(simulator.calls) == before
    assert await door.parts.connection.backlog(system_caller("gateway", OFFICE), OFFICE) == 8
    (outage,) = await door.facts("gateway.integration_outage_started")
    assert outage["system"] == "OSS"

    simulator.behaves()
    await door.send(rounds=12, minutes=10)
    assert [case.statuses for case in cases] == [["10", "50"]] * 4
    assert await door.parts.connection.backlog(system_caller("gateway", OFFICE), OFFICE) == 0
    assert len(await door.facts("gateway.integration_outage_ended")) == 1
