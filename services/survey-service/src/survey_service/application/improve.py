"""What the office does about its lowest elements: planned, done, and seen in the next period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once
from survey_service.application.ports import Ports, Work
from survey_service.application.record_at_counter import office_of_staff
from survey_service.application.references import at_office
from survey_service.domain.improvement import Improvement

IMPROVERS = (Role.HEAD, Role.LICENSING_OFFICIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImprovement:
    """Another owner, day or action, from the version that was read."""

    caller: Caller
    improvement_id: UUID
    expected_version: int
    owner: str
    due_on: date
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteImprovement:
    """The office did what it planned."""

    caller: Caller
    improvement_id: UUID
    expected_version: int | None
    once: Once | None = None


async def list_improvements(
    office_code: str, period: str | None, ports: Ports
) -> Sequence[Improvement]:
    """For anybody: what an office promised to improve."""
    async with ports.read(at_office(office_code)) as reading:
        if await reading.offices.get(office_code) is None:
            raise NotFound
        return await reading.publications.improvements(period)


async def plan_improvement(command: PlanImprovement, ports: Ports) -> Improvement:
    """Raises Forbidden, NotFound, StaleVersion, TransitionNotAllowed once it is done."""
    office_of_staff(command.caller, *IMPROVERS)
    async with ports.begin(command.caller) as work:
        known = await _known(command.improvement_id, work)
        changed = known.planned(owner=command.owner, due_on=command.due_on, action=command.action)
        await work.publications.save_improvement(changed, expected_version=command.expected_version)
        return changed


async def complete_improvement(command: CompleteImprovement, ports: Ports) -> Improvement:
    """Raises Forbidden, NotFound, StaleVersion, TransitionNotAllowed a second time."""
    office_of_staff(command.caller, *IMPROVERS)
    async with ports.begin(command.caller, once=command.once) as work:
        known = await _known(command.improvement_id, work)
        changed = known.done()
        expected = command.expected_version or known.version
        await work.publications.save_improvement(changed, expected_version=expected)
        return work.answer(changed)


async def _known(improvement_id: UUID, work: Work) -> Improvement:
    known = await work.publications.improvement(improvement_id)
    if known is None:
        raise NotFound
    return known
