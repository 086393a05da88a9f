"""A file is read however an office saved it; what is no table is refused before any row is read."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from shared.documents import cells
from shared.errors import InvalidRequest, Refusal, TooLarge, UnsupportedType
from shared.imports import sheets
from shared.imports.sheets import Sheet

TITLES = ["Lokasi", "Investasi", "Proyek"]
ROWS = [["Sumba Timur", "576.145,90", "3"], ["Waingapu", "1,5", "2"], ["Loli", "2,5", "1"]]


def workbook(rows: Sequence[Sequence[Any]], *, below: int = 0, right: int = 0) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(
        held, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows, start=below):
            for column, cell in enumerate(row, start=right):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, cell)
                else:
                    sheet.write(place, column, cell)
    return held.getvalue()


def text(delimiter: str, rows: Sequence[Sequence[str]] = (TITLES, *ROWS)) -> str:
    return "\r\n".join(delimiter.join(row) for row in rows)


def read(content: bytes) -> list[list[object]]:
    sheet = Sheet.open(content)
    return [list(row) for row in sheet.head] + [list(row) for row in sheet.rest]


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_decimal_commas_part_no_cells(delimiter: str, mark: bytes) -> None:
    assert read(mark + text(delimiter).encode()) == [TITLES, *ROWS]


def test_commas_part_cells_below_a_letterhead_of_semicolons() -> None:
    rows = [["A; B; C; D"], ["year", "month"], ["2024", "4"], ["2024", "5"]]

    assert read(text(",", rows).encode()) == rows


def test_a_single_column_and_a_quoted_line_break_are_one_cell_each() -> None:
    assert read(b"number\n1\n2") == [["number"], ["1"], ["2"]]
    assert read(b'a;b\n"one\ntwo";3') == [["a", "b"], ["one\ntwo", "3"]]


def test_text_of_windows_is_read_as_such() -> None:
    assert read("nama;kota\nCafé Contoh;Kupang – NTT".encode("cp1252"))[1] == [
        "Café Contoh",
        "Kupang – NTT",
    ]


def test_rows_and_columns_of_a_workbook_count_from_its_corner() -> None:
    found = read(workbook([TITLES, ["Loli", 2.5, date(2024, 5, 6)]], below=2, right=1))

    assert found[:3] == [[""] * 4, [""] * 4, ["", *TITLES]]
    assert [cells.text(cell) for cell in found[3]] == ["", "Loli", "2.5", "2024-05-06"]


def test_rows_are_read_one_after_the_other() -> None:
    sheet = Sheet.open(b"a\n" + b"1\n" * 50_000)

    assert len(sheet.head) == sheets.HEAD_ROWS
    assert next(sheet.after(0)) == (2, ["1"])
    assert sum(1 for _ in sheet.rest) == 50_001 - sheets.HEAD_ROWS


def archive(name: str, content: bytes = b"") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", InvalidRequest),
        (b" \r\n", InvalidRequest),
        (b"MZ\x90\x00\x03", UnsupportedType),
        (b"\x7fELF\x02\x01", UnsupportedType),
        (b"%PDF-1.7\n\xe2\xe3", UnsupportedType),
        (b"\x00" * 100, UnsupportedType),
        (b"\xff\xfeU\x001\x00", UnsupportedType),
        (b"\x89PNG\r\n\x1a\n", UnsupportedType),
        (b"PK\x03\x04 no archive", UnsupportedType),
        (archive("word/document.xml"), UnsupportedType),
        (archive("xl/workbook.xml"), UnsupportedType),
        (b";" * 300, TooLarge),
        (workbook([["x"] * 201]), TooLarge),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        Sheet.open(content)


def test_a_workbook_that_unpacks_to_more_than_a_table_is_never_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED_BYTES", 1_000_000)

    with pytest.raises(TooLarge):
        Sheet.open(archive("xl/workbook.xml", b"0" * 1_000_001))


def test_a_cell_longer_than_any_text_is_no_table() -> None:
    with pytest.raises(UnsupportedType):
        read(b"a\n" + b"x" * 2_000_000)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        ("  Toko \u200b Contoh\n", "Toko Contoh"),
        (1234567890123.0, "1234567890123"),
        (120.26, "120.26"),
        (1e-7, "0.0000001"),
        (float("inf"), "inf"),
        (True, "true"),
        (date(2024, 5, 6), "2024-05-06"),
    ],
)
def test_a_cell_reads_as_it_is_seen(cell: object, shown: str) -> None:
    assert cells.text(cell) == shown
