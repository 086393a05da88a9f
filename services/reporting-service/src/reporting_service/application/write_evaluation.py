"""Writes what an office says of its own quarter: obstacles with solutions, actions, suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import READERS
from reporting_service.domain.errors import OfficeUnknown, QuarterNotBegun
from reporting_service.domain.evaluation import EntryState, Evaluation, EvaluationKind
from shared.calendar.office_time import Quarter
from shared.identity import Caller, Role
from shared.messaging.once import Once

MODEL = "evaluations"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationEntry:
    """One entry as it was written."""

    kind: EvaluationKind
    text: str
    solution: str = ""
    owner: str = ""
    partner: str = ""
    due_on: date | None = None
    state: EntryState = EntryState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteEvaluations:
    """Entries of one quarter, all or none."""

    caller: Caller
    office_code: str
    quarter: Quarter
    entries: Sequence[EvaluationEntry]
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvaluation:
    """The entry whole, as it shall stand."""

    caller: Caller
    evaluation_id: UUID
    entry: EvaluationEntry
    expected_version: int


async def write_evaluations(command: WriteEvaluations, ports: Ports) -> list[Evaluation]:
    """The entries kept; raises QuarterNotBegun."""
    command.caller.require(Role.ADMINISTRATOR, Role.HEAD)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.find(command.office_code)
        if office is None:
            raise OfficeUnknown
        if office.today(work.now) < command.quarter.period(office.zone).first_day:
            raise QuarterNotBegun(pointers=(("/quarter", "in_future"),))
        kept = [
            Evaluation(
                id=ports.new_id(),
                office_code=office.code,
                quarter=command.quarter,
                kind=entry.kind,
                text=entry.text,
                solution=entry.solution,
                owner=entry.owner,
                partner=entry.partner,
                due_on=entry.due_on,
                state=entry.state,
            )
            for entry in command.entries
        ]
        for one in kept:
            await work.evaluations.add(one)
        await work.progress.heard(office.code, MODEL, work.now)
        return work.answer(kept)


async def change_evaluation(command: ChangeEvaluation, ports: Ports) -> Evaluation:
    """The entry as it stands now; raises NotFound, StaleVersion."""
    command.caller.require(Role.ADMINISTRATOR, Role.HEAD)
    async with ports.begin(command.caller) as work:
        standing = await work.evaluations.get(command.evaluation_id)
        entry = command.entry
        changed = replace(
            standing,
            kind=entry.kind,
            text=entry.text,
            solution=entry.solution,
            owner=entry.owner,
            partner=entry.partner,
            due_on=entry.due_on,
            state=entry.state,
            version=command.expected_version + 1,
        )
        await work.evaluations.save(changed, expected_version=command.expected_version)
        await work.progress.heard(standing.office_code, MODEL, work.now)
        return changed


async def list_evaluations(
    caller: Caller, office_code: str, quarter: Quarter, ports: Ports
) -> list[Evaluation]:
    """The quarter's entries, and open actions and suggestions of before."""
    caller.require(*READERS)
    async with ports.read(caller) as work:
        found = await work.evaluations.until(office_code, quarter)
    return [one for one in found if one.quarter == quarter or one.is_carried_into(quarter)]
