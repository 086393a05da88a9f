"""What reporting knows of complaints, outages and sanctions: dates and codes, never people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.calendar.office_time import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """An entry of the complaints register. Facts may arrive before the entry itself."""

    id: UUID
    number: str = ""
    kind: str = ""
    against: str = ""
    ground: str = ""
    filed_at: datetime | None = None
    verified_at: datetime | None = None
    proven: bool | None = None
    resolved_at: datetime | None = None
    unblocking_requested_at: datetime | None = None

    def belongs_to(self, period: Period) -> bool:
        """Filed in the period, or carried over: filed before and still open when it began."""
        if self.filed_at is None or self.filed_at >= period.end:
            return False
        return self.resolved_at is None or self.resolved_at >= period.start

    def is_carried_over(self, period: Period) -> bool:
        """Filed before the period."""
        return self.filed_at is not None and self.filed_at < period.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A time in which an outside system did not answer: an interruption, or maintenance that was
    announced. An open one has no end."""

    id: UUID
    system: str
    started_at: datetime
    ended_at: datetime | None = None
    kind: Literal["interruption", "maintenance"] = "interruption"

    def touches(self, period: Period) -> bool:
        """Whether any moment of it lies in the period."""
        ended = self.ended_at is None or self.ended_at >= period.start
        return self.started_at < period.end and ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """A sanction with its present rung."""

    id: UUID
    step: str
    imposed_at: datetime
    lifted_at: datetime | None = None
