"""Logs of who did and read what: how long an office keeps them, and what is destroyed of them.

As with everything that does not come back: what goes was listed first, under a period that the
office has set itself. Ours are proposals, under which nothing ends.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from gateway.domain.privacy.closed_account import GRACE, SKEW, AccountPeriod, period_on
from shared.errors import Conflict, InvalidRequest, TransitionNotAllowed

# The database lets nothing younger go.
SHORTEST_DAYS = 366


class LogPeriodNotConfirmed(Conflict):
    """The office has not set how long it keeps this log: nothing of it is destroyed."""

    code = "period_not_confirmed"
    message = "The office has not set how long it keeps this log."


class RetainedLog(StrEnum):
    """Who read personal data, in every service; and every request at the door."""

    ACCESS_LOG = "access_log"
    INTERACTION = "interaction"


class DisposalState(StrEnum):
    """How far it is."""

    LISTED = "listed"
    DESTROYING = "destroying"
    DESTROYED = "destroyed"


def _proposed(days: int) -> AccountPeriod:
    return AccountPeriod(
        days=days,
        effective_from=date(2024, 10, 17),
        source=(
            "a proposal of the product since UU 27/2022: the office's retention schedule (JRA,"
            " UU 43/2009) decides, and nothing is destroyed before the office has set its own"
        ),
        verified=False,
    )


PROPOSALS: Mapping[RetainedLog, AccountPeriod] = {
    RetainedLog.ACCESS_LOG: _proposed(1_826),
    RetainedLog.INTERACTION: _proposed(SHORTEST_DAYS),
}


def log_period_on(log: RetainedLog, periods: Iterable[AccountPeriod], day: date) -> AccountPeriod:
    """The office's latest that has begun, else our proposal."""
    return period_on(periods, day, proposal=PROPOSALS[log])


def checked_period(period: AccountPeriod, *, today: date) -> AccountPeriod:
    """Itself; raises InvalidRequest for less than a year, or a day before today."""
    if 0 < period.days < SHORTEST_DAYS:
        raise InvalidRequest(pointers=(("/days", "too_short"),))
    return period.checked(today=today)


def due_until(period: AccountPeriod, now: datetime) -> datetime:
    """What is from before that moment is not kept any longer."""
    return now - timedelta(days=period.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDisposal:
    """A list by its edge: everything before `until`, so many records in each service."""

    id: UUID
    office_code: str
    log: RetainedLog
    until: datetime
    counts: Mapping[str, int]
    listed_by: str
    listed_at: datetime
    ordered_by: str | None = None
    ordered_at: datetime | None = None
    destroyed_at: datetime | None = None
    version: int = 0

    @property
    def state(self) -> DisposalState:
        """How far it is."""
        if self.destroyed_at is not None:
            return DisposalState.DESTROYED
        return DisposalState.LISTED if self.ordered_at is None else DisposalState.DESTROYING

    @property
    def total(self) -> int:
        """In all services."""
        return sum(self.counts.values())

    def is_ripe(self, now: datetime) -> bool:
        """Whether it was listed long enough ago for the second look, by a clock that was right."""
        return self.state is DisposalState.LISTED and self.listed_at + GRACE <= now

    def is_recent(self, now: datetime) -> bool:
        """Whether a new list would be one too many; one of a clock that was ahead counts for
        none."""
        return now - GRACE < self.listed_at <= now + SKEW

    def ordered(self, period: AccountPeriod, *, by: str, at: datetime) -> "LogDisposal":
        """What is due still is destroyed from now on. Raises TransitionNotAllowed for what was
        ordered, or is kept longer by now; LogPeriodNotConfirmed."""
        if not period.is_confirmed:
            raise LogPeriodNotConfirmed
        if self.state is not DisposalState.LISTED or self.until > due_until(period, at):
            raise TransitionNotAllowed
        return replace(self, ordered_by=by, ordered_at=at)

    def destroyed(self, *, at: datetime) -> "LogDisposal":
        """Nothing is left of it; raises TransitionNotAllowed when somebody else saw that first."""
        if self.state is not DisposalState.DESTROYING:
            raise TransitionNotAllowed
        return replace(self, destroyed_at=at)
