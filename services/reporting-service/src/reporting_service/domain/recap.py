"""The recap of one channel and quarter: what was issued, by kind and month.

A cell is known from licences recorded one by one and from counts. A count stands for its whole
cell, so the two are never added; where more licences are recorded than were counted, the recorded
ones stand and the row says so. Unlike measures have no common total.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reporting_service.domain.kinds import (
    Channel,
    Measure,
    label_of,
    printed_kinds,
    row_of,
)
from reporting_service.domain.labels import months_of
from reporting_service.domain.licence_count import LicenceCount

Months = tuple[int, int, int]
RowKey = tuple[str, Measure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Licences (or projects, or NIBs) recorded one by one in a month."""

    channel: Channel
    kind: str
    measure: Measure
    month: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapRow:
    """One kind over the three months. `exceeds_count` marks months recorded beyond the count."""

    code: str
    label: str
    measure: Measure
    months: Months
    exceeds_count: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """The quarter's sum, of one measure."""
        return sum(self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """A channel's quarter. Without any figure it is not known, which is not zero."""

    channel: Channel
    rows: tuple[RecapRow, ...]
    is_known: bool

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is counted in this recap."""
        return tuple(dict.fromkeys(row.measure for row in self.rows))

    def monthly(self, measure: Measure) -> Months:
        """The column totals of one measure."""
        first, second, third = (
            sum(row.months[place] for row in self.rows if row.measure is measure)
            for place in range(3)
        )
        return first, second, third

    def total(self, measure: Measure) -> int:
        """The grand total of one measure."""
        return sum(self.monthly(measure))


def recap(
    channel: Channel,
    quarter: int,
    *,
    recorded: Iterable[Recorded],
    counts: Iterable[LicenceCount],
) -> Recap:
    """Puts what is known of a channel's quarter into its printed rows."""
    months = months_of(quarter)
    found = [one for one in recorded if one.channel is channel and one.month in months]
    counted = [one for one in counts if one.channel is channel and one.month in months]
    rows = [
        _row(key, label, months, found, counted)
        for key, label in _labels(channel, found, counted).items()
    ]
    return Recap(channel=channel, rows=tuple(rows), is_known=bool(found or counted))


def _labels(
    channel: Channel, found: Sequence[Recorded], counted: Sequence[LicenceCount]
) -> dict[RowKey, str]:
    """Every row and its wording: the printed rows first, then kinds of the office's own."""
    labels = {(kind.code, kind.measure): kind.label for kind in printed_kinds(channel)}
    for one in found:
        labels.setdefault(_row_key(one.channel, one.kind, one.measure), one.kind)
    for count in counted:
        key = _row_key(count.channel, count.kind, count.measure)
        if key[0] == count.kind:
            labels[key] = label_of(count.kind, count.label)
        labels.setdefault(key, count.label)
    return labels


def _row_key(channel: Channel, code: str, measure: Measure) -> RowKey:
    kind = row_of(code, channel=channel, measure=measure)
    return (kind.code if kind else code), measure


def _row(
    key: RowKey,
    label: str,
    months: Months,
    found: Sequence[Recorded],
    counted: Sequence[LicenceCount],
) -> RecapRow:
    code, measure = key
    cells: list[int] = []
    exceeding: list[int] = []
    for month in months:
        kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for one in found:
            if one.month == month and _row_key(one.channel, one.kind, one.measure) == key:
                kinds[one.kind][0] += one.count
        for count in counted:
            if count.month == month and _row_key(count.channel, count.kind, count.measure) == key:
                kinds[count.kind][1] += count.count
        whole_row = kinds.pop(code, [0, 0])
        by_service = sum(max(pair) for pair in kinds.values())
        cells.append(max(*whole_row, by_service))
        recorded_ones = whole_row[0] + sum(pair[0] for pair in kinds.values())
        if 0 < whole_row[1] < recorded_ones:
            exceeding.append(month)
    first, second, third = cells
    return RecapRow(
        code=code,
        label=label,
        measure=measure,
        months=(first, second, third),
        exceeds_count=tuple(exceeding),
    )
