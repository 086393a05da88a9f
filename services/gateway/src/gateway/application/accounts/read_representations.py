"""Claims and grants as their owner and the office see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gateway.application.accounts.decide_representation import DECIDERS
from gateway.application.accounts.representation_ports import (
    RepresentationPorts,
    RepresentationQuery,
)
from gateway.domain.accounts.representation import Representation
from shared.identity import Caller, Role

READERS = (*DECIDERS, Role.ADMINISTRATOR, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRepresentation:
    """`has_another`: somebody else represents the business, which the office weighs."""

    representation: Representation
    has_another: bool


async def list_representations(
    caller: Caller, ports: RepresentationPorts, query: RepresentationQuery
) -> Sequence[Representation]:
    """Of the office for its staff, one's own for an applicant; one more than the limit."""
    caller.require(Role.APPLICANT, *READERS)
    async with ports.read(caller) as stores:
        return await stores.representations.page(query)


async def show_representation(
    representation_id: UUID, caller: Caller, ports: RepresentationPorts
) -> SeenRepresentation:
    """Raises NotFound."""
    caller.require(Role.APPLICANT, *READERS)
    async with ports.read(caller) as stores:
        found = await stores.representations.get(representation_id)
        another = await stores.accounts.is_represented(found.nib, besides=found.account_id)
        return SeenRepresentation(representation=found, has_another=another)
