"""An office as far as surveys need it: its own day, and whether its licences wait for answers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.calendar.office_time import Period, local_date, office_zone, parse_period, quarter_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The gateway owns offices; this is a copy that follows its facts."""

    code: str
    name: str
    time_zone: str
    survey_gate: str
    settings_version: int

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return office_zone(self.time_zone)

    def day_of(self, instant: datetime) -> date:
        """The day it is at the office."""
        return local_date(instant, self.zone)

    def period(self, text: str) -> Period:
        """`YYYY`, `YYYY-Qn` or `YYYY-MM` in the office's own time."""
        return parse_period(text, self.zone)


def period_before(period: Period, zone: ZoneInfo) -> Period:
    """The period of the same length before: 2024-Q1 after 2023-Q4, 2024-03 after 2024-02."""
    last = period.first_day - timedelta(days=1)
    if "Q" in period.label:
        label = quarter_of(last).label
    elif "-" in period.label:
        label = f"{last.year:04d}-{last.month:02d}"
    else:
        label = f"{last.year:04d}"
    return parse_period(label, zone)
