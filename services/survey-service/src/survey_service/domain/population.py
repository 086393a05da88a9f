"""The population that a sample stands for: counted here, or stated by the office with what it
means. Some quarters are known only as counts, and licences are never invented for them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from survey_service.domain.licence_use import LOCAL_CHANNELS, ServiceUse


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPopulation:
    """What an office counted for a period, and its definition."""

    office_code: str
    period: str
    count: int
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLicences:
    """Licences of a month known only as a count. `kind` stands in the recap's `row`, which
    gathers `services`; the highest `version` of a kind's month stands."""

    month: date
    channel: str
    kind: str
    row: str
    services: tuple[str, ...]
    count: int
    version: int


def population_of(issued: Iterable[ServiceUse], counted: Iterable[CountedLicences]) -> int:
    """Licences of the local channels, by the rule of the report's recap.

    A count stands for its whole cell of a month, a channel and a row, and is never added to the
    licences recorded in it: of the two the larger one is taken. Where one row holds counts of
    several services, each is compared with its own licences, and their sum with the whole row.
    """
    counts = [one for one in counted if one.channel in LOCAL_CHANNELS]
    # (month, channel, row) -> kind -> [recorded, counted]
    cells: dict[tuple[date, str, str], dict[str, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    for use in issued:
        if use.channel in LOCAL_CHANNELS:
            row = _row_of(use, counts)
            cells[use.month, use.channel, row][use.service_code][0] += use.licences
    for one in counts:
        cells[one.month, one.channel, one.row][one.kind][1] += one.count
    return sum(_standing(row, kinds) for (_, _, row), kinds in cells.items())


def _row_of(use: ServiceUse, counts: Sequence[CountedLicences]) -> str:
    for one in counts:
        is_same_cell = (one.month, one.channel) == (use.month, use.channel)
        if is_same_cell and use.service_code in {one.row, *one.services}:
            return one.row
    return use.service_code


def _standing(row: str, kinds: dict[str, list[int]]) -> int:
    whole = kinds.pop(row, [0, 0])
    return max(*whole, sum(max(pair) for pair in kinds.values()))
