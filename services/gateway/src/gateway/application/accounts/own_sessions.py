"""Somebody looks at where they are signed in, and ends a session from afar."""

from collections.abc import Sequence
from uuid import UUID

from gateway.application.ports import Ports
from gateway.domain.accounts.session import Session
from shared.errors import NotFound
from shared.identity import Caller


async def own_sessions(caller: Caller, ports: Ports) -> Sequence[Session]:
    """The caller's open sessions, the latest first."""
    async with ports.read(caller) as stores:
        return await stores.sessions.open_of(caller.account_id, at=ports.clock.now())


async def end_own_session(session_id: UUID, caller: Caller, ports: Ports) -> None:
    """It is not renewed again, and its access tokens end. Raises NotFound for somebody else's, or
    one that has ended."""
    async with ports.begin(caller) as work:
        is_ended = await work.sessions.end(session_id, account_id=caller.account_id, at=work.now)
        if not is_ended:
            raise NotFound
