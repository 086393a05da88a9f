"""The figures of a report: what is drawn of which table, the same in every form of it.

A bar is drawn per row. Where rows have unlike units each bar names its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reporting_service.domain.survey import ELEMENTS
from reporting_service.domain.table import Table

_MOST_BARS = 20
_LINE = "Rincian"
_RUPIAH = "Tambahan Investasi (Rp Juta)"
_HIGHEST_ANSWER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The values of one month or measure, one for each category."""

    name: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars over `categories`; several series stand one after the other in a bar. `totals` are
    written at the ends. `rows` are the places of the categories in the table, `columns` those of
    the series."""

    table_id: str
    number: int
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    totals: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    highest: Decimal | None = None

    @property
    def alternative(self) -> str:
        """The figure in words, for whoever does not see it."""
        bars = "; ".join(
            f"{name} {total}" for name, total in zip(self.categories, self.totals, strict=True)
        )
        return f"Diagram batang. {self.title}: {bars}."


def charts_of(tables: Sequence[Table]) -> tuple[Chart, ...]:
    """A figure for every recap, investment table and index of which something is known; numbered
    in the order of the tables."""
    charts: list[Chart] = []
    for table in tables:
        drawn = _draw(table, len(charts) + 1) if table.is_available else None
        if drawn is not None:
            charts.append(drawn)
    return tuple(charts)


def _draw(table: Table, number: int) -> Chart | None:
    if table.id.startswith("licences_"):
        return _recap(table, number)
    if table.id.startswith("investment_p") and _RUPIAH in table.columns:
        return _investment(table, number)
    if table.id == "survey_index":
        return _index(table, number)
    return None


def _recap(table: Table, number: int) -> Chart:
    at = table.columns.index("Jumlah")
    months = tuple(range(2, at))
    unit_at = at + 1 if len(table.columns) > at + 1 else None
    return Chart(
        table_id=table.id,
        number=number,
        title=f"Diagram {table.title}",
        categories=tuple(row[1] for row in table.rows),
        series=tuple(
            Series(name=table.columns[month], values=_values(table, month)) for month in months
        ),
        totals=tuple(
            _written(row[at]) + ("" if unit_at is None else f" {row[unit_at]}")
            for row in table.rows
        ),
        rows=tuple(range(len(table.rows))),
        columns=months,
    )


def _investment(table: Table, number: int) -> Chart | None:
    at = table.columns.index(_RUPIAH)
    rows = tuple(
        place
        for place, row in enumerate(table.rows)
        if row[2] == _LINE and row[at] and Decimal(row[at]) > 0
    )[:_MOST_BARS]
    if not rows:
        return None
    values = tuple(Decimal(table.rows[place][at]) for place in rows)
    return Chart(
        table_id=table.id,
        number=number,
        title=f"{table.title} (Rp juta)",
        categories=tuple(table.rows[place][1] for place in rows),
        series=(Series(name=_RUPIAH, values=values),),
        totals=tuple(_written(table.rows[place][at]) for place in rows),
        rows=rows,
        columns=(at,),
    )


def _index(table: Table, number: int) -> Chart:
    at = table.columns.index("NRR")
    return Chart(
        table_id=table.id,
        number=number,
        title=f"Nilai rata-rata {len(ELEMENTS)} unsur pelayanan (skala 1-4)",
        categories=tuple(f"{row[0]} {row[2]}" for row in table.rows),
        series=(Series(name="NRR", values=_values(table, at)),),
        totals=tuple(_written(row[at]) for row in table.rows),
        rows=tuple(range(len(table.rows))),
        columns=(at,),
        highest=Decimal(_HIGHEST_ANSWER),
    )


def _values(table: Table, place: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(row[place]) for row in table.rows)


def _written(number: str) -> str:
    """`576145.90` as it is written in Indonesian: `576.145,90`."""
    whole, point, decimals = number.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if point else grouped
