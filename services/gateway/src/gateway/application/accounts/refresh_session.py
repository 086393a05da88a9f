"""Renewing a session with its refresh token: each is good for once.

A token that comes a second time was copied, and its session ends.
"""

from dataclasses import dataclass, field

from gateway.application.accounts.grant import (
    SERVICE,
    Grant,
    access,
    hash_of,
    identity_of,
    with_refresh,
)
from gateway.application.ports import Ports
from gateway.domain.accounts.session import Session
from shared.errors import Unauthenticated
from shared.identity import system_caller


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshSession:
    """The secret that the last grant held."""

    refresh_token: str = field(repr=False)


async def refresh_session(command: RefreshSession, ports: Ports) -> Grant:
    """New tokens with the account's roles as they are now; raises Unauthenticated."""
    session = await _use(command, ports)
    if session is None:
        raise Unauthenticated
    async with ports.read(system_caller(SERVICE)) as stores:
        account = await stores.accounts.get(session.account_id)
    if not account.is_active:
        raise Unauthenticated
    async with ports.begin(identity_of(account)) as work:
        grant = await access(account, work, ports, session=session)
        return await with_refresh(grant, session, work, ports)


async def _use(command: RefreshSession, ports: Ports) -> Session | None:
    """The session, if the token may renew it. That it was used stays recorded either way."""
    async with ports.begin(system_caller(SERVICE)) as work:
        found = await work.sessions.use(hash_of(command.refresh_token), at=work.now)
        if found is None:
            return None
        session, token = found
        if token.used_at is not None:
            await work.sessions.revoke(session.id, at=work.now)
            return None
        is_good = session.is_open(work.now) and work.now < token.ends_at
        return session if is_good else None
