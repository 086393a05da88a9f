"""The parts that work with SiCANTIK, put together: what `bootstrap` needs in two calls."""

from gateway.adapters.siblings import Siblings
from gateway.adapters.sicantik import ConnectedSicantik, SicantikOffices
from gateway.adapters.sicantik.permit_licences import SiblingPermits
from gateway.adapters.work import PostgresBegin, PostgresRead
from gateway.application.integrations.ports import Connection, IntegrationPorts
from gateway.application.sicantik.intake_ports import SicantikPorts
from gateway.application.sicantik.reconcile_sicantik import reconcile_period
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import Reconciliation
from shared.calendar.office_time import Period
from shared.identity import Caller
from shared.module import Foundation


def sicantik_ports(
    foundation: Foundation,
    integrations: IntegrationPorts,
    *,
    offices: SicantikOffices,
    interval_seconds: float,
) -> SicantikPorts:
    """On the gateway's database and the siblings."""
    siblings = Siblings(foundation.services, foundation.system_tokens)
    return SicantikPorts(
        integrations=integrations,
        begin=PostgresBegin(foundation.database),
        read=PostgresRead(foundation.database),
        sicantik=ConnectedSicantik(offices),
        permits=SiblingPermits(siblings),
        fingerprint=foundation.database.keyring.blind_index,
        interval_seconds=interval_seconds,
    )


def sicantik_connection(ports: SicantikPorts) -> Connection:
    """What an administrator sees of it."""

    async def backlog(caller: Caller, office_code: str) -> int:
        async with ports.read(caller) as stores:
            return await stores.intakes.count(OutsideSystem.SICANTIK, office_code)

    async def reconcile(office_code: str, period: Period) -> Reconciliation:
        return await reconcile_period(office_code, period, ports)

    return Connection(
        is_connected=lambda office_code: office_code in ports.sicantik.offices,
        backlog=backlog,
        reconcile=reconcile,
    )
