"""Rows of SiCANTIK are read without trust: what is missing is named, nothing is guessed."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.sicantik.rows import issued_licence, open_application
from shared.testing.sicantik import application_row

NOW = datetime(2026, 6, 15, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Pontianak")


def test_a_row_becomes_an_application_with_its_local_time_and_nobodys_birthday() -> None:
    read = open_application(application_row("62/1"), zone=ZONE, now=NOW)

    assert read is not None
    assert (read.number, read.service, read.problem) == ("62/1", "1044", None)
    assert read.content is not None
    assert read.content.submitted_at.astimezone(UTC) == datetime(2026, 6, 12, 2, 30, tzinfo=UTC)
    assert (read.content.kind, read.content.name) == ("organisation", "Yayasan Contoh")
    assert read.content.phone == "+628110000000"
    assert "1990" not in repr(read)
    assert "Yayasan" not in repr(read)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"no_permohonan": "  "}, "number_missing"),
        ({"no_permohonan": {"a": 1}}, "number_missing"),
        ({"jenis_izin_id": None}, "service_missing"),
        ({"nama_perusahaan": "", "nama": None}, "name_missing"),
        ({"tgl_pengajuan": "31-02-2026"}, "submitted_on_missing"),
        ({"tgl_pengajuan": "kemarin"}, "submitted_on_missing"),
        ({"tgl_pengajuan": "2026-07-01"}, "submitted_in_the_future"),
    ],
)
def test_a_row_that_lacks_something_names_it_and_keeps_nobodys_data(
    changes: dict[str, Any], problem: str
) -> None:
    read = open_application(application_row("62/1", **changes), zone=ZONE, now=NOW)
    assert read is not None
    assert (read.problem, read.content) == (problem, None)


@pytest.mark.parametrize(
    "changes", [{"no_izin": "1/X"}, {"status": "Drop"}, {"del": 1}, {"del": True}]
)
def test_what_is_over_there_is_no_application_here(changes: dict[str, Any]) -> None:
    assert open_application(application_row("62/1", **changes), zone=ZONE, now=NOW) is None


def test_contacts_that_cannot_be_used_are_left_out_and_a_person_is_a_person() -> None:
    row = application_row(
        "62/1", tipe_pemohon="PERORANGAN", email="no address", no_hp="-", tgl_pengajuan="12/06/2026"
    )
    read = open_application(row, zone=ZONE, now=NOW)
    assert read is not None
    assert read.content is not None
    content = read.content
    assert (content.kind, content.name) == ("person", "Pemohon Contoh")
    assert (content.email, content.phone) == (None, None)


def test_an_issued_licence_has_the_day_of_its_decision() -> None:
    row = application_row("62/1", no_izin=" 1/X ", tgl_penetapan="2026-06-20 23:30:00")
    read = issued_licence(row, zone=ZONE)
    assert read is not None
    assert (read.number, read.issued_on) == ("1/X", date(2026, 6, 20))
    assert issued_licence(application_row("62/1"), zone=ZONE) is None
