"""An administrator records who holds the Head's office between two dates."""

from dataclasses import dataclass
from datetime import date

from gateway.application.ports import Ports
from gateway.domain.delegation import Delegation, DelegationKind
from gateway.domain.errors import NotStaffOfOffice
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
        return work.answer(delegation)


def _works_in(offices: tuple[str, ...], roles: frozenset[Role], command: DelegateHead) -> bool:
    return command.office_code in offices and bool(roles & STAFF)
