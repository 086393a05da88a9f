"""A hold: what a court, an auditor or a complaint needs is not destroyed, whatever its time."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shared.errors import Conflict, InvalidRequest


class HoldLifted(Conflict):
    """It holds nothing any more."""

    code = "hold_lifted"
    message = "This hold has ended already."


class HoldReason(StrEnum):
    """Why; what is special about the case is said in the note."""

    COURT_CASE = "court_case"
    INVESTIGATION = "investigation"
    AUDIT = "audit"
    COMPLAINT = "complaint"
    SUPERVISION = "supervision"
    OTHER = "other"


class HoldSubject(StrEnum):
    """What is held: one application, everything of an account, or of a person by NIK."""

    APPLICATION = "application"
    ACCOUNT = "account"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTarget:
    """Exactly one of the three. Of a NIK its keyed index is kept, and nothing else."""

    application_id: UUID | None = None
    account: UUID | None = None
    nik: str | None = field(default=None, repr=False)

    @property
    def subject(self) -> HoldSubject:
        """Which one; raises InvalidRequest for none or several."""
        named = {
            HoldSubject.APPLICATION: self.application_id,
            HoldSubject.ACCOUNT: self.account,
            HoldSubject.PERSON: self.nik,
        }
        given = [kind for kind, value in named.items() if value is not None]
        if len(given) != 1:
            raise InvalidRequest(pointers=(("/subject", "exactly_one"),))
        return given[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """Held from `since` on, through `until` or until it is lifted. The note is sealed at rest."""

    id: UUID
    office_code: str
    subject: HoldSubject
    application_id: UUID | None
    account: str | None
    reason: HoldReason
    note: str = field(repr=False)
    put_by: str
    since: datetime
    until: date | None
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    version: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day of the office."""
        return self.lifted_at is None and (self.until is None or day <= self.until)

    def lifted(self, *, by: str, at: datetime) -> "LegalHold":
        """It ends now; raises HoldLifted for one that was lifted."""
        if self.lifted_at is not None:
            raise HoldLifted
        return replace(self, lifted_by=by, lifted_at=at)
