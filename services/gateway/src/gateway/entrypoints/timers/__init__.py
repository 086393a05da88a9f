"""What the door does by itself: sends notifications, forgets sessions that ended and records
that are not kept any longer, tells of breaches whose notice is overdue and of outages that begin
and end."""

from gateway.application.accounts.forget_sessions import forget_sessions
from gateway.application.integrations.ports import IntegrationPorts
from gateway.application.integrations.tell_outages import tell_outages
from gateway.application.notifications.ports import SendingPorts
from gateway.application.oss.entry_ports import OssEntryPorts
from gateway.application.oss.record_ports import OssSendingPorts
from gateway.application.ports import Ports
from gateway.application.privacy.breach_ports import BreachPorts
from gateway.application.privacy.carry_out_deletions import carry_out_deletions
from gateway.application.privacy.closed_account_ports import ClosedAccountPorts
from gateway.application.privacy.deletion_ports import DeletionPorts
from gateway.application.privacy.forget_closed_accounts import forget_closed_accounts
from gateway.application.privacy.forget_logs import forget_logs
from gateway.application.privacy.log_ports import LogPorts
from gateway.application.privacy.tell_overdue_breaches import tell_overdue_breaches
from gateway.application.sicantik.intake_ports import SicantikPorts
from gateway.entrypoints.timers.notifications import notification_loops
from gateway.entrypoints.timers.oss import oss_loops
from gateway.entrypoints.timers.sicantik import sicantik_loops
from shared.module import Loop, every

FORGET_SECONDS = 3600.0
OVERDUE_SECONDS = 60.0
# What somebody ordered goes within this time.
LOGS_SECONDS = 60.0


def loops(
    ports: Ports,
    sending: SendingPorts,
    breaches: BreachPorts,
    deletions: DeletionPorts,
    closed_accounts: ClosedAccountPorts,
    logs: LogPorts,
    integrations: IntegrationPorts,
    oss: OssSendingPorts,
    oss_entries: OssEntryPorts,
    sicantik: SicantikPorts,
    *,
    notify_interval_seconds: float,
    oss_interval_seconds: float,
    outages_interval_seconds: float,
    deletions_interval_seconds: float,
) -> tuple[Loop, ...]:
    """Every loop of the gateway."""

    async def forget() -> None:
        await forget_sessions(ports)

    async def forget_old_records() -> None:
        await forget_logs(logs)

    async def tell_overdue() -> None:
        await tell_overdue_breaches(breaches)

    async def tell_of_outages() -> None:
        await tell_outages(integrations)

    async def carry_out() -> None:
        await carry_out_deletions(deletions)

    async def forget_accounts() -> None:
        await forget_closed_accounts(closed_accounts)

    return (
        *notification_loops(sending, interval_seconds=notify_interval_seconds),
        *oss_loops(oss, oss_entries, interval_seconds=oss_interval_seconds),
        every(FORGET_SECONDS, "gateway.forget-sessions", forget),
        every(LOGS_SECONDS, "gateway.forget-logs", forget_old_records),
        every(FORGET_SECONDS, "gateway.forget-closed-accounts", forget_accounts),
        every(deletions_interval_seconds, "gateway.carry-out-deletions", carry_out),
        every(OVERDUE_SECONDS, "gateway.tell-overdue-breaches", tell_overdue),
        every(outages_interval_seconds, "gateway.tell-outages", tell_of_outages),
        *sicantik_loops(sicantik),
    )
