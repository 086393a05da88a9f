"""A circuit breaker: an outside system that does not answer is left alone for a while.

Closed: everybody may ask. Open: nobody may, until `retry_at`. Half open: one caller asks, the
others wait for what comes of it; a caller that dies gives its turn away when its lease ends.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from shared.errors import Unavailable

MAX_DOUBLINGS = 16


class CircuitOpen(Unavailable):
    """The outside system did not answer of late and is left alone for the moment."""

    message = "The outside system does not answer at the moment; try again later."


class CircuitState(StrEnum):
    """Whether the system is asked."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitRule:
    """It opens after so many failures in a row; the wait doubles with each probe that fails."""

    failures: int = 3
    first_wait: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(minutes=10)
    probe_lease: timedelta = timedelta(minutes=2)


DEFAULT_RULE = CircuitRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """The way to one system. `failures` counts those in a row, since `failing_since`; `retry_at`
    is the end of the wait, or of the probe's lease when half open. Whoever asks keeps it: a
    process for itself, or a table for all workers."""

    state: CircuitState = CircuitState.CLOSED
    failures: int = 0
    failing_since: datetime | None = None
    retry_at: datetime | None = None
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    last_failure: str | None = None

    def admitting(self, *, now: datetime, rule: CircuitRule) -> Self:
        """As it stands once the caller may ask; raises CircuitOpen, with the seconds to wait."""
        if self.state is CircuitState.CLOSED:
            return self
        left = timedelta(0) if self.retry_at is None else self.retry_at - now
        # A wait longer than any there is: the clock was set back since.
        if timedelta(0) < left <= max(rule.longest_wait, rule.probe_lease):
            raise CircuitOpen(retry_after_seconds=max(1, int(left.total_seconds())))
        return replace(self, state=CircuitState.HALF_OPEN, retry_at=now + rule.probe_lease)

    def succeeded(self, *, now: datetime) -> Self:
        """Closed: the system has answered, whoever had asked it."""
        return replace(
            self,
            state=CircuitState.CLOSED,
            failures=0,
            failing_since=None,
            retry_at=None,
            last_success_at=now,
        )

    def refused(self, code: str, *, now: datetime) -> Self:
        """Closed: a refusal is an answer, though no success."""
        closed = self.succeeded(now=now)
        return replace(
            closed, last_success_at=self.last_success_at, last_failure=code, last_failure_at=now
        )

    def failed(self, code: str, *, now: datetime, rule: CircuitRule) -> Self:
        """One failure more. Those of callers who had set out before it opened change no wait."""
        noted = replace(
            self,
            failing_since=self.failing_since or now,
            last_failure=code,
            last_failure_at=now,
        )
        if self.state is CircuitState.OPEN:
            return noted
        failures = self.failures + 1
        if self.state is CircuitState.CLOSED and failures < rule.failures:
            return replace(noted, failures=failures)
        doublings = min(max(0, failures - rule.failures), MAX_DOUBLINGS)
        wait = min(rule.first_wait * 2**doublings, rule.longest_wait)
        return replace(noted, failures=failures, state=CircuitState.OPEN, retry_at=now + wait)
