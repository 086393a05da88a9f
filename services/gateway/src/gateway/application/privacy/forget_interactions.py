"""The record of interactions is kept for a time and no longer."""

from gateway.application.ports import Ports
from gateway.application.privacy.interaction_ports import Interactions
from shared.identity import ANYBODY


async def forget_interactions(ports: Ports, interactions: Interactions) -> int:
    """How many went, office by office; the rest goes next time. Several may run at once."""
    async with ports.read(ANYBODY) as stores:
        offices = [one.code for one in await stores.offices.all()]
    return sum([await interactions.forget(office) for office in offices])
