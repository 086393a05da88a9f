"""What supervision came to in a year, as everybody may read it (Perbup Sumba Timur 32/2023 Ps 3):
plans, inspections, and the number and kind of their results, without a business in it.

A cell of fewer than five could tell businesses apart: it is hidden, and so is whatever it could be
worked out from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

SMALLEST_CELL = 5
MOST_YEARS = 5


class ResultKind(StrEnum):
    """What was told of supervision."""

    PLAN = "plan"
    ASSIGNED = "assigned"
    FINDING = "finding"
    NOT_DONE = "not_done"
    VIOLATION = "violation"
    CORRECTION = "correction"
    SANCTION = "sanction"
    LIFTED = "lifted"
    RATING = "rating"


# The kinds that say something of businesses, with the words that each may have.
RESULTS: Mapping[ResultKind, tuple[str, ...]] = {
    ResultKind.FINDING: ("no_violation", "violation_found"),
    ResultKind.VIOLATION: ("light", "medium", "heavy"),
    ResultKind.CORRECTION: ("accepted",),
    ResultKind.SANCTION: (
        "warning_1",
        "warning_2",
        "warning_3",
        "first_and_last_warning",
        "suspension",
        "licence_revocation",
        "supporting_licence_revocation",
    ),
    ResultKind.LIFTED: ("lifted",),
    ResultKind.RATING: ("very_good", "good", "poor"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionResult:
    """One thing that was told. `part` keeps apart what happens to one subject more than once; what
    was told last of a subject's part stands. `number` is how many it counts for."""

    office_code: str
    kind: ResultKind
    subject: UUID
    part: str = ""
    code: str
    year: int
    number: int = 1
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCount:
    """How many of a kind and word there were in a year, and what they count for together."""

    year: int
    kind: ResultKind
    code: str
    count: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A total and its cells; nothing where a figure is hidden. With `keeps_total` a hidden total is
    small and a hidden cell may be any; without it, the other way round."""

    total: int | None
    cells: Mapping[str, int | None]
    keeps_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionYear:
    """`visits` are those of the plans; `done` and `not_done` are inspections. Of fewer than five
    that were done it is not told what they found, nor how many they were."""

    year: int
    plans: int
    visits: int
    assigned: Mapping[str, int]
    done: int | None
    not_done: int
    results: Mapping[ResultKind, Breakdown]


def years_of(counts: Iterable[ResultCount]) -> tuple[SupervisionYear, ...]:
    """The newest years in which anything was told, the newest first."""
    of_year: dict[int, list[ResultCount]] = defaultdict(list)
    for one in counts:
        of_year[one.year].append(one)
    newest = sorted(of_year, reverse=True)[:MOST_YEARS]
    return tuple(_year(year, of_year[year]) for year in newest)


def _year(year: int, counts: Sequence[ResultCount]) -> SupervisionYear:
    def of(kind: ResultKind) -> dict[str, int]:
        return {one.code: one.count for one in counts if one.kind is kind}

    results = {
        kind: hidden(
            {word: of(kind).get(word, 0) for word in words}, keeps_total=kind is ResultKind.FINDING
        )
        for kind, words in RESULTS.items()
    }
    plans = [one for one in counts if one.kind is ResultKind.PLAN]
    return SupervisionYear(
        year=year,
        plans=sum(one.count for one in plans),
        visits=sum(one.number for one in plans),
        assigned={word: of(ResultKind.ASSIGNED).get(word, 0) for word in ("routine", "incidental")},
        done=results[ResultKind.FINDING].total,
        not_done=sum(of(ResultKind.NOT_DONE).values()),
        results=results,
    )


def hidden(cells: Mapping[str, int], *, keeps_total: bool = False) -> Breakdown:
    """The cells as they may be shown; a zero tells of nobody. A small cell is hidden with the
    total, since the others stay. Where the total has to stand, all cells but zeros are hidden, and
    the total as well if it is small itself."""
    total = sum(cells.values())
    small = {word for word, count in cells.items() if 0 < count < SMALLEST_CELL}
    if not small:
        return Breakdown(total=total, cells=dict(cells), keeps_total=keeps_total)
    kept_back = {word for word, count in cells.items() if count} if keeps_total else small
    return Breakdown(
        total=total if keeps_total and total >= SMALLEST_CELL else None,
        cells={word: None if word in kept_back else count for word, count in cells.items()},
        keeps_total=keeps_total,
    )
