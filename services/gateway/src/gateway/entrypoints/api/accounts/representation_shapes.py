"""What is sent and shown of an account's claims to represent a business."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from gateway.application.accounts.decide_representation import DECIDERS
from gateway.application.accounts.read_representations import SeenRepresentation
from gateway.domain.accounts.representation import (
    LIVE,
    Proof,
    Representation,
    RepresentationState,
)
from gateway.entrypoints.api.fields import Line, Lines, OfficeCode
from shared.http import Answer
from shared.identity import Caller

Nib = Annotated[str, StringConstraints(pattern=r"^[0-9]{13}$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class NewClaim(BaseModel):
    """Which business, and at which office it is known."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"nib": "9120001234567", "office_code": "53.11"}]}
    )

    nib: Nib
    office_code: OfficeCode


class Confirmation(BaseModel):
    """The code of the mail that went to the address which OSS has."""

    code: Code


class DeedBody(BaseModel):
    """The deed, or the power of attorney, that was shown at the counter."""

    number: Line
    dated_on: date


class Decision(BaseModel):
    """Granted upon a deed, or refused for a reason."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"granted": True, "deed": {"number": "AHU-12.AH.01.01", "dated_on": "2024-03-01"}}
            ]
        }
    )

    granted: bool
    deed: DeedBody | None = None
    reason: Lines | None = None


class Ending(BaseModel):
    """Why it ends."""

    reason: Lines | None = None


class RepresentationAnswer(Answer):
    """A claim and what became of it. Once it is granted, the account's next token names the NIB."""

    id: UUID
    office_code: str
    nib: str
    state: RepresentationState
    claimed_at: datetime
    proof: Proof | None
    decided_at: datetime | None
    ended_at: datetime | None
    actions: list[str]


class DeedAnswer(Answer):
    """The paper that was seen."""

    number: str
    dated_on: date


class SeenAnswer(RepresentationAnswer):
    """The same with its words. What the office compares with the papers, and whether somebody else
    represents the business already, is shown to the office alone."""

    deed: DeedAnswer | None
    reason: str | None
    claimant_id: UUID | None
    claimant_name: str | None
    is_confirmed_by_oss: bool | None
    has_another_representative: bool | None


class RepresentationsPage(Answer):
    """A page of claims."""

    items: list[RepresentationAnswer]
    next_cursor: str | None


def is_own(found: Representation, caller: Caller) -> bool:
    """Whether the caller is the claimant."""
    return str(found.account_id) == caller.actor


def _actions(found: Representation, caller: Caller) -> list[str]:
    actions = []
    is_claimed = found.state is RepresentationState.CLAIMED
    if is_claimed and is_own(found, caller):
        actions.append("confirmation")
    if is_claimed and caller.has(*DECIDERS):
        actions.append("decision")
    if found.state in LIVE and (is_own(found, caller) or caller.has(*DECIDERS)):
        actions.append("ending")
    return actions


def summary(found: Representation, caller: Caller) -> dict[str, Any]:
    """A `RepresentationAnswer`, with what this caller may do next."""
    return {
        "id": found.id,
        "office_code": found.office_code,
        "nib": found.nib,
        "state": found.state,
        "claimed_at": found.claimed_at,
        "proof": found.proof,
        "decided_at": found.decided_at,
        "ended_at": found.ended_at,
        "actions": _actions(found, caller),
    }


def seen_whole(seen: SeenRepresentation, caller: Caller) -> dict[str, Any]:
    """A `SeenAnswer`: what the claimant does not see is null for them."""
    found, is_office = seen.representation, not is_own(seen.representation, caller)
    deed = found.deed
    return summary(found, caller) | {
        "deed": None if deed is None else {"number": deed.number, "dated_on": deed.dated_on},
        "reason": found.reason or None,
        "claimant_id": found.account_id if is_office else None,
        "claimant_name": found.claimant_name if is_office else None,
        "is_confirmed_by_oss": found.is_confirmed if is_office else None,
        "has_another_representative": seen.has_another if is_office else None,
    }
