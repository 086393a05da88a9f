"""Answering: behind a link, by receipt, at the counter, and before the application is known."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.contracts.permit import ApplicationRejectedV1
from shared.contracts.survey import InvitationOpenedV1, ResponseRecordedV1, SurveyCompletedV1
from shared.errors import Forbidden, NotFound, Refusal, Unavailable
from shared.identity import ANYBODY, Caller, Role
from shared.testing.clock import FixedClock
from survey_service.application.announce_responses import announce_responses
from survey_service.application.answer_survey import AnswerSurvey, answer_survey, read_form
from survey_service.application.follow_applications import (
    close_invitations,
    know_applications,
    open_invitations,
)
from survey_service.application.ports import Ports
from survey_service.application.record_at_counter import RecordAtCounter, record_at_counter
from survey_service.application.record_response import Filled
from survey_service.application.references import at_office
from survey_service.domain.errors import (
    AlreadyAnswered,
    AnswersNotValid,
    InvitationExpired,
    RespondentNotKnown,
    SurveyNotOpen,
)
from survey_service.domain.questionnaire import Element
from survey_service.testing.memory_work import MemoryStorage
from survey_service.testing.service import delivery_of, submitted, validated

APPLICATION = UUID(int=7)
GOOD: dict[str, Any] = {element.value: 3 for element in Element}
FILLED = Filled(answers=GOOD, profile={"umur": 34}, suggestion="Tambah kursi")


async def hear(storage: MemoryStorage, ports: Ports, *events: Any) -> None:
    """The facts arrive, each in a transaction of its own."""
    for event in events:
        delivery: Any = delivery_of(event, at=storage.clock.now())
        async with storage.begin(at_office(event.office_code)) as work:
            if event.type == "permit.application_submitted":
                await know_applications([delivery], work)
            elif event.type == "permit.application_validated":
                await open_invitations([delivery], work, new_id=ports.new_id, valid_days=30)
            else:
                await close_invitations([delivery], work)


def told(storage: MemoryStorage, kind: type) -> list[Any]:
    return [event for event in storage.told if isinstance(event, kind)]


def token(storage: MemoryStorage, ports: Ports) -> str:
    (opened,) = told(storage, InvitationOpenedV1)
    return ports.links.link_token(opened.invitation_id)


def rejected(at: datetime) -> ApplicationRejectedV1:
    return ApplicationRejectedV1(
        office_code="62.02",
        application_id=APPLICATION,
        service_code="REKLAME",
        channel="MANUAL",
        rejected_at=at,
    )


async def test_a_validation_opens_an_invitation_for_thirty_days(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, validated(APPLICATION, clock.now()))

    (opened,) = told(storage, InvitationOpenedV1)
    assert opened.application_id == APPLICATION
    assert opened.expires_at - opened.opened_at == timedelta(days=30)
    assert (await read_form(token(storage, ports), ports)).survey.service_code == "REKLAME"


async def test_an_exempt_application_is_not_invited(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, validated(APPLICATION, clock.now(), exempt=True))

    assert told(storage, InvitationOpenedV1) == []


async def test_a_second_validation_opens_no_second_invitation(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    fact = validated(APPLICATION, clock.now())
    await hear(storage, ports, fact, fact)

    assert len(told(storage, InvitationOpenedV1)) == 1


async def test_an_answer_completes_its_application_and_is_counted(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, validated(APPLICATION, clock.now()))

    await answer_survey(AnswerSurvey(reference=token(storage, ports), filled=FILLED), ports)

    (completed,) = told(storage, SurveyCompletedV1)
    assert (completed.application_id, completed.collection_mode) == (APPLICATION, "gate")
    (kept,) = storage.state.responses.values()
    assert (kept.profile, kept.answers) == ({"umur": "31-40"}, GOOD)


async def test_an_answer_is_told_apart_from_what_it_completes(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, validated(APPLICATION, clock.now()))
    await answer_survey(AnswerSurvey(reference=token(storage, ports), filled=FILLED), ports)

    assert await announce_responses(ports) == 0
    clock.move(timedelta(days=1))
    assert await announce_responses(ports) == 1
    assert await announce_responses(ports) == 0

    (recorded,) = told(storage, ResponseRecordedV1)
    assert recorded.response_id.version == 4
    assert str(APPLICATION) not in recorded.model_dump_json()
    assert recorded.answers == GOOD


async def test_five_answers_are_told_together_on_the_same_day(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    for number in range(1, 6):
        application = UUID(int=number)
        await hear(storage, ports, submitted(application, clock.now(), receipt=f"R-{number}"))
        await hear(storage, ports, validated(application, clock.now()))
        await answer_survey(AnswerSurvey(reference=f"R-{number}", filled=FILLED), ports)

    assert await announce_responses(ports) == 5


async def test_a_used_link_is_refused_and_nothing_is_counted_twice(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, validated(APPLICATION, clock.now()))
    command = AnswerSurvey(reference=token(storage, ports), filled=FILLED)
    await answer_survey(command, ports)

    with pytest.raises(AlreadyAnswered):
        await answer_survey(command, ports)
    with pytest.raises(AlreadyAnswered):
        await read_form(command.reference, ports)

    assert len(storage.state.responses) == 1


async def test_an_old_link_is_refused(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, validated(APPLICATION, clock.now()))
    clock.move(timedelta(days=30))

    with pytest.raises(InvitationExpired):
        await answer_survey(AnswerSurvey(reference=token(storage, ports), filled=FILLED), ports)

    assert storage.state.responses == {}


@pytest.mark.parametrize("reference", ["", "x", "A" * 43, "R-404", "a" * 200, "R-1\x00", "../x"])
async def test_a_forged_link_leads_nowhere(ports: Ports, reference: str) -> None:
    with pytest.raises(NotFound):
        await read_form(reference, ports)


async def test_wrong_answers_leave_the_invitation_as_it_was(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, validated(APPLICATION, clock.now()))
    reference = token(storage, ports)
    wrong = Filled(answers=GOOD | {"WAKTU": 5}, profile={})

    with pytest.raises(AnswersNotValid):
        await answer_survey(AnswerSurvey(reference=reference, filled=wrong), ports)

    assert told(storage, SurveyCompletedV1) == []
    assert storage.state.responses == {}
    await answer_survey(AnswerSurvey(reference=reference, filled=FILLED), ports)


@pytest.mark.parametrize("receipt", ["R-1", "r-1", " R-1 "])
async def test_the_receipt_opens_the_form_on_the_offices_device(
    storage: MemoryStorage, ports: Ports, clock: FixedClock, receipt: str
) -> None:
    await hear(storage, ports, submitted(APPLICATION, clock.now()))
    with pytest.raises(SurveyNotOpen):
        await read_form(receipt, ports)
    await hear(storage, ports, validated(APPLICATION, clock.now()))

    await answer_survey(AnswerSurvey(reference=receipt, filled=FILLED), ports)

    (completed,) = told(storage, SurveyCompletedV1)
    assert completed.collection_mode == "kiosk"


async def test_whoever_is_exempt_may_answer_all_the_same(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, submitted(APPLICATION, clock.now()))
    await hear(storage, ports, validated(APPLICATION, clock.now(), exempt=True))

    await answer_survey(AnswerSurvey(reference="R-1", filled=FILLED), ports)

    (kept,) = storage.state.responses.values()
    assert kept.collection_mode == "web"


async def test_an_application_that_has_ended_is_asked_nothing(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, validated(APPLICATION, clock.now()), rejected(clock.now()))

    with pytest.raises(InvitationExpired):
        await read_form(token(storage, ports), ports)


async def test_an_end_that_is_heard_of_first_opens_nothing_later(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    await hear(storage, ports, rejected(clock.now()), validated(APPLICATION, clock.now()))

    assert told(storage, InvitationOpenedV1) == []


@pytest.mark.parametrize("by", ["application_id", "receipt_number"])
async def test_an_answer_before_the_application_is_known_completes_it_when_it_arrives(
    storage: MemoryStorage, ports: Ports, clock: FixedClock, clerk: Caller, by: str
) -> None:
    whose: dict[str, Any] = {by: APPLICATION if by == "application_id" else "R-1"}
    await record_at_counter(RecordAtCounter(caller=clerk, filled=FILLED, **whose), ports)
    assert told(storage, SurveyCompletedV1) == []
    answered_at = clock.now()
    clock.move(timedelta(hours=1))

    await hear(storage, ports, submitted(APPLICATION, clock.now()))
    await hear(storage, ports, validated(APPLICATION, clock.now()))

    (completed,) = told(storage, SurveyCompletedV1)
    assert (completed.application_id, completed.completed_at) == (APPLICATION, answered_at)
    assert told(storage, InvitationOpenedV1) == []
    assert len(storage.state.responses) == 1


async def test_an_application_answered_for_by_id_and_by_receipt_is_completed_once(
    storage: MemoryStorage, ports: Ports, clock: FixedClock, clerk: Caller
) -> None:
    for whose in ({"application_id": APPLICATION}, {"receipt_number": "R-1"}):
        command: Any = RecordAtCounter(caller=clerk, filled=FILLED, **whose)  # type: ignore[arg-type]
        await record_at_counter(command, ports)

    await hear(storage, ports, submitted(APPLICATION, clock.now()))

    assert len(told(storage, SurveyCompletedV1)) == 1


async def test_the_counter_answers_for_a_known_application_once(
    storage: MemoryStorage, ports: Ports, clock: FixedClock, clerk: Caller
) -> None:
    await hear(storage, ports, submitted(APPLICATION, clock.now()))
    command = RecordAtCounter(caller=clerk, filled=FILLED, receipt_number="R-1")

    await record_at_counter(command, ports)

    assert len(told(storage, SurveyCompletedV1)) == 1
    with pytest.raises(AlreadyAnswered):
        await record_at_counter(command, ports)
    await hear(storage, ports, validated(APPLICATION, clock.now()))
    assert told(storage, InvitationOpenedV1) == []


async def test_an_early_answer_is_taken_once(ports: Ports, clerk: Caller) -> None:
    command = RecordAtCounter(caller=clerk, filled=FILLED, receipt_number="R-1")
    await record_at_counter(command, ports)

    with pytest.raises(AlreadyAnswered):
        await record_at_counter(command, ports)


async def test_another_offices_application_is_not_completed_from_here(
    storage: MemoryStorage, ports: Ports, clock: FixedClock, clerk: Caller
) -> None:
    await hear(storage, ports, submitted(APPLICATION, clock.now(), office="81.02"))

    await record_at_counter(
        RecordAtCounter(caller=clerk, filled=FILLED, application_id=APPLICATION), ports
    )

    assert told(storage, SurveyCompletedV1) == []


@pytest.mark.parametrize("service_code", [None, "PBG"])
async def test_respondents_are_applicants_or_users_of_a_service(
    storage: MemoryStorage,
    ports: Ports,
    clock: FixedClock,
    clerk: Caller,
    service_code: str | None,
) -> None:
    await hear(storage, ports, submitted(APPLICATION, clock.now()))
    command = RecordAtCounter(caller=clerk, filled=FILLED, service_code=service_code)

    with pytest.raises(RespondentNotKnown):
        await record_at_counter(command, ports)

    assert storage.state.responses == {}
    used = RecordAtCounter(caller=clerk, filled=FILLED, service_code="REKLAME")
    await record_at_counter(used, ports)
    assert told(storage, SurveyCompletedV1) == []


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.HEAD, Role.ADMINISTRATOR])
async def test_only_the_front_office_takes_answers_at_the_counter(ports: Ports, role: Role) -> None:
    caller = Caller(actor="x", roles=frozenset({role}), offices=("62.02",))

    with pytest.raises(Forbidden):
        await record_at_counter(
            RecordAtCounter(caller=caller, filled=FILLED, application_id=uuid4()), ports
        )


async def test_nobody_takes_answers_at_the_counter(ports: Ports) -> None:
    with pytest.raises(Refusal):
        await record_at_counter(RecordAtCounter(caller=ANYBODY, filled=FILLED), ports)


async def test_an_office_not_yet_known_here_is_asked_to_come_back(ports: Ports) -> None:
    clerk = Caller(actor="x", roles=frozenset({Role.FRONT_OFFICE}), offices=("53.11",))

    with pytest.raises(Unavailable):
        await record_at_counter(
            RecordAtCounter(caller=clerk, filled=FILLED, application_id=uuid4()), ports
        )


async def test_the_day_of_an_answer_is_the_offices_own(
    storage: MemoryStorage, ports: Ports, clock: FixedClock
) -> None:
    """30 June 16:00 UTC is still June in Pontianak, and July in Jayapura."""
    clock.set(clock.now().replace(month=6, day=30, hour=16))
    for number, office in enumerate(("62.02", "81.02"), start=1):
        application = UUID(int=number)
        fact = submitted(application, clock.now(), receipt=f"R-{number}", office=office)
        await hear(storage, ports, fact, validated(application, clock.now(), office=office))
        await answer_survey(AnswerSurvey(reference=f"R-{number}", filled=FILLED), ports)

    days = {
        one.office_code: one.answered_on.isoformat() for one in storage.state.responses.values()
    }
    assert days == {"62.02": "2024-06-30", "81.02": "2024-07-01"}
