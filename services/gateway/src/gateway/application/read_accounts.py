"""Reading accounts: one's own, an office's, and a signatory's for the documents they sign."""

from dataclasses import replace
from uuid import UUID

from gateway.application.ports import Ports
from gateway.application.register_account import OpenedAccount
from gateway.domain.account import Account
from gateway.domain.delegation import Delegation
from shared.database.access_log import Access
from shared.errors import NotFound
from shared.identity import Caller, Role


async def own_account(caller: Caller, ports: Ports) -> OpenedAccount:
    """The caller's account and particulars."""
    async with ports.read(caller) as stores:
        return OpenedAccount(
            account=await stores.accounts.get(caller.account_id),
            profile=await stores.profiles.get(caller.account_id),
        )


async def account_for_service(account_id: UUID, ports: Ports) -> OpenedAccount:
    """Any account, for a sibling service that is about to write a name on a document."""
    return await own_account(Caller(actor=str(account_id)), ports)


def access_to_account(opened: OpenedAccount) -> Access:
    """What is recorded when a sibling service is given an account's particulars."""
    return Access(
        office_code=opened.profile.office_code or "",
        subject_type="account",
        subject=opened.account.id,
        owner=str(opened.account.id),
        fields=("name", "email", "phone", "nip"),
        purpose="contact",
    )


def access_to_nik(opened: OpenedAccount) -> Access:
    """What is recorded when a signatory's NIK is given out, for one signature."""
    return replace(access_to_account(opened), fields=("nik",), purpose="signature")


async def staff_of_office(
    caller: Caller, office_code: str, ports: Ports, *, after: UUID | None, limit: int
) -> list[Account]:
    """The staff of the administrator's own office; raises NotFound for another."""
    _require_administrator_of(caller, office_code)
    async with ports.read(caller) as stores:
        return await stores.accounts.of_office(office_code, after=after, limit=limit)


async def delegations_of_office(caller: Caller, office_code: str, ports: Ports) -> list[Delegation]:
    """What the administrator's own office has delegated."""
    _require_administrator_of(caller, office_code)
    async with ports.read(caller) as stores:
        return await stores.delegations.of_office(office_code)


def _require_administrator_of(caller: Caller, office_code: str) -> None:
    caller.require(Role.ADMINISTRATOR)
    if not caller.sees(office_code):
        raise NotFound
