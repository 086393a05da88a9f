"""Closed accounts of staff: how long an office keeps whose they were.

No period is law that we could prove: ours is a proposal, under which nothing ends. The office
confirms it by setting its own, with its source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from shared.errors import Conflict, InvalidRequest

# A shorter time is a slip of the pen: what is destroyed does not come back.
SHORTEST_DAYS = 30
# Between two looks: a clock that has gone wrong for less destroys nothing.
GRACE = timedelta(days=1)
SKEW = timedelta(minutes=5)


class PeriodSetAlready(Conflict):
    """The office has set one from that day on; another day is another period."""

    code = "period_set_already"
    message = "A period is set from that day on already."


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPeriod:
    """From one day on. `recorded_by` is None for our proposal; 0 days is for ever."""

    days: int
    effective_from: date
    source: str
    verified: bool
    recorded_by: str | None = None
    recorded_at: datetime | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether the office has set it, and it ends."""
        return self.recorded_by is not None and self.days > 0

    def checked(self, *, today: date) -> "AccountPeriod":
        """Itself; raises InvalidRequest for what is too short, or begins before today."""
        if 0 < self.days < SHORTEST_DAYS:
            raise InvalidRequest(pointers=(("/days", "too_short"),))
        if self.effective_from < today:
            raise InvalidRequest(pointers=(("/effective_from", "in_the_past"),))
        return self

    def due_on(self, closed_on: date) -> date:
        """The first day on which the time is over."""
        return closed_on + timedelta(days=self.days)


PROPOSAL = AccountPeriod(
    days=1_826,
    effective_from=date(2024, 10, 17),
    source=(
        "a proposal of the product since UU 27/2022: the office's retention schedule (JRA,"
        " UU 43/2009) decides, and nothing is destroyed before the office has set its own"
    ),
    verified=False,
)


def period_on(
    periods: Iterable[AccountPeriod], day: date, *, proposal: AccountPeriod = PROPOSAL
) -> AccountPeriod:
    """The office's latest that has begun, else our proposal."""
    begun = [one for one in periods if one.effective_from <= day]
    return max(begun, key=lambda one: one.effective_from, default=proposal)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedAccount:
    """An account that was closed and still says whose it was; `listed_at` is the first look."""

    account_id: UUID
    closed_at: datetime
    listed_at: datetime | None = None

    def is_ripe(self, now: datetime) -> bool:
        """Whether it was listed long enough ago for the second look."""
        return self.listed_at is not None and self.listed_at + GRACE <= now

    def is_to_list(self, now: datetime) -> bool:
        """Whether it was not listed yet, or by a clock that was ahead."""
        return self.listed_at is None or self.listed_at > now + SKEW
