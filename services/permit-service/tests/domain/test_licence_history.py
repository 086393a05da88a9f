"""What a row of an office's book says, however it was typed, and what is wrong with it."""

from datetime import date, datetime

import pytest

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.domain.history_columns import COLUMNS
from permit_service.domain.licence_history import RecordedLicence, read_recorded
from permit_service.domain.service import Channel, Service
from shared.imports.columns import find_header
from shared.imports.sheets import Sheet

TODAY = date(2026, 6, 15)
SERVICES = {
    one["code"]: Service.of(one, office_code="81.02", version=1) for one in default_catalogue()
}
ROW: dict[str, object] = {
    "service_code": "REKLAME",
    "channel": "SICANTIK",
    "number": "503/12/REKLAME/2024",
    "issued_on": "2024-06-03",
    "holder_name": "Toko Contoh",
}


def read(**changes: object) -> RecordedLicence | list[tuple[str, str]]:
    return read_recorded(7, ROW | changes, SERVICES, today=TODAY)


def recorded(**changes: object) -> RecordedLicence:
    found = read(**changes)
    assert isinstance(found, RecordedLicence), found
    return found


@pytest.mark.parametrize(
    "cell",
    [
        "03/06/2024",
        "3-6-2024",
        "3 Juni 2024",
        "03 JUN 2024",
        datetime(2024, 6, 3),
        date(2024, 6, 3),
    ],
)
def test_a_day_is_read_as_offices_write_it(cell: object) -> None:
    assert recorded(issued_on=cell).issued_on == date(2024, 6, 3)


@pytest.mark.parametrize(
    "cell", ["1234567890123", "1.234.567.890.123", "'1234567890123", 1234567890123.0]
)
def test_a_nib_is_thirteen_digits_however_it_is_kept(cell: object) -> None:
    assert recorded(nib=cell).nib == "1234567890123"


@pytest.mark.parametrize("cell", ["-", "Seumur Hidup", "selama usaha  berjalan", "", None])
def test_a_licence_may_have_no_last_day(cell: object) -> None:
    assert recorded(valid_until=cell).valid_until is None


def test_channel_and_service_are_found_in_small_letters_too() -> None:
    one = recorded(channel="manual ", service_code="reklame")

    assert (one.channel, one.service.code) == (Channel.MANUAL, "REKLAME")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"service_code": "NOTHING"}, ("service_code", "unknown")),
        ({"channel": "FAX"}, ("channel", "unknown")),
        ({"number": " "}, ("number", "missing")),
        ({"number": "x" * 201}, ("number", "too_long")),
        ({"number": True}, ("number", "not_text")),
        ({"issued_on": "31/02/2024"}, ("issued_on", "not_a_date")),
        ({"issued_on": "2026-06-16"}, ("issued_on", "in_future")),
        ({"issued_on": "0024-06-03"}, ("issued_on", "not_a_date")),
        ({"holder_name": None}, ("holder_name", "missing")),
        ({"nib": "576.145,90"}, ("nib", "not_valid")),
        ({"nib": "12345"}, ("nib", "not_valid")),
        ({"valid_until": "2024-06-02"}, ("valid_until", "before_issue")),
        ({"valid_until": "soon"}, ("valid_until", "not_a_date")),
        ({"holder_nik": "8102154513019000"}, ("holder_nik", "not_valid")),
        ({"holder_nik": 9.1e15}, ("holder_nik", "digits_lost")),
        ({"holder_address": "x" * 501}, ("holder_address", "too_long")),
    ],
)
def test_each_wrong_cell_is_named_with_why(
    changes: dict[str, object], fault: tuple[str, str]
) -> None:
    assert read(**changes) == [fault]


def test_all_faults_of_a_row_are_named_at_once() -> None:
    found = read(channel="FAX", issued_on="never", holder_name="")

    assert found == [
        ("channel", "unknown"),
        ("issued_on", "not_a_date"),
        ("holder_name", "missing"),
    ]


def test_a_book_is_found_in_the_offices_words() -> None:
    titles = ["No", "Kode Izin", "Kanal", "No. Izin", "Tanggal  Terbit", "Nama Pemegang", "NIB"]
    found = find_header(Sheet.of([["PEMERINTAH KABUPATEN"], [], titles]), COLUMNS)

    assert found.cells_of(["1", "REKLAME", "MANUAL", "503", "x", "Toko"]) == {
        "service_code": "REKLAME",
        "channel": "MANUAL",
        "number": "503",
        "issued_on": "x",
        "holder_name": "Toko",
        "nib": None,
    }
