"""An administrator notes an interruption or announces maintenance, and corrects its times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gateway.application.integrations.ports import IntegrationPorts
from gateway.application.integrations.tell_outages import told_of
from gateway.domain.errors import OutageNotedAlready
from gateway.domain.integrations.outage import Outage, OutageKind
from gateway.domain.integrations.outside_system import OutsideSystem
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutage:
    """An interruption has begun; maintenance may lie ahead and has an end."""

    caller: Caller
    office_code: str
    system: OutsideSystem
    kind: OutageKind
    started_at: datetime
    ended_at: datetime | None
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectOutage:
    """What is given replaces what stood there; `call_off` is for maintenance still to come."""

    caller: Caller
    outage_id: UUID
    expected_version: int
    started_at: datetime | None = None
    ended_at: datetime | None = None
    call_off: bool = False


async def record_outage(command: RecordOutage, ports: IntegrationPorts) -> Outage:
    """The entry, told to the others once it has begun. Raises OutageTimesNotValid,
    OutageNotedAlready, NotFound for another office."""
    command.caller.require(Role.ADMINISTRATOR)
    if not command.caller.sees(command.office_code):
        raise NotFound
    async with ports.begin(command.caller, once=command.once) as work:
        # The circuit is held so that the adapter does not note the same at this moment.
        await work.circuits.hold(command.system, command.office_code)
        outage = Outage(
            id=ports.new_id(),
            office_code=command.office_code,
            system=command.system,
            kind=command.kind,
            started_at=command.started_at,
            ended_at=command.ended_at,
            noted_by=command.caller.actor,
            noted_at=work.now,
        ).checked(now=work.now)
        standing = await work.outages.touching(
            outage.system, outage.office_code, start=outage.started_at, end=outage.ended_at
        )
        if any(one.kind is outage.kind for one in standing):
            raise OutageNotedAlready
        outage = told_of(outage, work)
        await work.outages.add(outage)
        return work.answer(outage)


async def correct_outage(command: CorrectOutage, ports: IntegrationPorts) -> Outage:
    """As it stands now; a corrected end is told again. Raises NotFound, StaleVersion,
    OutageTimesNotValid, OutageBegun."""
    command.caller.require(Role.ADMINISTRATOR)
    async with ports.begin(command.caller) as work:
        outage = await work.outages.get(command.outage_id)
        if outage.version != command.expected_version:
            raise StaleVersion
        if command.call_off:
            return await work.outages.save(outage.called_off_at(work.now))
        outage = outage.corrected(
            started_at=command.started_at, ended_at=command.ended_at, now=work.now
        )
        return await work.outages.save(told_of(outage, work))


async def read_outage(outage_id: UUID, caller: Caller, ports: IntegrationPorts) -> Outage:
    """One entry of the caller's office; raises NotFound."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as stores:
        return await stores.outages.get(outage_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageQuery:
    """Which entries, one more than the limit."""

    system: OutsideSystem | None
    kind: OutageKind | None
    before: UUID | None
    limit: int


async def list_outages(
    query: OutageQuery, caller: Caller, ports: IntegrationPorts
) -> Sequence[Outage]:
    """The log, newest entry first."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as stores:
        return await stores.outages.page(
            system=query.system, kind=query.kind, before=query.before, limit=query.limit
        )
