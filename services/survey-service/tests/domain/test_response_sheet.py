"""Sheets of answers: read by their titles, with each wrong cell named."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from shared.imports.columns import ColumnMapNotValid
from shared.imports.rows import RowError
from shared.imports.sheets import Sheet
from survey_service.adapters.questionnaire_document import standard_questionnaire
from survey_service.domain.column_map import column_map
from survey_service.domain.response_sheet import ReadSheet, read_sheet

STANDARD = standard_questionnaire()
TITLES = [f"U{place}" for place in range(1, 10)]
TODAY = date(2024, 7, 3)
END = date(2024, 6, 30)


def read(rows: Sequence[Sequence[object]], given: dict[str, str] | None = None) -> ReadSheet:
    columns = column_map(given or {}, STANDARD)
    return read_sheet(Sheet.of(rows), columns, STANDARD, default_day=END, today=TODAY)


def test_the_140_rows_of_source_002_are_read_in_their_order(printed: dict[str, Any]) -> None:
    sheet = read([TITLES, *printed["responses"]])

    assert (sheet.rows, sheet.refused, sheet.faults) == (140, 0, ())
    assert [list(row.answers.values()) for row in sheet.answers] == printed["responses"]
    assert {row.answered_on for row in sheet.answers} == {END}


def test_the_default_map_is_that_of_source_002() -> None:
    (row,) = read([TITLES, [1, 1, 1, 1, 1, 1, 1, 2, 3]]).answers

    assert (row.answers["SARANA"], row.answers["PENGADUAN"]) == (2, 3)


@pytest.mark.parametrize(
    "given",
    [
        {"U8": "PENGADUAN", "U9": "SARANA"},
        {"PENGADUAN": "U8", "SARANA": "U9"},
    ],
)
def test_a_map_may_swap_two_columns_and_be_written_either_way_round(
    given: dict[str, str],
) -> None:
    (row,) = read([TITLES, [1, 1, 1, 1, 1, 1, 1, 2, 3]], given).answers

    assert (row.answers["PENGADUAN"], row.answers["SARANA"]) == (2, 3)


@pytest.mark.parametrize(
    "given",
    [
        {"U8": "PENGADUAN"},
        {"U8": "PENGADUAN", "U9": "PENGADUAN"},
        {"U8": "UNKNOWN"},
        {"": "SARANA"},
        {"U\x00": "SARANA"},
        {f"X{n}": "SARANA" for n in range(200)},
    ],
)
def test_a_map_that_does_not_give_each_element_one_column_is_refused(
    given: dict[str, str],
) -> None:
    with pytest.raises(ColumnMapNotValid):
        column_map(given, STANDARD)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (0, "not_in_scale"),
        (5, "not_in_scale"),
        (2.5, "not_in_scale"),
        ("2,5", "not_in_scale"),
        (-1, "not_in_scale"),
        ("", "missing"),
        (None, "missing"),
        ("baik", "not_a_number"),
        (True, "not_a_number"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(cell: object, code: str) -> None:
    sheet = read([TITLES, [3] * 9, [3, 3, cell, 3, 3, 3, 3, 3, 3]])

    assert sheet.faults == (RowError(row=3, column="U3", code=code),)
    assert (sheet.rows, sheet.refused) == (2, 1)


@pytest.mark.parametrize("cell", [4, 4.0, "4", " 4 ", "4.0", "4,00"])
def test_an_answer_is_read_however_it_was_typed(cell: object) -> None:
    (row,) = read([TITLES, [cell] * 9]).answers

    assert set(row.answers.values()) == {4}


def test_the_table_may_stand_under_a_letterhead_and_hold_columns_of_no_interest() -> None:
    rows = [["DPMPTSP"], [], ["NO. RESP", *TITLES, "Paraf"], [1, *[3] * 9, "x"], []]

    sheet = read(rows)

    assert (sheet.rows, sheet.ignored_columns, sheet.faults) == (1, 2, ())


def test_a_title_that_is_missing_or_merged_into_its_neighbour_is_named() -> None:
    merged: list[object] = ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", ""]

    sheet = read([merged, [3] * 9])

    assert sheet.faults == (RowError(row=1, column="U9", code="column_missing"),)


def test_a_title_that_stands_twice_is_named() -> None:
    sheet = read([[*TITLES, "U9"], [3] * 10])

    assert sheet.faults == (RowError(row=1, column="U9", code="column_repeated"),)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-05-06",
        "6/5/2024",
        "06-05-2024",
        "6 Mei 2024",
        "6 May 2024",
        date(2024, 5, 6),
        datetime(2024, 5, 6, 10, 0),
    ],
)
def test_a_day_is_read_in_two_languages_and_several_forms(cell: object) -> None:
    (row,) = read([[*TITLES, "answered_on"], [*[3] * 9, cell]]).answers

    assert row.answered_on == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("31/02/2024", "not_a_date"), ("kemarin", "not_a_date"), ("2024-07-04", "in_future")],
)
def test_a_day_that_is_none_or_still_to_come_is_named(cell: str, code: str) -> None:
    sheet = read([[*TITLES, "answered_on"], [*[3] * 9, cell]])

    assert sheet.faults == (RowError(row=2, column="answered_on", code=code),)


def test_without_any_day_each_row_is_named() -> None:
    columns = column_map({}, STANDARD)

    rows = Sheet.of([TITLES, [3] * 9])

    sheet = read_sheet(rows, columns, STANDARD, default_day=None, today=TODAY)

    assert sheet.faults == (RowError(row=2, column="answered_on", code="missing"),)


def test_profile_and_service_come_along_where_the_sheet_has_them() -> None:
    rows = [[*TITLES, "service_code", "umur", "pekerjaan"], [*[3] * 9, "REKLAME", 34.0, "pns"]]

    (row,) = read(rows).answers

    assert row.service_code == "REKLAME"
    assert row.profile == {"umur": 34, "pekerjaan": "PNS"}


def test_a_sheet_without_rows_says_so() -> None:
    assert read([TITLES]).faults == (RowError(row=1, column="", code="no_rows"),)
    assert {fault.code for fault in read([]).faults} == {"column_missing"}
