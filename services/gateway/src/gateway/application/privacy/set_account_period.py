"""How long an office keeps whose a closed account was, and which accounts that concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from gateway.application.privacy.closed_account_ports import ClosedAccountPorts
from gateway.domain.privacy.closed_account import AccountPeriod, ClosedAccount, period_on
from shared.calendar.office_time import local_date
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAccountPeriod:
    """Nothing that was set is changed: another day is another period."""

    caller: Caller
    office_code: str
    days: int
    effective_from: date
    source: str
    verified: bool
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAccount:
    """A closed account by the day on which its time is over."""

    account_id: UUID
    closed_on: date
    due_on: date
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRetention:
    """`accounts` are one more than the limit where there are more."""

    office_code: str
    period: AccountPeriod
    today: date
    accounts: Sequence[DueAccount]


async def set_account_period(command: SetAccountPeriod, ports: ClosedAccountPorts) -> AccountPeriod:
    """Confirms it. Raises NotFound for another office, PeriodSetAlready, InvalidRequest."""
    command.caller.require(Role.ADMINISTRATOR)
    if not command.caller.sees(command.office_code):
        raise NotFound
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(command.office_code)
        period = AccountPeriod(
            days=command.days,
            effective_from=command.effective_from,
            source=command.source,
            verified=command.verified,
            recorded_by=command.caller.actor,
            recorded_at=work.now,
        ).checked(today=local_date(work.now, office.zone))
        await work.closed_accounts.add_period(period, office_code=office.code)
        return work.answer(period)


async def report_closed_accounts(
    caller: Caller,
    office_code: str,
    ports: ClosedAccountPorts,
    *,
    days: int,
    after: UUID | None,
    limit: int,
) -> AccountRetention:
    """Due today, and within `days` more; raises Forbidden, NotFound."""
    caller.require(Role.ADMINISTRATOR)
    if not caller.sees(office_code):
        raise NotFound
    now = ports.clock.now()
    async with ports.read(caller) as stores:
        office = await stores.offices.get(office_code)
        today = local_date(now, office.zone)
        period = period_on(await stores.closed_accounts.periods(office_code), today)
        found: Sequence[ClosedAccount] = ()
        if period.days:
            found = await stores.closed_accounts.page(
                office_code,
                closed_before=now - timedelta(days=period.days - days),
                after=after,
                limit=limit + 1,
            )
    return AccountRetention(
        office_code=office_code,
        period=period,
        today=today,
        accounts=[
            _due(one, local_date(one.closed_at, office.zone), period, today) for one in found
        ],
    )


def _due(one: ClosedAccount, closed_on: date, period: AccountPeriod, today: date) -> DueAccount:
    due_on = period.due_on(closed_on)
    return DueAccount(
        account_id=one.account_id, closed_on=closed_on, due_on=due_on, is_due=due_on <= today
    )


def closed_before(period: AccountPeriod, now: datetime) -> datetime:
    """Who was closed until then is due."""
    return now - timedelta(days=period.days)
