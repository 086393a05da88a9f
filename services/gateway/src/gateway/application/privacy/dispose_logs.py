"""An office says how long it keeps its logs, sees what is due, lists it, and has it destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gateway.application.privacy.log_ports import LogPorts, LogStores
from gateway.domain.privacy.closed_account import AccountPeriod
from gateway.domain.privacy.log_retention import (
    LogDisposal,
    LogPeriodNotConfirmed,
    RetainedLog,
    checked_period,
    due_until,
    log_period_on,
)
from shared.calendar.office_time import local_date
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLogPeriod:
    """Nothing that was set is changed: another day is another period. 0 days is for ever."""

    caller: Caller
    office_code: str
    log: RetainedLog
    days: int
    effective_from: date
    source: str
    verified: bool
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStanding:
    """A log today: the period in force, and what is due under it in each service."""

    log: RetainedLog
    period: AccountPeriod
    until: datetime | None
    due: dict[str, int]


async def set_log_period(command: SetLogPeriod, ports: LogPorts) -> AccountPeriod:
    """Confirms it. Raises NotFound for another office, PeriodSetAlready, InvalidRequest."""
    _require(command.caller, command.office_code)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(command.office_code)
        period = checked_period(
            AccountPeriod(
                days=command.days,
                effective_from=command.effective_from,
                source=command.source,
                verified=command.verified,
                recorded_by=command.caller.actor,
                recorded_at=work.now,
            ),
            today=local_date(work.now, office.zone),
        )
        await work.log_disposals.add_period(
            period, office_code=command.office_code, log=command.log
        )
        return work.answer(period)


async def report_logs(caller: Caller, office_code: str, ports: LogPorts) -> Sequence[LogStanding]:
    """Every log; raises Forbidden, NotFound, Unavailable while a service is away."""
    _require(caller, office_code)
    now = ports.clock.now()
    async with ports.read(caller) as stores:
        periods = [(log, await period_of(log, office_code, now, stores)) for log in RetainedLog]
    return [await _standing(log, period, office_code, now, ports) for log, period in periods]


async def _standing(
    log: RetainedLog, period: AccountPeriod, office_code: str, now: datetime, ports: LogPorts
) -> LogStanding:
    if period.days == 0:
        return LogStanding(log=log, period=period, until=None, due={})
    until = due_until(period, now)
    due = await counted(log, office_code, until, ports)
    return LogStanding(log=log, period=period, until=until, due=due)


async def list_due(
    caller: Caller, office_code: str, log: RetainedLog, ports: LogPorts, *, once: Once | None
) -> LogDisposal:
    """A dry run: nothing is destroyed. Raises Forbidden, NotFound, Unavailable, and
    LogPeriodNotConfirmed for what is kept for ever."""
    [one] = [each for each in await report_logs(caller, office_code, ports) if each.log is log]
    if one.until is None:
        raise LogPeriodNotConfirmed
    async with ports.begin(caller, once=once) as work:
        disposal = LogDisposal(
            id=ports.new_id(),
            office_code=office_code,
            log=log,
            until=one.until,
            counts=one.due,
            listed_by=caller.actor,
            listed_at=work.now,
        )
        await work.log_disposals.add(disposal)
        return work.answer(disposal)


async def order_destruction(
    disposal_id: UUID, caller: Caller, ports: LogPorts, *, once: Once | None
) -> LogDisposal:
    """What was listed and is due still goes, by a timer. Raises NotFound, TransitionNotAllowed,
    LogPeriodNotConfirmed."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.begin(caller, once=once) as work:
        disposal = await work.log_disposals.get(disposal_id)
        period = await period_of(disposal.log, disposal.office_code, work.now, work)
        ordered = disposal.ordered(period, by=caller.actor, at=work.now)
        await work.log_disposals.save(ordered)
        return work.answer(ordered)


async def read_disposals(
    caller: Caller, ports: LogPorts, *, before: UUID | None, limit: int
) -> Sequence[LogDisposal]:
    """Newest first, one more than the limit."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as stores:
        return await stores.log_disposals.page(before=before, limit=limit + 1)


async def period_of(
    log: RetainedLog, office_code: str, now: datetime, stores: LogStores
) -> AccountPeriod:
    """What is in force in the office today."""
    office = await stores.offices.get(office_code)
    periods = await stores.log_disposals.periods(office_code, log)
    return log_period_on(log, periods, local_date(now, office.zone))


async def counted(
    log: RetainedLog, office_code: str, until: datetime, ports: LogPorts
) -> dict[str, int]:
    """In each service that keeps a part of the log; raises Unavailable."""
    parts = ports.logs[log].items()
    return {service: await part.older(office_code, until) for service, part in parts}


def _require(caller: Caller, office_code: str) -> None:
    caller.require(Role.ADMINISTRATOR)
    if not caller.sees(office_code):
        raise NotFound
