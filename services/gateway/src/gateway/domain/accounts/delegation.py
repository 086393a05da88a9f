"""The Head's office held by another between two dates (Plt., Plh.)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.errors import InvalidRequest, TransitionNotAllowed
from shared.identity import Role


class DelegationKind(StrEnum):
    """Plt.: the post is vacant. Plh.: its holder is away."""

    PLT = "plt"
    PLH = "plh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """From the first to the last day, both included, as the office counts days."""

    id: UUID
    office_code: str
    account_id: UUID
    kind: DelegationKind
    valid_from: date
    valid_until: date
    legal_basis: str
    role: Role = Role.HEAD
    revoked_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.valid_until < self.valid_from:
            raise InvalidRequest(pointers=(("/valid_until", "before_valid_from"),))

    def covers(self, day: date) -> bool:
        """Whether the role is held on this day; what was revoked covers none from then on."""
        return self.revoked_at is None and self.valid_from <= day <= self.valid_until

    def revoked(self, *, at: datetime, today: date) -> "Delegation":
        """Ended at once; raises TransitionNotAllowed for one that has ended already."""
        if self.revoked_at is not None or today > self.valid_until:
            raise TransitionNotAllowed
        return replace(self, revoked_at=at)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The first moment at which the role is no longer held."""
        return datetime.combine(self.valid_until + timedelta(days=1), time.min, zone)
