"""Sessions that ended are kept a while, so that a copied token is recognised, then deleted."""

from datetime import timedelta

from gateway.application.accounts.grant import SERVICE
from gateway.application.ports import Ports
from shared.identity import system_caller

KEPT = timedelta(days=30)


async def forget_sessions(ports: Ports) -> None:
    """Deletes what ended long ago."""
    async with ports.begin(system_caller(SERVICE)) as work:
        await work.sessions.forget_ended(before=work.now - KEPT)
