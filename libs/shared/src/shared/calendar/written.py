"""Dates as people write them, in Indonesian and in English."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

MONTHS: Mapping[Literal["id", "en"], tuple[str, ...]] = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def long_date(day: date, language: Literal["id", "en"] = "id") -> str:
    """`30 Juni 2024`, `30 June 2024`."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
