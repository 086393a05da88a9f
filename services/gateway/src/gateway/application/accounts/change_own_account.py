"""Somebody corrects their own contact (UU 27/2022 Ps 6): name, mail, phone, address, NIK."""

from dataclasses import dataclass, field, replace
from typing import Any

from gateway.application.accounts.register_account import OpenedAccount
from gateway.application.ports import Ports
from gateway.domain.accounts.nik import check_nik
from shared.errors import StaleVersion
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOwnAccount:
    """`particulars` are the fields that change; None takes an address or a NIK away."""

    caller: Caller
    expected_version: int
    particulars: dict[str, Any] = field(repr=False)


async def change_own_account(command: ChangeOwnAccount, ports: Ports) -> OpenedAccount:
    """Raises StaleVersion, NikNotValid. A new mail address is not a confirmed one."""
    if (nik := command.particulars.get("nik")) is not None:
        check_nik(nik, today=ports.clock.now().date())
    async with ports.begin(command.caller) as work:
        account = await work.accounts.get(command.caller.account_id)
        if account.version != command.expected_version:
            raise StaleVersion
        before = await work.profiles.get(account.id)
        profile = replace(before, **command.particulars)
        if profile.email != before.email:
            profile = replace(profile, email_confirmed_at=None)
        await work.profiles.save(profile)
        return OpenedAccount(account=await work.accounts.save(account), profile=profile)
