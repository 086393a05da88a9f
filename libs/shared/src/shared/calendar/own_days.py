"""An office's own days laid over the nation's."""

from datetime import date
from functools import lru_cache

from shared.calendar.holidays import (
    Holiday,
    HolidayKind,
    NationalHolidays,
    shipped_national_holidays,
)
from shared.calendar.working_days import WorkingCalendar


@lru_cache(maxsize=256)
def calendar_of(own_days: tuple[tuple[date, str, bool], ...], *, worked: bool) -> WorkingCalendar:
    """The nation's days under the office's own; an own working day takes a holiday away."""
    national = shipped_national_holidays()
    working = {day for day, _, is_working in own_days if is_working}
    return WorkingCalendar.build(
        NationalHolidays(
            source=national.source,
            decrees=national.decrees,
            years=national.years,
            days=tuple(one for one in national.days if one.on not in working),
        ),
        office_days=[
            Holiday(on=day, name=name, kind=HolidayKind.OFFICE)
            for day, name, is_working in own_days
            if not is_working
        ],
        count_cuti_bersama_as_working=worked,
    )
