"""An administrator changes what is known of a member of staff, or closes their account.

Closing ends every session and every access token that is out.
"""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from gateway.application.accounts.register_account import OpenedAccount
from gateway.application.ports import Ports, Work
from gateway.domain.accounts.account import Account, AccountKind
from gateway.domain.accounts.nik import check_nik
from shared.contracts.gateway import StaffAccountClosedV1
from shared.errors import Forbidden, NotFound, StaleVersion
from shared.identity import Caller, Role

PARTICULARS = frozenset({"full_name", "email", "phone", "position", "rank", "nip", "nik"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStaffAccount:
    """`particulars` are the fields of the profile that change; None as a value takes one away.
    `is_active` is None when that does not change."""

    caller: Caller
    account_id: UUID
    expected_version: int
    particulars: dict[str, Any] = field(repr=False)
    is_active: bool | None = None


async def change_staff_account(command: ChangeStaffAccount, ports: Ports) -> OpenedAccount:
    """Raises NotFound for another office's, Forbidden for one's own end, StaleVersion,
    NikNotValid."""
    command.caller.require(Role.ADMINISTRATOR)
    if (nik := command.particulars.get("nik")) is not None:
        check_nik(nik, today=ports.clock.now().date())
    async with ports.begin(command.caller) as work:
        account = await _of_own_office(command, work)
        if account.version != command.expected_version:
            raise StaleVersion
        profile = replace(await work.profiles.get(account.id), **command.particulars)
        if "email" in command.particulars:
            profile = replace(profile, email_confirmed_at=None)
        await work.profiles.save(profile)
        is_active = account.is_active if command.is_active is None else command.is_active
        if not is_active:
            await work.sessions.revoke_all(account.id, at=work.now)
        if account.is_active and not is_active:
            _tell_end(account, command.caller, work)
        closed_at = None if is_active else account.closed_at or work.now
        account = await work.accounts.save(
            replace(account, is_active=is_active, closed_at=closed_at)
        )
        return OpenedAccount(account=account, profile=profile)


def _tell_end(account: Account, caller: Caller, work: Work) -> None:
    """To each office that both belong to, under its own code."""
    for office in account.offices:
        if caller.sees(office):
            told = StaffAccountClosedV1(
                office_code=office, account_id=account.id, closed_at=work.now
            )
            work.events.add(told)


async def _of_own_office(command: ChangeStaffAccount, work: Work) -> Account:
    account = await work.accounts.get(command.account_id)
    is_staff = account.kind is AccountKind.STAFF
    if not is_staff or not any(command.caller.sees(code) for code in account.offices):
        raise NotFound
    if command.is_active is False and command.caller.actor == str(account.id):
        raise Forbidden
    return account
