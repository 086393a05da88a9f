"""Empties closed accounts whose time is over, under a period that the office has confirmed: listed
at one look, emptied at another a day later. A hold on the account, which the permit service knows,
keeps it; while that service is away nothing is emptied."""

from dataclasses import replace
from uuid import UUID

from gateway.application.privacy.closed_account_ports import ClosedAccountPorts
from gateway.application.privacy.set_account_period import closed_before
from gateway.domain.accounts.account import Profile
from gateway.domain.offices.office import Office
from gateway.domain.privacy.closed_account import AccountPeriod, ClosedAccount, period_on
from shared.calendar.office_time import local_date
from shared.contracts.gateway_privacy import StaffAccountEmptiedV1
from shared.errors import Unavailable
from shared.identity import ANYBODY, Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

SERVICE, PERMIT = "gateway", "permit"
# What one step looks at for one office; the next step goes on.
AT_ONCE = 50
# The hash of nothing that anybody could type.
UNUSABLE = "!"


async def forget_closed_accounts(ports: ClosedAccountPorts) -> int:
    """How many accounts were emptied now, in all offices."""
    async with ports.read(ANYBODY) as stores:
        offices = await stores.offices.all()
    return sum([await _forget(office, ports) for office in offices])


async def _forget(office: Office, ports: ClosedAccountPorts) -> int:
    caller, now = system_caller(SERVICE, office.code), ports.clock.now()
    async with ports.begin(caller) as work:
        periods = await work.closed_accounts.periods(office.code)
        period = period_on(periods, local_date(now, office.zone))
        if not period.is_confirmed:
            return 0
        due = await work.closed_accounts.page(
            office.code, closed_before=closed_before(period, now), after=None, limit=AT_ONCE
        )
        new = [one.account_id for one in due if one.is_to_list(now)]
        await work.closed_accounts.mark_listed(new, at=now)
    ripe = [one for one in due if one.is_ripe(now) and not one.is_to_list(now)]
    return sum([await _empty(one, office, period, caller, ports) for one in ripe])


async def _empty(
    closed: ClosedAccount,
    office: Office,
    period: AccountPeriod,
    caller: Caller,
    ports: ClosedAccountPorts,
) -> int:
    try:
        if await _is_held(closed.account_id, office.code, ports):
            return 0
    except Unavailable:
        log.info("closed_account_waits", account=str(closed.account_id), office=office.code)
        return 0
    async with ports.begin(caller) as work:
        found = await work.closed_accounts.hold(closed.account_id)
        # Opened again, or emptied by another worker, or closed anew since.
        if found is None or found.closed_at > closed_before(period, work.now):
            return 0
        account = await work.accounts.get(closed.account_id)
        await work.accounts.save(replace(account, username=f"deleted.{account.id.hex}"))
        await work.accounts.set_password(account.id, password_hash=UNUSABLE)
        await work.profiles.save(
            Profile(account_id=account.id, office_code=office.code, full_name="")
        )
        await work.closed_accounts.mark_emptied(account.id, at=work.now)
        work.events.add(
            StaffAccountEmptiedV1(
                office_code=office.code, account_id=account.id, emptied_at=work.now
            )
        )
        return 1


async def _is_held(account_id: UUID, office_code: str, ports: ClosedAccountPorts) -> bool:
    answer = await ports.siblings.ask(
        PERMIT, "GET", f"/internal/accounts/{account_id}/standing", query={"offices": office_code}
    )
    return bool(answer.require()["is_held"])
