"""The office's own licence numbers: series that begin anew each year, without gaps or doubles.

A number is reserved for one application before its document is typeset, and stays with it: a
second try uses the same number. A withdrawn application gives its number back to the series.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from permit_service.domain.errors import SignatureInProgress
from permit_service.domain.number_format import FormatEdition

# An attempt whose length nobody has said.
ATTEMPT_LASTS = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Where a series stands: the last number given, and those that came back."""

    last: int = 0
    returned: tuple[int, ...] = ()

    def take(self) -> tuple[int, "Series"]:
        """The lowest number that came back, else the next one."""
        if self.returned:
            lowest = min(self.returned)
            rest = tuple(one for one in self.returned if one != lowest)
            return lowest, replace(self, returned=rest)
        return self.last + 1, replace(self, last=self.last + 1)

    def continued(self, last: int) -> "Series":
        """As if that number had been given already; a series never goes back."""
        return replace(self, last=max(self.last, last))

    def give_back(self, number: int) -> "Series":
        """A number that no licence will bear."""
        return replace(self, returned=(*self.returned, number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """What an application's licence will be called. `attempt` is the try that may record; after
    `attempt_seconds` it counts as dead and another may begin."""

    application_id: UUID
    office_code: str
    series_key: str
    licence_id: UUID
    year: int
    sequence: int
    number: str
    verification_token: str
    attempt: UUID | None = None
    attempted_at: datetime | None = None
    attempt_seconds: int = int(ATTEMPT_LASTS.total_seconds())
    number_format: FormatEdition | None = None

    def try_to_sign(
        self, attempt: UUID, *, at: datetime, lasts: timedelta = ATTEMPT_LASTS
    ) -> "Reservation":
        """One try at a time; raises SignatureInProgress while another one may still succeed."""
        if self.is_busy(at=at):
            raise SignatureInProgress(retry_after_seconds=1)
        seconds = math.ceil(lasts.total_seconds())
        return replace(self, attempt=attempt, attempted_at=at, attempt_seconds=seconds)

    def is_busy(self, *, at: datetime) -> bool:
        """Whether somebody is signing now."""
        if self.attempted_at is None:
            return False
        return at < self.attempted_at + timedelta(seconds=self.attempt_seconds)

    def let_go(self) -> "Reservation":
        """The try has failed; the number stays with the application."""
        return replace(self, attempt=None, attempted_at=None)
