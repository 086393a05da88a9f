"""An account that represents a business, by its NIB: claimed by its owner, proved, and ended.

Two proofs count: a code that reached the address which OSS has of the person responsible, whose NIK
is the claimant's; or a deed that an officer has seen. Where somebody represents the business
already, the office decides in any case.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.errors import Conflict, Expired, InvalidRequest, TransitionNotAllowed

CODE_LIFETIME = timedelta(days=7)
# So many claims of one account in a day are tries.
MAX_CLAIMS_A_DAY = 10


class RepresentationState(StrEnum):
    """Where it stands. What a claim waits for is the office's to know."""

    CLAIMED = "claimed"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"


class Proof(StrEnum):
    """By what it was proved."""

    OSS_RECORD = "oss_record"
    DEED = "deed"


LIVE = frozenset({RepresentationState.CLAIMED, RepresentationState.GRANTED})


class AlreadyClaimed(Conflict):
    """The account has a claim of this NIB that is open or granted."""

    code = "already_claimed"
    message = "This NIB is claimed by the account already."


class CodeNotRight(InvalidRequest):
    """Not the code that was sent; it says nothing of whether one was."""

    message = "The code is not right."

    def __init__(self) -> None:
        super().__init__(pointers=(("/code", "not_right"),))


class ProofMissing(InvalidRequest):
    """A claim is granted upon a deed, and refused for a reason."""

    message = "A decision names the deed, or the reason."

    def __init__(self, pointer: str) -> None:
        super().__init__(pointers=((pointer, "required"),))


class CodeExpired(Expired):
    """A code is good for seven days."""

    message = "The code has expired; claim the business again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """The paper that an officer has seen: a deed, or a power of attorney."""

    number: str = field(repr=False)
    dated_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """`claimant_name` is what the office compares with the papers; it is sealed, as are the deed
    and the reasons. `is_sent_a_code`: the claimant's NIK is that of a person whom OSS names."""

    id: UUID
    office_code: str
    account_id: UUID
    nib: str
    claimant_name: str = field(repr=False)
    claimed_at: datetime
    is_sent_a_code: bool
    is_confirmed: bool = False
    state: RepresentationState = RepresentationState.CLAIMED
    proof: Proof | None = None
    deed: Deed | None = field(default=None, repr=False)
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = field(default="", repr=False)
    ended_by: str | None = None
    ended_at: datetime | None = None
    version: int = 0

    def confirmed(self, *, has_another: bool, at: datetime) -> "Representation":
        """The code came back. Where another account represents the business, the office decides
        still. Raises TransitionNotAllowed, CodeExpired."""
        if self.state is not RepresentationState.CLAIMED or not self.is_sent_a_code:
            raise TransitionNotAllowed
        if at > self.claimed_at + CODE_LIFETIME:
            raise CodeExpired
        known = replace(self, is_confirmed=True)
        if has_another:
            return known
        return replace(
            known, state=RepresentationState.GRANTED, proof=Proof.OSS_RECORD, decided_at=at
        )

    def granted(self, deed: Deed | None, *, by: str, at: datetime) -> "Representation":
        """An officer has seen the deed; who proved it by OSS's record needs none for being a
        second. Raises TransitionNotAllowed, ProofMissing."""
        self._require_claimed()
        if deed is None and not self.is_confirmed:
            raise ProofMissing("/deed")
        return replace(
            self,
            state=RepresentationState.GRANTED,
            proof=Proof.OSS_RECORD if deed is None else Proof.DEED,
            deed=deed,
            decided_by=by,
            decided_at=at,
        )

    def refused(self, reason: str, *, by: str, at: datetime) -> "Representation":
        """Raises TransitionNotAllowed, ProofMissing."""
        self._require_claimed()
        if not reason:
            raise ProofMissing("/reason")
        return replace(
            self,
            state=RepresentationState.REFUSED,
            reason=reason,
            decided_by=by,
            decided_at=at,
        )

    def ended(self, reason: str, *, by: str, at: datetime) -> "Representation":
        """Whoever claimed it gives it up, or the office ends it. Raises TransitionNotAllowed."""
        if self.state not in LIVE:
            raise TransitionNotAllowed
        return replace(
            self, state=RepresentationState.ENDED, reason=reason, ended_by=by, ended_at=at
        )

    def _require_claimed(self) -> None:
        if self.state is not RepresentationState.CLAIMED:
            raise TransitionNotAllowed
