"""An administrator opens an account for somebody of their own office."""

from dataclasses import dataclass, field

from gateway.application.accounts.register_account import OpenedAccount
from gateway.application.ports import Ports
from gateway.domain.accounts.account import (
    Account,
    AccountKind,
    Profile,
    check_staff_roles,
    username_of,
)
from gateway.domain.accounts.nik import check_nik
from gateway.domain.accounts.password import check_password
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStaffAccount:
    """`position`, `rank` and `nip` stand on the documents that a signatory signs; by the NIK the
    national signing authority knows them."""

    caller: Caller
    office_code: str
    username: str
    password: str = field(repr=False)
    full_name: str = field(repr=False)
    roles: frozenset[Role]
    agency: str | None = None
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    position: str | None = None
    rank: str | None = None
    nip: str | None = field(default=None, repr=False)
    nik: str | None = field(default=None, repr=False)
    once: Once | None = None


async def open_staff_account(command: OpenStaffAccount, ports: Ports) -> OpenedAccount:
    """Raises Forbidden, NotFound for another office, UsernameTaken, NikNotValid."""
    command.caller.require(Role.ADMINISTRATOR)
    if not command.caller.sees(command.office_code):
        raise NotFound
    check_staff_roles(command.roles, command.agency)
    username = username_of(command.username)
    check_password(command.password, username=username)
    if command.nik is not None:
        check_nik(command.nik, today=ports.clock.now().date())
    password_hash = await ports.passwords.hash(command.password)
    account = Account(
        id=ports.new_id(),
        kind=AccountKind.STAFF,
        username=username,
        roles=command.roles,
        offices=(command.office_code,),
        agency=command.agency,
        created_at=ports.clock.now(),
    )
    profile = Profile(
        account_id=account.id,
        office_code=command.office_code,
        full_name=command.full_name,
        email=command.email,
        phone=command.phone,
        position=command.position,
        rank=command.rank,
        nip=command.nip,
        nik=command.nik,
    )
    async with ports.begin(command.caller, once=command.once) as work:
        await work.accounts.add(account, password_hash=password_hash)
        await work.profiles.add(profile)
        return work.answer(OpenedAccount(account=account, profile=profile))
