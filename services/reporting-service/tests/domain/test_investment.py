"""Investment figures: shifted columns go back where they belong, sums agree, blanks are derived."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reporting_service.domain.investment import Level, Origin, reconcile, table_rate
from reporting_service.domain.investment_reading import RawRow, Reading, read_lines
from reporting_service.domain.numbers import NumberStyle


def raw_rows(printed: dict[str, Any], origin: Origin) -> list[RawRow]:
    rows = printed["investment"][origin.value.lower()]["rows"]
    return [
        RawRow(number=number, label=row["label"], cells=tuple(row["printed"].values()))
        for number, row in enumerate(rows, start=1)
    ]


def read(printed: dict[str, Any], origin: Origin) -> Reading:
    return read_lines(raw_rows(printed, origin), origin, style=NumberStyle.INDONESIAN)


@pytest.mark.requirement("R002-2.2A-PMDN", "R002-2.2A-shift")
def test_sixteen_of_eighteen_domestic_rows_were_shifted(printed: dict[str, Any]) -> None:
    reading = read(printed, Origin.PMDN)
    assert reading.errors == ()
    assert len(reading.lines) == 18
    assert reading.moved_rows == tuple(range(3, 19))


@pytest.mark.requirement("R002-2.2A-total", "R002-2.2A-sector")
def test_domestic_sums_agree_and_the_blank_total_is_derived(printed: dict[str, Any]) -> None:
    reading = read(printed, Origin.PMDN)
    total = reading.lines[0]
    assert reconcile(reading.lines, Origin.PMDN) == ()
    assert total.rupiah_million == Decimal("576145.90")
    assert total.projects == 280
    assert total.derived == ("projects",)


@pytest.mark.requirement("R002-2.2B-PMA", "R002-2.2B-shift", "R002-2.2B-sector", "R002-2.2-TKA")
def test_all_foreign_rows_were_shifted_and_agree_once_moved(printed: dict[str, Any]) -> None:
    reading = read(printed, Origin.PMA)
    total = reading.lines[0]
    assert reading.moved_rows == tuple(range(1, 15))
    assert reconcile(reading.lines, Origin.PMA) == ()
    assert (total.projects, total.tki, total.tka) == (88, 541, 3)
    assert total.usd_thousand == Decimal("20908.70")
    assert total.rupiah_million == Decimal("313630.50")
    foreign = {line.label: line.tka for line in reading.lines if line.tka}
    assert foreign == {
        "Kabupaten Kotawaringin Timur": 3,
        "Sektor Sekunder": 3,
        "industri Kayu": 3,
    }


@pytest.mark.requirement("R002-2.2B-rate")
def test_the_implied_rate_is_fifteen_throughout_and_a_departure_is_found(
    printed: dict[str, Any],
) -> None:
    lines = list(read(printed, Origin.PMA).lines)
    assert table_rate(lines) == Decimal("15.0")
    place = next(at for at, one in enumerate(lines) if one.label == "Jasa Lainnya")
    dollars = lines[place].usd_thousand
    assert dollars is not None
    lines[place] = replace(lines[place], rupiah_million=dollars * Decimal("14.2"))
    rates = [one for one in reconcile(lines, Origin.PMA) if one.rule == "rate"]
    assert [(one.where, one.printed) for one in rates] == [("Jasa Lainnya", Decimal("14.2"))]


@pytest.mark.parametrize("measure", ["rupiah_million", "usd_thousand", "projects", "tki", "tka"])
def test_one_changed_cell_names_its_sector_and_measure(
    printed: dict[str, Any], measure: str
) -> None:
    lines = list(read(printed, Origin.PMA).lines)
    place = next(at for at, one in enumerate(lines) if one.label == "Industri Makanan")
    lines[place] = replace(lines[place], **{measure: getattr(lines[place], measure) + 1})
    sums = [one for one in reconcile(lines, Origin.PMA) if one.rule == "sum"]
    assert [(one.where, one.measure) for one in sums] == [("Sektor Sekunder", measure)]


def test_columns_as_headed_stay_where_they_are() -> None:
    rows = [
        RawRow(number=1, label="Kabupaten", cells=("12,50", "3", "4", "0")),
        RawRow(number=2, label="Sektor Primer", cells=("12,50", "3", "4", "0")),
        RawRow(number=3, label="Kehutanan", cells=("12,50", "3", "4", "0")),
    ]
    reading = read_lines(rows, Origin.PMDN, style=NumberStyle.INDONESIAN)
    assert reading.moved_rows == ()
    assert [line.level for line in reading.lines] == [Level.TOTAL, Level.SECTOR, Level.LINE]


def test_a_cell_that_is_no_number_and_a_blank_line_are_errors() -> None:
    rows = [
        RawRow(number=1, label="Kabupaten", cells=("12,50", "3", "4", "0")),
        RawRow(number=2, label="Sektor Primer", cells=("zwölf", "3", "4", "0")),
        RawRow(number=3, label="Kehutanan", cells=("12,50", "", "4", "0")),
        RawRow(number=4, label="Pertambangan", cells=("12,50", "3,5", "4", "0")),
    ]
    reading = read_lines(rows, Origin.PMDN, style=NumberStyle.INDONESIAN)
    assert [(one.row, one.code) for one in reading.errors] == [
        (2, "number"),
        (4, "shifted"),
        (3, "missing"),
    ]
