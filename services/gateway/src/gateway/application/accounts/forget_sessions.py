"""Sessions that ended are kept a while, so that a copied token is recognised, then deleted."""

from datetime import timedelta

from gateway.application.accounts.grant import SERVICE
from gateway.application.ports import Ports
from gateway.domain.accounts.session import ACCESS_LIFETIME
from shared.identity import system_caller

KEPT = timedelta(days=30)


async def forget_sessions(ports: Ports) -> None:
    """Deletes what ended long ago."""
    async with ports.begin(system_caller(SERVICE)) as work:
        await work.sessions.forget_ended(before=work.now - KEPT)
        # No token is out any more that it could speak of.
        await work.sessions.forget_ended_access(before=work.now - 2 * ACCESS_LIFETIME)
