"""What the survey service tells: invitations opened, surveys completed.

The fact is kept whether or not the application is known; where a clock waits for it, it goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.messaging.contract import Message

from permit_service.application.ports import Work
from permit_service.application.steps import tell_clock
from permit_service.domain.survey import SurveyFact


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSurvey:
    """One fact of one office's application, and the message that brought it."""

    office_code: str
    fact: SurveyFact
    because: Message


async def record_surveys(commands: Sequence[RecordSurvey], work: Work) -> None:
    """Signing is unblocked by the fact alone (Ps 7(3)); the clock goes on with it.

    The applications are held first: a validation that runs meanwhile either sees the fact or is
    seen by this reaction.
    """
    held = await work.applications.hold([one.fact.application_id for one in commands])
    for office, facts in _by_office(commands).items():
        await work.surveys.record(facts, office_code=office)
    commands_by_id = {one.fact.application_id: one for one in commands}
    for before in held:
        command = commands_by_id[before.id]
        if command.fact.completed_at is None:
            continue
        after = before.survey_is_in(at=command.fact.completed_at)
        if after is before:
            continue
        saved = await work.applications.save(after, before=before)
        tell_clock(work.events, before=before, after=saved, because=command.because)


def _by_office(commands: Sequence[RecordSurvey]) -> Mapping[str, list[SurveyFact]]:
    found: dict[str, dict[UUID, SurveyFact]] = {}
    for one in commands:
        found.setdefault(one.office_code, {})[one.fact.application_id] = one.fact
    return {office: list(facts.values()) for office, facts in found.items()}
