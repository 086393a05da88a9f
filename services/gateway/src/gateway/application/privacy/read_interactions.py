"""Who did what through the door: for an office's administrator, and about oneself for everybody."""

from collections.abc import Sequence
from dataclasses import replace

from gateway.application.privacy.interaction_ports import InteractionQuery, Interactions
from gateway.domain.privacy.interaction import Interaction
from shared.identity import ANYBODY, Caller, Role


async def read_interactions(
    query: InteractionQuery, caller: Caller, interactions: Interactions
) -> Sequence[Interaction]:
    """One more than the limit. Others than administrators see what their own account did."""
    if caller.has(Role.ADMINISTRATOR):
        return await interactions.page(caller, query)
    own = replace(query, actor=caller.actor)
    return await interactions.page(replace(ANYBODY, actor=caller.actor), own)
