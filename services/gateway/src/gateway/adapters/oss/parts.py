"""The connection to OSS, put together: what `bootstrap` needs in one call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from gateway.adapters.oss.desk import ServicePermitDesk
from gateway.adapters.oss.entry_forms import ServiceForms
from gateway.adapters.oss.entry_sheet import oss_entry_sheet
from gateway.adapters.work import PostgresBegin, PostgresRead
from gateway.application.integrations.guard_calls import guarded
from gateway.application.integrations.ports import Connection, IntegrationPorts
from gateway.application.oss.entry_ports import OssEntryPorts
from gateway.application.oss.intake_ports import OssIntakePorts
from gateway.application.oss.read_oss import count_backlog
from gateway.application.oss.reconcile_oss import reconcile_oss
from gateway.application.oss.record_ports import Oss, OssSendingPorts
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.oss.token import OssCredentials
from shared.identity import Caller
from shared.ids import new_id
from shared.module import Foundation


@dataclass(frozen=True, slots=True, kw_only=True)
class OssParts:
    """Both directions, and what is shown of them."""

    intake: OssIntakePorts
    sending: OssSendingPorts
    entries: OssEntryPorts
    connection: Connection


def oss_parts(
    foundation: Foundation,
    integrations: IntegrationPorts,
    *,
    client: str,
    credentials: OssCredentials | None,
    oss: Oss | None,
) -> OssParts:
    """Without `oss` nothing is sent; without `credentials` the PIA's own header is passed over."""
    desk = ServicePermitDesk(foundation.services, foundation.system_tokens)
    database = foundation.database

    async def guard(office_code: str, call: Callable[[], Awaitable[Any]]) -> Any:
        return await guarded(
            call, system=OutsideSystem.OSS, office_code=office_code, ports=integrations
        )

    intake = OssIntakePorts(
        clock=foundation.clock,
        new_id=new_id,
        begin=PostgresBegin(database),
        read=PostgresRead(database),
        fingerprint=database.keyring.blind_index,
        desk=desk,
        client=client,
        credentials=credentials,
    )
    sending = OssSendingPorts(
        clock=foundation.clock,
        begin=PostgresBegin(database),
        read=PostgresRead(database),
        desk=desk,
        oss=oss,
        guard=guard,
    )

    entries = OssEntryPorts(
        clock=foundation.clock,
        begin=PostgresBegin(database),
        read=PostgresRead(database),
        forms=ServiceForms(foundation.services, foundation.system_tokens, desk),
        sheet=oss_entry_sheet,
        is_connected=oss is not None,
    )

    async def backlog(caller: Caller, office_code: str) -> int:
        return await count_backlog(caller, office_code, sending)

    connection = Connection(
        is_connected=lambda _office: oss is not None,
        backlog=backlog,
        reconcile=lambda office, days: reconcile_oss(office, days, sending),
    )
    return OssParts(intake=intake, sending=sending, entries=entries, connection=connection)
