"""Signing in with a password, or a system with its client secret.

An unknown name and a wrong password look alike and take the same time. Failures are counted per
account and address, so that a stranger cannot lock somebody out from where they are.
"""

from dataclasses import dataclass, field

from gateway.application.accounts.grant import SERVICE, Grant, access, identity_of, with_refresh
from gateway.application.ports import Credentials, Ports
from gateway.domain.accounts.account import USERNAME, Account, AccountKind
from gateway.domain.accounts.device import device_of
from gateway.domain.accounts.session import SESSION_LIFETIME, Session
from gateway.domain.notification import (
    NO_OFFICE,
    Channel,
    Kind,
    Notification,
    account_receiver,
    planned,
)
from shared.errors import Unauthenticated
from shared.identity import ANYBODY, Caller, system_caller


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """`address` is where the request comes from, `user_agent` what it says it is made with.
    `is_client` asks for an integration's token."""

    username: str
    password: str = field(repr=False)
    address: str
    user_agent: str = ""
    is_client: bool = False


async def sign_in(command: SignIn, ports: Ports) -> Grant:
    """Tokens for the account; raises Unauthenticated, RateLimited."""
    username = command.username.strip().lower()
    await ports.attempts.check(username, command.address)
    account = await _authenticated(username, command, ports)
    if account is None:
        await ports.attempts.failed(username, command.address)
        raise Unauthenticated
    await ports.attempts.succeeded(username, command.address)
    async with ports.begin(_notifying(account)) as work:
        if command.is_client:
            return await access(account, work, ports)
        device = device_of(command.user_agent, command.address)
        session = Session(
            id=ports.new_id(),
            account_id=account.id,
            began_at=work.now,
            ends_at=work.now + SESSION_LIFETIME,
            device=device.kind,
        )
        await work.sessions.add(session)
        seen_as = ports.fingerprint(f"{account.id}/{device.signature}")
        if not await work.sessions.recognise(account.id, seen_as, at=work.now):
            await work.notifications.plan([_notice(session, account)])
        grant = await access(account, work, ports, session=session)
        return await with_refresh(grant, session, work, ports)


def _notifying(account: Account) -> Caller:
    """The door, with the rights to look at the account's delegations and to write to its owner."""
    return identity_of(account) if account.offices else system_caller(SERVICE, NO_OFFICE)


def _notice(session: Session, account: Account) -> Notification:
    """Tells the owner of a sign-in on a device that was not seen before."""
    return planned(
        event_id=session.id,
        office_code=account.offices[0] if account.offices else NO_OFFICE,
        kind=Kind.NEW_DEVICE,
        subject_id=session.id,
        receiver=account_receiver(account.id),
        channel=Channel.MAIL,
        facts={"device": session.device, "at": session.began_at.strftime("%Y-%m-%d %H:%M UTC")},
        at=session.began_at,
    )


async def _authenticated(username: str, command: SignIn, ports: Ports) -> Account | None:
    found: Credentials | None = None
    if USERNAME.match(username):
        async with ports.read(ANYBODY) as stores:
            found = await stores.accounts.find(username)
    kept = found.password_hash if found else None
    is_right = await ports.passwords.matches(command.password, kept)
    if found is None or not is_right or not found.account.is_active:
        return None
    if command.is_client and found.account.kind is not AccountKind.INTEGRATION:
        return None
    return found.account
