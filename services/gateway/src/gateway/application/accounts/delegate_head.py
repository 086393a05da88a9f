"""An administrator records who holds the Head's office between two dates, or ends it at once.

The delegate and the Head are told by mail, in the same transaction.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gateway.application.ports import Ports, Work
from gateway.domain.accounts.delegation import Delegation, DelegationKind
from gateway.domain.errors import NotStaffOfOffice
from gateway.domain.notification import (
    Channel,
    Kind,
    account_receiver,
    planned,
    role_receiver,
)
from shared.errors import NotFound
from shared.identity import STAFF, Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateHead:
    """`legal_basis` names the letter of appointment."""

    caller: Caller
    office_code: str
    username: str
    kind: DelegationKind
    valid_from: date
    valid_until: date
    legal_basis: str
    once: Once | None = None


async def delegate_head(command: DelegateHead, ports: Ports) -> Delegation:
    """Records it; the delegate's next token carries the role, within the dates only."""
    command.caller.require(Role.ADMINISTRATOR)
    if not command.caller.sees(command.office_code):
        raise NotFound
    async with ports.begin(command.caller, once=command.once) as work:
        found = await work.accounts.find(command.username.strip().lower())
        if found is None or not _works_in(found.account.offices, found.account.roles, command):
            raise NotStaffOfOffice(pointers=(("/username", "not_staff_of_office"),))
        delegation = Delegation(
            id=ports.new_id(),
            office_code=command.office_code,
            account_id=found.account.id,
            kind=command.kind,
            valid_from=command.valid_from,
            valid_until=command.valid_until,
            legal_basis=command.legal_basis,
        )
        await work.delegations.add(delegation)
        await _tell_both(delegation, Kind.HEAD_DELEGATED, work, about=delegation.id)
        return work.answer(delegation)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeDelegation:
    """Ends a delegation at once, also before it has begun."""

    caller: Caller
    delegation_id: UUID
    once: Once | None = None


async def revoke_delegation(command: RevokeDelegation, ports: Ports) -> Delegation:
    """From this moment the delegate signs nothing more, and what token they hold ends. Raises
    NotFound, TransitionNotAllowed for one that has ended."""
    command.caller.require(Role.ADMINISTRATOR)
    async with ports.begin(command.caller, once=command.once) as work:
        delegation = await work.delegations.get(command.delegation_id)
        zone = (await work.offices.get(delegation.office_code)).zone
        revoked = delegation.revoked(at=work.now, today=work.now.astimezone(zone).date())
        await work.delegations.revoke(revoked)
        await work.sessions.end_access(revoked.account_id, at=work.now)
        # A fact of its own, so that it is a message of its own.
        await _tell_both(revoked, Kind.DELEGATION_REVOKED, work, about=ports.new_id())
        return work.answer(revoked)


async def _tell_both(delegation: Delegation, kind: Kind, work: Work, *, about: UUID) -> None:
    facts = {
        "kind": delegation.kind.capitalize(),
        "valid_from": delegation.valid_from.isoformat(),
        "valid_until": delegation.valid_until.isoformat(),
        "decree": delegation.legal_basis,
    }
    await work.notifications.plan(
        planned(
            event_id=about,
            office_code=delegation.office_code,
            kind=kind,
            subject_id=delegation.id,
            receiver=receiver,
            channel=Channel.MAIL,
            facts=facts,
            at=work.now,
        )
        for receiver in (account_receiver(delegation.account_id), role_receiver(Role.HEAD))
    )


def _works_in(offices: tuple[str, ...], roles: frozenset[Role], command: DelegateHead) -> bool:
    return command.office_code in offices and bool(roles & STAFF)
