"""Working calendars as they are kept: by their content, so that an old reading can be repeated."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.calendar.holidays import Holiday, HolidayKind
from shared.calendar.working_days import WorkingCalendar


def calendar_json(calendar: WorkingCalendar) -> dict[str, Any]:
    """The whole calendar but its version."""
    return {
        "years": sorted(calendar.years),
        "provisional_years": sorted(calendar.provisional_years),
        "counts_cuti_bersama_as_working": calendar.count_cuti_bersama_as_working,
        "holidays": [
            {
                "on": one.on.isoformat(),
                "name": one.name,
                "kind": one.kind.value,
                "provisional": one.provisional,
            }
            for one in sorted(calendar.holidays.values(), key=lambda day: day.on)
        ],
    }


def calendar_from(version: str, content: Mapping[str, Any]) -> WorkingCalendar:
    """The calendar that was kept under that version."""
    days = [
        Holiday(
            on=date.fromisoformat(one["on"]),
            name=one["name"],
            kind=HolidayKind(one["kind"]),
            provisional=one["provisional"],
        )
        for one in content["holidays"]
    ]
    return WorkingCalendar(
        version=version,
        years=frozenset(content["years"]),
        provisional_years=frozenset(content["provisional_years"]),
        holidays={one.on: one for one in days},
        count_cuti_bersama_as_working=content["counts_cuti_bersama_as_working"],
    )
