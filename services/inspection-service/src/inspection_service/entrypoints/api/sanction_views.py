"""A sanction as a caller sees it, with its rungs, its legal basis and what may come next."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from inspection_service.domain.sanction import Move, Sanction, Statement
from shared.http import Representation
from shared.identity import Caller, Role

_MOVERS: Mapping[Move, tuple[str, tuple[Role, ...]]] = MappingProxyType(
    {
        Move.IMPOSE: ("imposition", (Role.HEAD,)),
        Move.WITHDRAW: (
            "withdrawal",
            (Role.HEAD, Role.LICENSING_OFFICIAL, Role.INSPECTOR),
        ),
        Move.RESPOND: (
            "response",
            (Role.APPLICANT, Role.FRONT_OFFICE, Role.LICENSING_OFFICIAL),
        ),
        Move.OBJECT: (
            "objection",
            (Role.APPLICANT, Role.FRONT_OFFICE, Role.LICENSING_OFFICIAL),
        ),
        Move.ESCALATE: ("escalation", (Role.HEAD,)),
        Move.LIFT: ("lifting", (Role.HEAD,)),
    }
)


def sanction_view(sanction: Sanction, caller: Caller) -> dict[str, Any]:
    """The sanction with everything the business has a right to read (Ps 4(1)a, 5(5))."""
    return {
        "id": sanction.id,
        "office_code": sanction.office_code,
        "number": sanction.number,
        "violation_id": sanction.violation_id,
        "nib": sanction.nib,
        "level": sanction.level,
        "step": sanction.step,
        "licence_ids": sanction.licence_ids,
        "status": sanction.status,
        "entry_reason": sanction.entry_reason,
        "ruleset_version": sanction.ruleset_version,
        "legal_basis": sanction.rungs[-1].legal_basis if sanction.rungs else None,
        "answer_due_on": sanction.answer_due_on,
        "proposed_at": sanction.proposed_at,
        "steps": [
            {
                "step": one.step,
                "imposed_at": one.imposed_at,
                "legal_basis": one.legal_basis,
                "answer_due_on": one.answer_due_on,
            }
            for one in sanction.rungs
        ],
        "response": _said(sanction.response),
        "objection": _said(sanction.objection),
        "escalations": [_said(one) for one in sanction.escalations],
        "lifting": _said(sanction.lifting),
        "actions": [
            name
            for move, (name, roles) in _MOVERS.items()
            if move in sanction.moves and caller.has(*roles)
        ],
    }


def sanction_answer(caller: Caller) -> Callable[[Sanction], Representation]:
    """How a sanction is answered to this caller."""

    def shape(sanction: Sanction) -> Representation:
        return Representation(
            body=sanction_view(sanction, caller),
            version=sanction.version,
            location=f"/v1/sanctions/{sanction.id}",
        )

    return shape


def _said(statement: Statement | None) -> dict[str, Any] | None:
    return None if statement is None else {"reason": statement.reason, "at": statement.at}
