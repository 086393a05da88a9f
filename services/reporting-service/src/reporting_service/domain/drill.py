"""A recap opened to its services. What is known of a row beyond its services stands under `tidak
dirinci`: no split is invented, and the rows still sum to the recap's."""

from collections.abc import Iterable, Sequence

from reporting_service.domain.kinds import Channel, Measure, row_of
from reporting_service.domain.labels import months_of
from reporting_service.domain.licence_count import LicenceCount
from reporting_service.domain.recap import Months, Recap, RecapRow, Recorded, recap

NOT_SPLIT = "tidak dirinci"


def opened(
    channel: Channel,
    quarter: int,
    *,
    recorded: Iterable[Recorded],
    counts: Iterable[LicenceCount],
) -> Recap:
    """The same sums as `recap`, with a row per service."""
    found, counted = list(recorded), list(counts)
    closed = recap(channel, quarter, recorded=found, counts=counted)
    rows: list[RecapRow] = []
    for row in closed.rows:
        services = _services(channel, quarter, row, found, counted)
        rest = _minus(row.months, services)
        rows += services
        if any(rest) or not services:
            label = row.label if not services else f"{row.label} ({NOT_SPLIT})"
            rows.append(RecapRow(code=row.code, label=label, measure=row.measure, months=rest))
    return Recap(channel=channel, rows=tuple(rows), is_known=closed.is_known)


def _services(
    channel: Channel,
    quarter: int,
    row: RecapRow,
    found: Sequence[Recorded],
    counted: Sequence[LicenceCount],
) -> list[RecapRow]:
    """The row's services that are known, each with the larger of count and record."""
    months = months_of(quarter)
    known: dict[str, dict[int, list[int]]] = {}
    figures: list[tuple[int, Recorded | LicenceCount]] = [
        *((0, one) for one in found),
        *((1, one) for one in counted),
    ]
    for place, one in figures:
        is_here = one.channel is channel and one.month in months and one.kind != row.code
        if is_here and _belongs(one.kind, one.measure, channel, row):
            cells = known.setdefault(one.kind, {})
            cells.setdefault(one.month, [0, 0])[place] += one.count
    return [
        RecapRow(
            code=kind,
            label=kind,
            measure=row.measure,
            months=_three([max(known[kind].get(month, [0])) for month in months]),
        )
        for kind in sorted(known)
    ]


def _belongs(kind: str, measure: Measure, channel: Channel, row: RecapRow) -> bool:
    printed = row_of(kind, channel=channel, measure=measure)
    return measure is row.measure and (kind if printed is None else printed.code) == row.code


def _minus(months: Months, services: Sequence[RecapRow]) -> Months:
    return _three(
        [
            whole - sum(service.months[place] for service in services)
            for place, whole in enumerate(months)
        ]
    )


def _three(values: Sequence[int]) -> Months:
    first, second, third = values
    return first, second, third
