"""An office's own days of a year: where it departs from the national calendar."""

from dataclasses import dataclass
from datetime import date

from shared.errors import InvalidRequest

MAX_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """A day on which the office is closed, or open where others are not."""

    day: date
    name: str
    is_working: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCalendar:
    """All of a year's own days; a change replaces them whole and counts the version up."""

    office_code: str
    year: int
    days: tuple[OwnDay, ...]
    version: int = 0

    def __post_init__(self) -> None:
        named = [one.day for one in self.days]
        if len(set(named)) != len(named):
            raise InvalidRequest(pointers=(("/days", "same_day_twice"),))
        if any(day.year != self.year for day in named):
            raise InvalidRequest(pointers=(("/days", "outside_of_the_year"),))
