"""Columns are found by the names they may have; what lacks or stands twice is named."""

from collections.abc import Sequence

import pytest

from shared.imports.columns import (
    ColumnMapNotValid,
    Columns,
    Header,
    find_header,
    given_columns,
    rows_under,
)
from shared.imports.rows import RowError, TableRefused
from shared.imports.sheets import Sheet

COLUMNS = Columns(
    names={
        "number": ("number", "nomor izin", "no. izin"),
        "holder": ("holder", "nama pemegang"),
        "april": ("april",),
        "may": ("may", "mei"),
    },
    required=("number", "holder"),
)


def header(*rows: Sequence[object], **given: str) -> Header:
    return find_header(Sheet.of(rows), COLUMNS.given(given))


def refused(*rows: Sequence[object]) -> tuple[RowError, ...]:
    with pytest.raises(TableRefused) as raised:
        header(*rows)
    return raised.value.errors


def test_a_header_stands_below_a_letterhead_in_any_case_and_spacing() -> None:
    found = header(["PEMERINTAH KABUPATEN"], [], ["No", "NO.  IZIN", "Nama_Pemegang"], ["1", "7"])

    assert (found.place, found.places) == (2, {"number": 1, "holder": 2})
    assert (found.titles["number"], found.others) == ("NO. IZIN", 1)
    assert found.cells_of(["1", "7"]) == {"number": "7", "holder": None}


def test_titles_merged_over_two_rows_are_found_in_both() -> None:
    found = header(
        ["Rekap Perizinan"],
        ["No", "Nomor Izin", "Nama Pemegang", "Bulan", "", "Jumlah"],
        ["", "", "", "April", "Mei", ""],
        [1, "7", "Toko Contoh", 3, 2, 5],
    )

    assert found.place == 2
    assert found.places == {"number": 1, "holder": 2, "april": 3, "may": 4}


def test_a_row_of_values_is_not_part_of_the_header_above_it() -> None:
    assert header(["number", "holder"], ["", ""], ["7", "Toko"]).place == 0
    assert header(["number", "holder"], ["holder", "number"]).place == 0


def test_a_title_of_the_callers_stands_in_the_place_of_the_names() -> None:
    assert header(["number", "holder", "Pemilik"], holder="pemilik").places["holder"] == 2
    assert header(["#", "", "holder"], number="#").places["number"] == 0
    with pytest.raises(TableRefused):
        header(["number", "holder"], holder="Pemilik")


def test_columns_that_lack_or_stand_twice_are_named() -> None:
    assert refused(["title"], ["holder"]) == (
        RowError(row=2, column="number", code="column_missing"),
    )
    assert refused(["number", "holder", "Number"]) == (
        RowError(row=1, column="number", code="column_repeated"),
    )
    assert {one.code for one in refused()} == {"column_missing"}


def test_rows_are_numbered_as_a_spreadsheet_shows_them_and_blank_ones_passed_over() -> None:
    sheet = Sheet.of([["Buku"], ["number", "holder"], [], ["7", "A"], ["", " "], ["8", "B"]])
    found = find_header(sheet, COLUMNS)

    assert [number for number, _ in rows_under(found, sheet, most=2)] == [4, 6]


@pytest.mark.parametrize(("rows", "code"), [([], "no_rows"), ([["1"]] * 3, "too_many_rows")])
def test_a_table_without_rows_or_with_too_many_is_refused(rows: list[list[str]], code: str) -> None:
    sheet = Sheet.of([["number", "holder"], *rows])
    found = find_header(sheet, COLUMNS)

    with pytest.raises(TableRefused) as raised:
        list(rows_under(found, sheet, most=2))

    assert raised.value.errors == (RowError(row=1, column="", code=code),)
    assert raised.value.pointers == (("/file", code),)


def test_a_map_may_be_written_either_way_round() -> None:
    both = given_columns({"number": "Nomor SK", "Pemilik": "holder"}, ("number", "holder"))

    assert both == {"number": "Nomor SK", "holder": "Pemilik"}
    swap = given_columns({"number": "holder", "holder": "number"}, ("number", "holder"))
    assert swap == {"number": "holder", "holder": "number"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"colour": "Warna"}, "unknown"),
        ({"number": ""}, "title"),
        ({"number": "a\u0000"}, "title"),
        ({"number": "A", "B": "number"}, "repeated"),
        ({"number": "A", "holder": "a"}, "repeated"),
        ({"number": "holder"}, "ambiguous"),
        ({f"field {n}": "number" for n in range(101)}, "too_long"),
    ],
)
def test_what_is_no_map_is_refused(given: dict[str, str], code: str) -> None:
    with pytest.raises(ColumnMapNotValid) as raised:
        given_columns(given, ("number", "holder"))

    assert raised.value.pointers == (("/column_map", code),)
