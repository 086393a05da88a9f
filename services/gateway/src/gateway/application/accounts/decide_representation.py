"""The office decides on a claim upon the papers, and ends what it granted; a representative gives
it up.

What has ended opens nothing any more, whatever token is held: those that are out end with it, and
the session is renewed to what is left.
"""

from dataclasses import dataclass, field
from uuid import UUID

from gateway.application.accounts.representation_facts import tell_ended, tell_granted
from gateway.application.accounts.representation_ports import RepresentationPorts, admitted
from gateway.domain.accounts.representation import Deed, Representation, RepresentationState
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once

DECIDERS = (Role.FRONT_OFFICE, Role.BACK_OFFICE, Role.LICENSING_OFFICIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRepresentation:
    """Granted upon a deed, or refused for a reason."""

    caller: Caller
    representation_id: UUID
    is_granted: bool
    deed: Deed | None = field(default=None, repr=False)
    reason: str = field(default="", repr=False)
    expected_version: int | None = None
    once: Once | None = None


async def decide_representation(
    command: DecideRepresentation, ports: RepresentationPorts
) -> Representation:
    """Raises Forbidden, NotFound, StaleVersion, TransitionNotAllowed, ProofMissing."""
    command.caller.require(*DECIDERS)
    async with ports.begin(command.caller, once=command.once) as work:
        claim = await work.representations.get(command.representation_id)
        if command.expected_version not in (None, claim.version):
            raise StaleVersion
        by, at = command.caller.actor, work.now
        if not command.is_granted:
            refused = claim.refused(command.reason, by=by, at=at)
            return work.answer(await work.representations.save(refused))
        granted = await work.representations.save(claim.granted(command.deed, by=by, at=at))
        await work.accounts.hold_nib(granted.nib)
        await work.accounts.give_nib(granted.account_id, granted.nib)
        tell_granted(granted, work)
        return work.answer(granted)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRepresentation:
    """By the representative, or by the office for a reason."""

    caller: Caller
    representation_id: UUID
    reason: str = field(default="", repr=False)
    expected_version: int | None = None
    once: Once | None = None


async def end_representation(
    command: EndRepresentation, ports: RepresentationPorts
) -> Representation:
    """Raises Forbidden, NotFound, StaleVersion, TransitionNotAllowed."""
    command.caller.require(Role.APPLICANT, *DECIDERS)
    caller = await admitted(command.caller, command.representation_id, ports)
    async with ports.begin(caller, once=command.once) as work:
        found = await work.representations.get(command.representation_id)
        is_own = str(found.account_id) == command.caller.actor
        if not is_own and not command.caller.has(*DECIDERS):
            raise NotFound
        if command.expected_version not in (None, found.version):
            raise StaleVersion
        was_granted = found.state is RepresentationState.GRANTED
        ended = found.ended(command.reason, by=command.caller.actor, at=work.now)
        ended = await work.representations.save(ended)
        if was_granted:
            await work.accounts.take_nib(ended.account_id, ended.nib)
            await work.sessions.end_access(ended.account_id, at=work.now)
            tell_ended(ended, work)
        return work.answer(ended)
