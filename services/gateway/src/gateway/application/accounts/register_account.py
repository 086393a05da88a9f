"""Somebody opens an account for themselves: with little, and signs in at once.

NIK and address may come later, when an application asks for them; the mail address is confirmed
later too.
"""

from dataclasses import dataclass, field

from gateway.application.ports import Ports
from gateway.domain.accounts.account import Account, AccountKind, Profile, username_of
from gateway.domain.accounts.nik import check_nik
from gateway.domain.accounts.password import check_password
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAccount:
    """What an applicant tells of themselves."""

    username: str
    password: str = field(repr=False)
    full_name: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    nik: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAccount:
    """An account and what is known of its owner."""

    account: Account
    profile: Profile


async def register_account(command: RegisterAccount, ports: Ports) -> OpenedAccount:
    """Opens the account; raises UsernameTaken, PasswordNotAccepted, NikNotValid."""
    username = username_of(command.username)
    check_password(command.password, username=username)
    now = ports.clock.now()
    if command.nik is not None:
        check_nik(command.nik, today=now.date())
    # Hashed before the transaction begins: it takes longer than everything else.
    password_hash = await ports.passwords.hash(command.password)
    account = Account(
        id=ports.new_id(),
        kind=AccountKind.PERSON,
        username=username,
        roles=frozenset({Role.APPLICANT}),
        created_at=now,
    )
    profile = Profile(
        account_id=account.id,
        full_name=command.full_name,
        email=command.email,
        phone=command.phone,
        nik=command.nik,
        address=command.address,
    )
    owner = Caller(actor=str(account.id), roles=account.roles)
    async with ports.begin(owner, once=command.once) as work:
        await work.accounts.add(account, password_hash=password_hash)
        await work.profiles.add(profile)
        return work.answer(OpenedAccount(account=account, profile=profile))
