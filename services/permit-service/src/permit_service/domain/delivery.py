"""How a licence was handed over: by a link to where the applicant wants it, or at the counter."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.errors import InvalidRequest

# What was signed longer ago than this and never handed over is for the back office to look at.
LATEST = timedelta(days=7)


class Means(StrEnum):
    """By mail or SMS as the applicant prefers (Ps 6(1)f), or on paper to a receiver."""

    ELECTRONIC = "electronic"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What is said of a handing over; at the counter there is a receiver and a day."""

    means: Means = Means.ELECTRONIC
    receiver: str | None = field(default=None, repr=False)
    handed_over_on: date | None = None

    def checked(self, *, signed_on: date, today: date) -> "Handover":
        """Itself, dated; raises InvalidRequest where receiver or day are missing, said of a link,
        or outside of signature and today."""
        is_counter = self.means is Means.COUNTER
        if is_counter != (self.receiver is not None):
            code = "required" if is_counter else "not_allowed"
            raise InvalidRequest(pointers=(("/receiver", code),))
        if not is_counter and self.handed_over_on is not None:
            raise InvalidRequest(pointers=(("/handed_over_on", "not_allowed"),))
        day = self.handed_over_on or today
        if not signed_on <= day <= today:
            code = "in_future" if day > today else "before_signature"
            raise InvalidRequest(pointers=(("/handed_over_on", code),))
        return Handover(means=self.means, receiver=self.receiver, handed_over_on=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One handing over. An automatic one is done for the back office (Ps 6(3))."""

    id: UUID
    office_code: str
    application_id: UUID
    licence_id: UUID
    means: Means
    is_automatic: bool
    delivered_by: str
    delivered_at: datetime
    handed_over_on: date
    receiver: str | None = field(default=None, repr=False)
