"""What an administrator sees of a connection, and the comparison of what was issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gateway.application.integrations.ports import Connection, IntegrationPorts
from gateway.domain.errors import NotConnected
from gateway.domain.integrations.circuit import OfficeCircuit
from gateway.domain.integrations.outage import Outage
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import Reconciliation
from shared.calendar.office_time import parse_period
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once

LATEST_OUTAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationStatus:
    """Where a connection stands, with its latest outages."""

    circuit: OfficeCircuit
    is_connected: bool
    backlog: int
    outages: tuple[Outage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconcile:
    """Compares a period (`YYYY`, `YYYY-Qn`, `YYYY-MM`) now."""

    caller: Caller
    office_code: str
    system: OutsideSystem
    period: str
    once: Once | None = None


async def read_status(
    system: OutsideSystem, office_code: str, caller: Caller, ports: IntegrationPorts
) -> IntegrationStatus:
    """Raises NotFound for another office."""
    _require(caller, office_code)
    connection = ports.connections.get(system)
    backlog = 0 if connection is None else await connection.backlog(caller, office_code)
    async with ports.read(caller) as stores:
        outages = await stores.outages.page(
            system=system,
            kind=None,
            office_code=office_code,
            before=None,
            limit=LATEST_OUTAGES,
        )
        return IntegrationStatus(
            circuit=await stores.circuits.get(system, office_code),
            is_connected=_is_connected(connection, office_code),
            backlog=backlog,
            outages=tuple(outages[:LATEST_OUTAGES]),
        )


async def list_reconciliations(
    system: OutsideSystem,
    caller: Caller,
    ports: IntegrationPorts,
    *,
    before: UUID | None,
    limit: int,
) -> Sequence[Reconciliation]:
    """The latest first, one more than the limit."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as stores:
        return await stores.reconciliations.page(system, before=before, limit=limit)


async def reconcile(command: Reconcile, ports: IntegrationPorts) -> Reconciliation:
    """The comparison, kept. Raises NotConnected, PeriodNotValid, Unavailable while the
    system is away."""
    _require(command.caller, command.office_code)
    connection = ports.connections.get(command.system)
    if connection is None or connection.reconcile is None:
        raise NotConnected
    if not connection.is_connected(command.office_code):
        raise NotConnected
    async with ports.read(command.caller) as stores:
        zone = (await stores.offices.get(command.office_code)).zone
    # The systems are asked before the transaction: it keeps only what came out.
    period = parse_period(command.period, zone)
    found = await connection.reconcile(command.office_code, period)
    async with ports.begin(command.caller, once=command.once) as work:
        await work.reconciliations.add(found)
        return work.answer(found)


def _is_connected(connection: Connection | None, office_code: str) -> bool:
    return connection is not None and connection.is_connected(office_code)


def _require(caller: Caller, office_code: str) -> None:
    caller.require(Role.ADMINISTRATOR)
    if not caller.sees(office_code):
        raise NotFound
