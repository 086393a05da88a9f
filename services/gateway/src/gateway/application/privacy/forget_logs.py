"""Old records of logs go, under a period that the office has confirmed: listed at one look, ordered
at another a day later, or at once by whoever looked at the list. What a dead worker leaves is gone
on with; a service that is away leaves the disposal as it is."""

from collections.abc import Sequence

from gateway.application.privacy.dispose_logs import counted, period_of
from gateway.application.privacy.log_ports import LogPorts
from gateway.domain.privacy.log_retention import (
    DisposalState,
    LogDisposal,
    RetainedLog,
    due_until,
)
from shared.contracts.gateway_privacy import LogRecordsDestroyedV1
from shared.errors import Refusal, TransitionNotAllowed
from shared.identity import ANYBODY, Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

SERVICE = "gateway"
# Of one part of a log in one step; the next step goes on.
MOST_BATCHES = 20


async def forget_logs(ports: LogPorts) -> int:
    """How many disposals were carried out now, in all offices."""
    async with ports.read(ANYBODY) as stores:
        offices = [one.code for one in await stores.offices.all()]
    done = sum([await _of_office(one, ports) for one in offices])
    await _forget_strangers(offices, ports)
    return done


async def _forget_strangers(offices: Sequence[str], ports: LogPorts) -> None:
    """Requests of those who belong to no office are every office's to look at: they go when each
    has set its period, after the longest."""
    now, log_of = ports.clock.now(), RetainedLog.INTERACTION
    periods = []
    for one in offices:
        async with ports.read(system_caller(SERVICE, one)) as stores:
            periods.append(await period_of(log_of, one, now, stores))
    if not periods or not all(one.is_confirmed for one in periods):
        return
    until = min(due_until(one, now) for one in periods)
    for _ in range(MOST_BATCHES):
        if not await ports.destroy_strangers(offices[0], until):
            return


async def _of_office(office_code: str, ports: LogPorts) -> int:
    caller = system_caller(SERVICE, office_code)
    async with ports.read(caller) as stores:
        known = await stores.log_disposals.unfinished(office_code)
    done = 0
    try:
        for one in known:
            if one.listed_by == caller.actor and one.is_ripe(ports.clock.now()):
                one = await _order(one, caller, ports) or one
            if one.state is DisposalState.DESTROYING:
                done += await _destroy(one, caller, ports)
        for each in RetainedLog:
            if not any(one.log is each and one.is_recent(ports.clock.now()) for one in known):
                await _list(each, office_code, caller, ports)
    except Refusal as refusal:
        # Away: it is taken up again.
        log.info("log_disposal_waits", office=office_code, code=refusal.code)
    return done


async def _order(one: LogDisposal, caller: Caller, ports: LogPorts) -> LogDisposal | None:
    """The second look. What the office keeps longer by now, or has ordered, stays as it is."""
    async with ports.begin(caller) as work:
        disposal = await work.log_disposals.get(one.id)
        period = await period_of(disposal.log, disposal.office_code, work.now, work)
        try:
            ordered = disposal.ordered(period, by=caller.actor, at=work.now)
        except Refusal:
            return None
        await work.log_disposals.save(ordered)
        return ordered


async def _list(each: RetainedLog, office_code: str, caller: Caller, ports: LogPorts) -> None:
    now = ports.clock.now()
    async with ports.read(caller) as stores:
        period = await period_of(each, office_code, now, stores)
    if not period.is_confirmed:
        return
    until = due_until(period, now)
    counts = await counted(each, office_code, until, ports)
    if not any(counts.values()):
        return
    async with ports.begin(caller) as work:
        await work.log_disposals.add(
            LogDisposal(
                id=ports.new_id(),
                office_code=office_code,
                log=each,
                until=until,
                counts=counts,
                listed_by=caller.actor,
                listed_at=work.now,
            )
        )


async def _destroy(one: LogDisposal, caller: Caller, ports: LogPorts) -> int:
    """Batch by batch and service by service; told once, when nothing is left."""
    for part in ports.logs[one.log].values():
        for _ in range(MOST_BATCHES):
            if not await part.destroy(one.office_code, one.until):
                break
        else:
            return 0
    async with ports.begin(caller) as work:
        try:
            destroyed = (await work.log_disposals.get(one.id)).destroyed(at=work.now)
        except TransitionNotAllowed:
            return 0
        await work.log_disposals.save(destroyed)
        work.events.add(
            LogRecordsDestroyedV1(
                office_code=one.office_code,
                disposal_id=one.id,
                log=one.log.value,
                until=one.until,
                listed=one.total,
                destroyed_at=work.now,
            )
        )
    return 1
