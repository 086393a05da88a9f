"""What a sign-in is answered with: an access token, and for people a refresh token."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from gateway.application.ports import Ports, Work
from gateway.domain.accounts.account import Account
from gateway.domain.accounts.session import ACCESS_LIFETIME, RefreshToken, Session
from shared.identity import Caller, system_caller

SERVICE = "gateway"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The tokens, how many seconds the access token lasts, and for whom it stands."""

    access_token: str = field(repr=False)
    expires_in: int
    refresh_token: str | None = field(default=None, repr=False)
    caller: Caller


def identity_of(account: Account) -> Caller:
    """The door itself, with the rights to look at the account's delegations."""
    return system_caller(SERVICE, *account.offices)


async def access(
    account: Account, work: Work, ports: Ports, *, session: Session | None = None
) -> Grant:
    """An access token of the account's roles at this moment. One that rests on a delegation
    ends with it, one of a session with that."""
    caller, until = await _at_this_moment(account, work)
    session_id = None if session is None else session.id
    issued = ports.signer.sign(caller, until=until, session=session_id)
    seconds = int((issued.expires_at - work.now).total_seconds())
    return Grant(access_token=issued.token, expires_in=seconds, caller=caller)


async def with_refresh(grant: Grant, session: Session, work: Work, ports: Ports) -> Grant:
    """The grant with a refresh token, which is good for once."""
    secret = ports.new_secret()
    token = RefreshToken(
        hash=hash_of(secret), session_id=session.id, ends_at=session.refresh_until(work.now)
    )
    await work.sessions.add_token(token)
    return replace(grant, refresh_token=secret)


def hash_of(secret: str) -> bytes:
    """How a refresh token is kept; it is random, so that a fast hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


async def _at_this_moment(account: Account, work: Work) -> tuple[Caller, datetime]:
    until = work.now + ACCESS_LIFETIME
    if not account.offices:
        return account.caller((), on=work.now.date()), until
    delegations = await work.delegations.of(account.id)
    if not delegations:
        return account.caller((), on=work.now.date()), until
    zone = (await work.offices.get(account.offices[0])).zone
    today = work.now.astimezone(zone).date()
    ends = [one.ends_at(zone) for one in delegations if one.covers(today)]
    return account.caller(delegations, on=today), min([until, *ends])
