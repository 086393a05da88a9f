"""The one clock of a deployment; nothing else asks the machine for the time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock, moved by an offset for demonstrations and simulated years."""

    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        """The machine's time plus the offset, in UTC."""
        return datetime.now(UTC) + self.offset
