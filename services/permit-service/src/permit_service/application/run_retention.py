"""Runs of retention: asked for by an administrator, or begun by a timer for what the office has
confirmed; carried out in bounded batches, of which each is one transaction with its mark, so that
a run can be broken off anywhere and goes on where it was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from permit_service.application.access import own_office
from permit_service.application.destroy_personal_data import Cause, destroy_personal_data
from permit_service.application.ports import Ports, Reading, Work
from permit_service.application.retention_ports import Counted, CountedRecord
from permit_service.application.sweep_files import remove_files
from permit_service.domain.erasure import Erasure
from permit_service.domain.office import Office
from permit_service.domain.retention import RetentionClass, RetentionPeriod, period_on
from permit_service.domain.retention_run import (
    DryRunMissing,
    LeftAlone,
    RetentionLine,
    RetentionRun,
    RetentionRunAtWork,
    RunEnd,
    RunKind,
    RunPhase,
)
from shared.calendar.office_time import local_date
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller
from shared.messaging.once import Once

NAME = "permit"
BATCH = 25
# Listing is a look and nothing else.
LISTED_AT_ONCE = 500
# What one step does at most for one office; the next step goes on.
BATCHES_PER_STEP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRetention:
    """`listed_by` is the dry run whose list is carried out; without one, nothing is destroyed."""

    caller: Caller
    retention_class: RetentionClass
    dry_run: bool
    listed_by: UUID | None = None
    once: Once | None = None


async def run_retention(command: RunRetention, ports: Ports) -> RetentionRun:
    """Begins one for the caller's office. Raises RetentionNotConfirmed, DryRunMissing,
    RetentionRunAtWork."""
    command.caller.require(Role.ADMINISTRATOR)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await _office(own_office(command.caller), work)
        begun = RetentionRun(
            id=ports.new_id(),
            office_code=office.code,
            retention_class=command.retention_class,
            kind=RunKind.DRY,
            asked_by=command.caller.actor,
            asked_at=work.now,
        )
        if not command.dry_run:
            (await period_of(command.retention_class, office, work)).require_confirmed()
            begun = _of_list(begun, await _dry_run(command, work))
        if not await work.retention.runs.add(begun):
            raise RetentionRunAtWork
        return work.answer(begun)


async def _dry_run(command: RunRetention, work: Work) -> RetentionRun:
    """The list that is named; raises DryRunMissing."""
    if command.listed_by is None:
        raise DryRunMissing(pointers=(("/dry_run_id", "required"),))
    try:
        found = await work.retention.runs.get(command.listed_by)
    except NotFound:
        raise DryRunMissing(pointers=(("/dry_run_id", "unknown"),)) from None
    is_list = found.is_dry and found.phase is RunPhase.SUCCEEDED
    if not is_list or found.retention_class is not command.retention_class:
        raise DryRunMissing(pointers=(("/dry_run_id", "not_a_finished_dry_run"),))
    return found


def _of_list(run: RetentionRun, dry: RetentionRun) -> RetentionRun:
    return replace(
        run,
        kind=RunKind.COMMAND,
        listed_by=dry.id,
        phase=RunPhase.CARRYING_OUT,
        examined=dry.examined,
    )


async def read_run(run_id: UUID, caller: Caller, ports: Ports) -> RetentionRun:
    """Raises Forbidden, NotFound."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as reading:
        return await reading.retention.runs.get(run_id)


async def read_runs(
    caller: Caller, ports: Ports, *, before: UUID | None, limit: int
) -> Sequence[RetentionRun]:
    """Newest first, one more than the limit."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as reading:
        return await reading.retention.runs.page(before=before, limit=limit + 1)


async def read_run_lines(
    run_id: UUID, caller: Caller, ports: Ports, *, after: UUID | None, limit: int
) -> Sequence[RetentionLine]:
    """What was listed, and what became of it; one more than the limit."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as reading:
        found = await reading.retention.runs.get(run_id)
        return await reading.retention.runs.lines(found.id, after=after, limit=limit + 1)


async def begin_confirmed_runs(ports: Ports) -> None:
    """A run for each class that an office has confirmed, that has something due and no run under
    way. What another worker begins at the same moment is one run."""
    async with ports.read(system_caller(NAME)) as reading:
        offices = await reading.offices.all()
    for office in offices:
        async with ports.begin(system_caller(NAME, office.code)) as work:
            await _begin_confirmed(office, work, ports)


async def _begin_confirmed(office: Office, work: Work, ports: Ports) -> None:
    rules, today = await work.rules.of(office.code), local_date(work.now, office.zone)
    for one in RetentionClass:
        period = period_on(rules, one, today)
        counted = _due(period, office, work) if period.is_confirmed else None
        if counted is None:
            continue
        found = await work.retention.records.page(counted, after=None, limit=BATCH)
        # Where the first ones are all held, there is nothing to do for them.
        if found and not all(each.is_held for each in found):
            await work.retention.runs.add(
                RetentionRun(
                    id=ports.new_id(),
                    office_code=office.code,
                    retention_class=one,
                    kind=RunKind.AUTOMATIC,
                    asked_by=NAME,
                    asked_at=work.now,
                )
            )


async def go_on_with_retention(ports: Ports) -> int:
    """Takes the next batches of every unfinished run; returns how many were taken."""
    async with ports.read(system_caller(NAME)) as reading:
        offices = await reading.offices.all()
    taken = 0
    for office in offices:
        for _ in range(BATCHES_PER_STEP):
            if not await go_on_once(office.code, ports):
                break
            taken += 1
    return taken


async def go_on_once(office_code: str, ports: Ports) -> bool:
    """Takes the next batch of an unfinished run; False when there is none to take."""
    gone: list[str] = []
    async with ports.begin(system_caller(NAME, office_code)) as work:
        run = await work.retention.runs.take(office_code)
        if run is None:
            return False
        office = await _office(office_code, work)
        period = await period_of(run.retention_class, office, work)
        await work.retention.runs.save(await _stepped(run, period, office, work, gone))
    await remove_files(gone, office_code, ports)
    return True


async def _stepped(
    run: RetentionRun, period: RetentionPeriod, office: Office, work: Work, gone: list[str]
) -> RetentionRun:
    counted = _due(period, office, work)
    if run.was_asked_ahead(work.now):
        return run.ended(RunEnd.CLOCK_MOVED_BACK, at=work.now)
    if counted is None or not (run.is_dry or period.is_confirmed):
        return run.ended(RunEnd.NOT_CONFIRMED, at=work.now)
    if run.phase is RunPhase.LISTING:
        return await _list(run, counted, period, work)
    return await _carry_out(run.begun(), counted, work, gone)


async def _list(
    run: RetentionRun, counted: Counted, period: RetentionPeriod, work: Work
) -> RetentionRun:
    found = await work.retention.records.page(counted, after=run.after, limit=LISTED_AT_ONCE)
    lines = tuple(
        RetentionLine(
            application_id=one.application_id,
            due_on=period.due_on(one.counted_from),
            code=LeftAlone.LEGAL_HOLD if one.is_held else None,
        )
        for one in found
    )
    await work.retention.runs.save_lines(run, lines)
    return run.listed(lines, is_last=len(found) < LISTED_AT_ONCE, at=work.now)


async def _carry_out(
    run: RetentionRun, counted: Counted, work: Work, gone: list[str]
) -> RetentionRun:
    """Decided anew on what is there now: it may have been held, moved or done since."""
    listed = await work.retention.runs.lines(run.list_id, after=run.after, limit=BATCH)
    only = tuple(one.application_id for one in listed)
    due = {
        one.application_id: one
        for one in await work.retention.records.hold(replace(counted, only=only))
    }
    lines = []
    for one in listed:
        found = due.get(one.application_id)
        code = _left_alone(found)
        if code is None:
            gone += await _destroy(one.application_id, run, counted, work)
        lines.append(replace(one, code=code, destroyed_at=work.now if code is None else None))
    await work.retention.runs.save_lines(run, lines)
    return run.carried(tuple(lines), is_last=len(listed) < BATCH, at=work.now)


def _left_alone(found: CountedRecord | None) -> LeftAlone | None:
    if found is None:
        return LeftAlone.NOT_DUE
    return LeftAlone.LEGAL_HOLD if found.is_held else None


async def _destroy(
    application_id: UUID, run: RetentionRun, counted: Counted, work: Work
) -> Sequence[str]:
    erasure = Erasure(
        erases=run.retention_class.erases,
        at=work.now,
        found_until=counted.until,
        zone=counted.office.zone,
    )
    cause = Cause(reason=run.retention_class.value, id=run.id)
    return await destroy_personal_data(await work.dossier(application_id), erasure, cause, work)


def _due(period: RetentionPeriod, office: Office, work: Work) -> Counted | None:
    """What is due today at the office; None of a class that never ends."""
    today = local_date(work.now, office.zone)
    until = period.counted_until(today)
    if until is None:
        return None
    return Counted(office=office, retention_class=period.retention_class, until=until, today=today)


async def period_of(
    retention_class: RetentionClass, office: Office, reading: Reading
) -> RetentionPeriod:
    """How long the office keeps the class, as of today there."""
    rules = await reading.rules.of(office.code)
    return period_on(rules, retention_class, local_date(reading.now, office.zone))


async def _office(office_code: str, reading: Reading) -> Office:
    office = await reading.offices.get(office_code)
    if office is None:
        raise NotFound
    return office
