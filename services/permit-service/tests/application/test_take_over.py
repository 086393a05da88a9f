"""Applications of outside systems on memory: once each, put off, refused and told again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from permit_service.application.take_over import (
    LEASE,
    RecordIntake,
    record_intakes,
    take_over_intakes,
)
from permit_service.domain.applicant import Applicant, ApplicantKind
from permit_service.domain.outside_intake import HandedOver, IntakeState
from permit_service.domain.service import Channel
from permit_service.testing.facts import OFFICE
from permit_service.testing.memory_intakes import Teller
from shared.contracts.permit_intakes import IntakeRefusedV1, IntakeTakenV1
from shared.identity import system_caller
from shared.ids import new_id

from .story import NOW, Story

SYSTEM = system_caller("permit", OFFICE)


def intake(**changes: object) -> RecordIntake:
    values: dict[str, object] = {
        "intake_id": new_id(),
        "office_code": OFFICE,
        "channel": Channel.SICANTIK,
        "outside_number": "8102/2026/00001",
        "service_code": "PAUD",
    }
    return RecordIntake(**values | changes)  # type: ignore[arg-type]


def handed_over() -> HandedOver:
    return HandedOver(
        submitted_at=NOW - timedelta(days=3),
        applicant=Applicant(kind=ApplicantKind.ORGANISATION, name="Yayasan Contoh"),
    )


async def noted(story: Story, *commands: RecordIntake) -> None:
    async with story.desk.begin(SYSTEM) as work:
        await record_intakes(commands, work)


def answers(story: Story, kind: type) -> list[object]:
    return [one for one in story.desk.told if isinstance(one, kind)]


async def test_a_number_becomes_one_application_however_often_it_is_told(story: Story) -> None:
    one, twin = intake(), intake()
    teller = Teller({one.intake_id: handed_over(), twin.intake_id: handed_over()})
    await noted(story, one)
    await noted(story, one, twin)

    assert await take_over_intakes(story.ports, teller) == 1
    await noted(story, one)
    assert await take_over_intakes(story.ports, teller) == 0

    (application,) = story.desk.shelves.applications.values()
    assert (application.channel, application.reference) == ("SICANTIK", "8102/2026/00001")
    assert application.clock[0].at == NOW - timedelta(days=3)
    assert [one.intake_id for one in answers(story, IntakeTakenV1)] == [one.intake_id]  # type: ignore[attr-defined]
    refused = answers(story, IntakeRefusedV1)
    assert {(each.intake_id, each.code) for each in refused} == {  # type: ignore[attr-defined]
        (twin.intake_id, "number_known")
    }


async def test_a_worker_that_was_slower_than_its_lease_makes_no_second_application(
    story: Story,
) -> None:
    one = intake()
    quick = Teller({one.intake_id: handed_over()})
    await noted(story, one)

    class Slow:
        """Answers when another worker has long taken it over."""

        async def handed_over(self, intake_id: UUID, *, office_code: str) -> HandedOver:
            story.clock.move(LEASE + timedelta(seconds=1))
            assert await take_over_intakes(story.ports, quick) == 1
            return await quick.handed_over(intake_id, office_code=office_code)

    await take_over_intakes(story.ports, Slow())

    assert len(story.desk.shelves.applications) == 1
    assert len(answers(story, IntakeTakenV1)) == 1


async def test_a_teller_that_is_away_is_asked_again_later_and_nothing_is_refused(
    story: Story,
) -> None:
    one = intake()
    teller = Teller({one.intake_id: handed_over()}, is_away=True)
    await noted(story, one)

    assert await take_over_intakes(story.ports, teller) == 0
    await take_over_intakes(story.ports, teller)
    assert teller.asked == 1
    teller.is_away = False
    story.clock.move(timedelta(seconds=6))
    assert await take_over_intakes(story.ports, teller) == 1
    assert answers(story, IntakeRefusedV1) == []


async def test_what_does_not_fit_is_refused_with_its_code_and_tried_again_when_told_anew(
    story: Story,
) -> None:
    unknown = intake(service_code="TIDAK-ADA")
    elsewhere = intake(service_code="SIP-DOKTER", outside_number="2")
    gone = intake(outside_number="3")
    teller = Teller({one.intake_id: handed_over() for one in (unknown, elsewhere)})
    await noted(story, unknown, elsewhere, gone)

    assert await take_over_intakes(story.ports, teller) == 3

    def code(intake_id: UUID) -> str | None:
        return story.desk.shelves.outside_intakes[intake_id].refusal

    assert code(unknown.intake_id) == "service_unknown"
    assert code(elsewhere.intake_id) == "service_issued_elsewhere"
    assert code(gone.intake_id) == "data_gone"
    assert story.desk.shelves.applications == {}
    assert len(answers(story, IntakeRefusedV1)) == 3

    await noted(story, replace(unknown, service_code="PAUD"))
    assert await take_over_intakes(story.ports, teller) == 1
    assert story.desk.shelves.outside_intakes[unknown.intake_id].state is IntakeState.TAKEN
