"""A clock that stands where a test puts it."""

from datetime import datetime, timedelta


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Where the clock stands."""
        return self._at

    def move(self, by: timedelta) -> None:
        """Moves the clock, backwards too."""
        self._at += by

    def set(self, at: datetime) -> None:
        """Puts the clock somewhere else."""
        self._at = at
