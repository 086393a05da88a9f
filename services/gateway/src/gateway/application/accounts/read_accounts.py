"""Reading accounts: one's own, an office's, and a signatory's for the documents they sign."""

from dataclasses import dataclass, replace
from uuid import UUID

from gateway.application.accounts.register_account import OpenedAccount
from gateway.application.ports import Ports
from gateway.domain.accounts.account import Account
from gateway.domain.accounts.delegation import Delegation
from shared.database.access_log import Access
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller

# Of a staff, how many are read at once.
PAGE = 200


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerAtWork:
    """Somebody of an office at this moment: the roles of today, and by which delegation."""

    account: Account
    roles: frozenset[Role]
    delegation: Delegation | None


async def officer_at_work(account: Account, ports: Ports) -> OfficerAtWork:
    """As the office counts its days; a closed account has no roles."""
    if not account.is_active:
        return OfficerAtWork(account=account, roles=frozenset(), delegation=None)
    async with ports.read(system_caller("gateway", *account.offices)) as stores:
        found = await stores.delegations.of(account.id)
        now = ports.clock.now()
        standing: list[Delegation] = []
        for one in found:
            zone = (await stores.offices.get(one.office_code)).zone
            if one.covers(now.astimezone(zone).date()):
                standing.append(one)
    roles = account.roles | {one.role for one in standing}
    return OfficerAtWork(account=account, roles=roles, delegation=standing[0] if standing else None)


async def colleague_in_office(office_code: str, username: str, ports: Ports) -> OfficerAtWork:
    """An active member of the office's staff; raises NotFound."""
    async with ports.read(system_caller("gateway", office_code)) as stores:
        found = await stores.accounts.find(username.strip().lower())
    account = found.account if found else None
    if account is None or not account.is_active or office_code not in account.offices:
        raise NotFound
    return await officer_at_work(account, ports)


async def staff_at_work(office_code: str, ports: Ports) -> list[OfficerAtWork]:
    """Every active member of the office's staff, by user name, with what they may do today;
    raises NotFound for an office that is not known."""
    accounts: list[Account] = []
    async with ports.read(system_caller("gateway", office_code)) as stores:
        zone = (await stores.offices.get(office_code)).zone
        delegations = await stores.delegations.of_office(office_code)
        while page := await stores.accounts.of_office(
            office_code, after=accounts[-1].id if accounts else None, limit=PAGE
        ):
            accounts += page
    today = ports.clock.now().astimezone(zone).date()
    standing = {one.account_id: one for one in delegations if one.covers(today)}
    return [
        _at_work(one, standing.get(one.id))
        for one in sorted(accounts, key=lambda one: one.username)
        if one.is_active
    ]


def _at_work(account: Account, delegation: Delegation | None) -> OfficerAtWork:
    roles = account.roles | ({delegation.role} if delegation else frozenset())
    return OfficerAtWork(account=account, roles=roles, delegation=delegation)


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
