"""The holidays of the nation as dated rows: national days and cuti bersama, two separate kinds.

The rows ship with the package (`holidays_id.json`, with their source and decrees). A year that no
joint decree (SKB 3 Menteri) has fixed yet is provisional as a whole.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any


class HolidayKind(StrEnum):
    """Why nobody works: the nation's day, a day of collective leave, or the office's own day."""

    NATIONAL = "LIBUR_NASIONAL"
    CUTI_BERSAMA = "CUTI_BERSAMA"
    OFFICE = "LIBUR_DAERAH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One day off. `provisional`: the date is an estimate that a decree may still move."""

    on: date
    name: str
    kind: HolidayKind
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalHolidays:
    """What the central government has set (and what is estimated) for a range of years."""

    source: str
    decrees: Mapping[int, str]
    years: frozenset[int]
    days: tuple[Holiday, ...]

    @property
    def provisional_years(self) -> frozenset[int]:
        """Years that no joint decree has fixed yet."""
        return self.years - self.decrees.keys()


@lru_cache(maxsize=1)
def shipped_national_holidays() -> NationalHolidays:
    """The rows that ship with the package; an office's own table may replace them."""
    text = resources.files(__package__).joinpath("holidays_id.json").read_text(encoding="utf-8")
    return _parse(json.loads(text))


def _parse(document: Mapping[str, Any]) -> NationalHolidays:
    years: Mapping[str, Any] = document["years"]
    return NationalHolidays(
        source=document["source"],
        decrees={int(year): decree for year, decree in document["skb"].items()},
        years=frozenset(int(year) for year in years),
        days=tuple(
            Holiday(
                on=date.fromisoformat(row["date"]),
                name=row["name"],
                kind=HolidayKind(row["kind"]),
                provisional=row["provisional"],
            )
            for year in years.values()
            for row in year["days"]
        ),
    )
