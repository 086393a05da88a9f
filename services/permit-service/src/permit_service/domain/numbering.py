"""The office's own licence numbers: a series per service and year, without gaps or doubles.

A number is reserved for one application before its document is typeset, and stays with it: a
second try uses the same number. A withdrawn application gives its number back to the series.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from permit_service.domain.errors import SignatureInProgress

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

# After it an attempt counts as dead and another may begin; only one of them can be recorded.
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

    def give_back(self, number: int) -> "Series":
        """A number that no licence will bear."""
        return replace(self, returned=(*self.returned, number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """What an application's licence will be called. `attempt` is the try that may record."""

    application_id: UUID
    office_code: str
    service_code: str
    licence_id: UUID
    year: int
    sequence: int
    number: str
    verification_token: str
    attempt: UUID | None = None
    attempted_at: datetime | None = None

    def try_to_sign(self, attempt: UUID, *, at: datetime) -> "Reservation":
        """One try at a time; raises SignatureInProgress while another one may still succeed."""
        if self.is_busy(at=at):
            raise SignatureInProgress(retry_after_seconds=1)
        return replace(self, attempt=attempt, attempted_at=at)

    def is_busy(self, *, at: datetime) -> bool:
        """Whether somebody is signing now."""
        return self.attempted_at is not None and at < self.attempted_at + ATTEMPT_LASTS

    def let_go(self) -> "Reservation":
        """The try has failed; the number stays with the application."""
        return replace(self, attempt=None, attempted_at=None)


def licence_number(sequence: int, *, service_code: str, number_code: str, at: datetime) -> str:
    """`0001/REKLAME/DPMPTSP-MT/XI/2026`; `at` is in the office's own time."""
    month = ROMAN_MONTHS[at.month - 1]
    return f"{sequence:04d}/{service_code}/{number_code}/{month}/{at.year}"
