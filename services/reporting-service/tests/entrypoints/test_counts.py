"""Counts of licences: one figure per cell, replaced and never added; bad input stores nothing."""

import csv
import io
import json
from typing import Any

import httpx
import pytest
import xlsxwriter

from reporting_service.testing import Listener
from shared.testing.tokens import TestIssuer

COUNTS = "/v1/licence-count-imports"
REPORT = "/v1/reports/quarterly/2024/2?office_code=62.02"
PBG = {
    "year": 2024,
    "month": 4,
    "channel": "MANUAL",
    "kind": "Persetujuan Bangun Gedung (PBG)",
    "measure": "licences",
    "count": 3,
    "source": "Laporan Kinerja",
}


async def row_of(
    http: httpx.AsyncClient, headers: dict[str, str], table_id: str, word: str
) -> list[str]:
    report = (await http.get(REPORT, headers=headers)).json()
    (table,) = [one for one in report["tables"] if one["id"] == table_id]
    rows: list[list[str]] = [row for row in table["rows"] if word in row[1]]
    return rows[0] if rows else []


def csv_file(rows: list[list[str]], *, delimiter: str = ";") -> dict[str, Any]:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return {"file": ("angka.csv", "\ufeff" + text.getvalue(), "text/csv")}


async def test_a_second_import_stands_in_the_place_of_the_first(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    for count in (3, 3, 5):
        answer = await http.post(COUNTS, json=PBG | {"count": count}, headers=administrator)
        assert answer.status_code == 202
        assert answer.json()["result"] == {"rows": 1, "accepted": 1, "refused": 0}
    assert (await row_of(http, administrator, "licences_manual", "PBG"))[2:] == ["5", "0", "0", "5"]


async def test_the_same_key_has_one_effect_and_one_answer(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    headers = administrator | {"Idempotency-Key": "one"}
    first = await http.post(COUNTS, json=PBG, headers=headers)
    again = await http.post(COUNTS, json=PBG, headers=headers)
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await http.post(COUNTS, json=PBG | {"count": 9}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_an_operation_can_be_read_by_its_office_alone(
    http: httpx.AsyncClient,
    administrator: dict[str, str],
    issuer: TestIssuer,
) -> None:
    operation = (await http.post(COUNTS, json=PBG, headers=administrator)).json()["operation_id"]
    found = await http.get(f"/v1/operations/{operation}", headers=administrator)
    assert found.json()["state"] == "succeeded"
    stranger = issuer.headers(role="administrator", office="53.11")
    assert (await http.get(f"/v1/operations/{operation}", headers=stranger)).status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"month": 13}, "month"),
        ({"month": "Junius"}, "month"),
        ({"month": 12}, "/month"),
        ({"year": 1800}, "year"),
        ({"channel": "FAX"}, "channel"),
        ({"measure": "pages"}, "measure"),
        ({"count": -1}, "count"),
        ({"count": 1.5}, "count"),
        ({"count": "3"}, "count"),
        ({"count": 10**12}, "count"),
        ({"kind": " "}, "kind"),
        ({"kind": "PBG\u0000"}, "kind"),
        ({"source": ""}, "source"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_a_wrong_figure_is_refused_by_place_and_not_repeated(
    http: httpx.AsyncClient,
    administrator: dict[str, str],
    change: dict[str, Any],
    pointer: str,
) -> None:
    answer = await http.post(COUNTS, json=PBG | change, headers=administrator)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    assert any(pointer in one["pointer"] for one in answer.json()["errors"])
    assert "Junius" not in answer.text
    assert await row_of(http, administrator, "licences_manual", "PBG") == []


async def test_what_is_no_json_is_refused(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    for content in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"counts": []}', b"[" * 5000):
        answer = await http.post(COUNTS, content=content, headers=administrator)
        assert answer.status_code == 422, content[:20]


@pytest.mark.parametrize("role", ["front_office", "head", "inspector", "applicant", "province"])
async def test_only_an_administrator_imports(
    http: httpx.AsyncClient, issuer: TestIssuer, role: str
) -> None:
    headers = issuer.headers(role=role, office="62.02")
    assert (await http.post(COUNTS, json=PBG, headers=headers)).status_code == 403


async def test_nobody_imports_nothing(http: httpx.AsyncClient) -> None:
    assert (await http.post(COUNTS, json=PBG)).status_code == 401


async def test_an_office_nobody_told_of_is_not_there(
    http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    headers = issuer.headers(role="administrator", office="99.99")
    answer = await http.post(COUNTS, json=PBG, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_file_with_indonesian_and_english_months_is_taken(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    header = ["Tahun", "Bulan", "Kanal", "Jenis Izin", "Satuan", "Jumlah", "Sumber"]
    rows = [
        ["2024", "April", "MANUAL", "SLF", "izin", "6", "register"],
        ["2024", "May", "MANUAL", "SLF", "izin", "2", "register"],
        ["2024", "Juni", "MANUAL", "SLF", "izin", "6", "register"],
    ]
    answer = await http.post(COUNTS, files=csv_file([header, *rows]), headers=administrator)
    assert answer.json()["state"] == "succeeded", answer.text
    assert (await row_of(http, administrator, "licences_manual", "SLF"))[2:] == [
        "6",
        "2",
        "6",
        "14",
    ]


async def test_a_file_with_one_bad_row_takes_nothing_and_says_where(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    header = ["Tahun", "Bulan", "Kanal", "Jenis Izin", "Satuan", "Jumlah", "Sumber"]
    rows = [
        ["2024", "April", "MANUAL", "SLF", "izin", "6", "register"],
        ["2024", "Aprilo", "MANUAL", "SLF", "izin", "2,5", "register"],
        ["2024", "12", "MANUAL", "SLF", "izin", "6", "register"],
        ["2024", "April", "MANUAL", "SLF", "izin", "7", "register"],
    ]
    answer = await http.post(COUNTS, files=csv_file([header, *rows]), headers=administrator)
    assert answer.json()["state"] == "failed"
    assert answer.json()["result"]["accepted"] == 0
    assert answer.json()["errors"] == [
        {"row": 3, "column": "Bulan", "code": "month_unknown"},
        {"row": 3, "column": "Jumlah", "code": "number"},
        {"row": 4, "column": "Bulan", "code": "in_future"},
        {"row": 5, "column": "Jenis Izin", "code": "duplicate_cell"},
    ]
    assert await row_of(http, administrator, "licences_manual", "SLF") == []


async def test_a_dry_run_takes_nothing(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    header = ["year", "month", "channel", "kind", "measure", "count", "source"]
    row = ["2024", "4", "MANUAL", "SLF", "licences", "6", "register"]
    answer = await http.post(
        COUNTS,
        files=csv_file([header, row], delimiter=","),
        data={"dry_run": "true"},
        headers=administrator,
    )
    assert answer.json()["result"]["accepted"] == 1
    assert await row_of(http, administrator, "licences_manual", "SLF") == []


async def test_a_column_map_wins_over_headings(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    header = ["year", "Kapan", "channel", "kind", "measure", "Banyaknya", "source"]
    row = ["2024", "4", "MANUAL", "SLF", "licences", "6", "register"]
    mapping = {"month": "Kapan", "count": "Banyaknya"}
    lost = await http.post(COUNTS, files=csv_file([header, row]), headers=administrator)
    assert lost.status_code == 422
    assert {one["code"] for one in lost.json()["errors"]} == {"column_missing"}
    answer = await http.post(
        COUNTS,
        files=csv_file([header, row]),
        data={"column_map": json.dumps(mapping)},
        headers=administrator,
    )
    assert answer.json()["result"]["accepted"] == 1


async def test_the_offices_own_recap_with_merged_headings_is_read(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "Rekap Laporan Penerbitan Perizinan Melalui SiCantik")
        sheet.merge_range(1, 0, 2, 0, "No")
        sheet.merge_range(1, 1, 2, 1, "Jenis Izin")
        sheet.merge_range(1, 2, 1, 4, "Bulan")
        sheet.merge_range(1, 5, 2, 5, "Jumlah")
        sheet.write_row(2, 2, ["April", "Mei", "Juni"])
        sheet.write_row(3, 0, [1, "Minuman Beralkohol (MINOL)", 0, 0, 0, 0])
        sheet.write_row(4, 0, [2, "Reklame", 13, 16, 3, 32])
        sheet.write_row(5, 0, [3, "Pendidikan", 8, 7, 0, 15])
        sheet.write_row(6, 0, ["Jumlah", "", "", "", "", 47])
    answer = await http.post(
        COUNTS,
        files={"file": ("rekap.xlsx", content.getvalue())},
        data={"year": "2024", "channel": "SICANTIK", "source": "rekap"},
        headers=administrator,
    )
    assert answer.json()["state"] == "succeeded", answer.text
    assert answer.json()["result"]["rows"] == 3
    assert await row_of(http, administrator, "licences_sicantik", "Reklame") == [
        "2",
        "Reklame",
        "13",
        "16",
        "3",
        "32",
    ]


async def test_a_recap_whose_cells_slipped_aside_is_found_by_its_own_sum(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    rows = [
        ["No", "Jenis Izin", "April", "Mei", "Juni", "Jumlah"],
        ["1", "Reklame", "13", "16", "3", "32"],
        ["2", "Pendidikan", "8", "7", "0", "16"],
        ["3", "PAUD", "0", "8", "7", ""],
        ["4", "Reklame", "13", "16", "3", "32"],
        ["", "Jumlah", "21", "23", "3", "47"],
    ]
    fields = {"year": "2024", "channel": "SICANTIK", "source": "rekap"}
    answer = await http.post(COUNTS, files=csv_file(rows), data=fields, headers=administrator)
    assert answer.json()["errors"] == [
        {"row": 3, "column": "Jumlah", "code": "not_the_sum"},
        {"row": 5, "column": "Jenis Izin", "code": "duplicate_cell"},
    ]
    assert answer.json()["result"] == {
        "rows": 4,
        "accepted": 0,
        "refused": 2,
        "column_map": {
            "kind": "Jenis Izin",
            "month_4": "April",
            "month_5": "Mei",
            "month_6": "Juni",
        },
    }
    assert await row_of(http, administrator, "licences_sicantik", "Reklame") == []


async def test_a_recap_with_a_sum_for_each_quarter_is_taken_and_its_map_can_be_sent_back(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    rows = [
        ["No", "Jenis Izin", "Januari", "Februari", "Maret", "Jumlah", "April", "Mei", "Jumlah"],
        ["1", "Reklame", "1", "2", "3", "6", "13", "16", "29"],
    ]
    fields = {"year": "2024", "channel": "SICANTIK", "source": "rekap"}
    first = await http.post(COUNTS, files=csv_file(rows), data=fields, headers=administrator)
    assert (first.json()["state"], first.json()["result"]["accepted"]) == ("succeeded", 1)
    column_map = json.dumps(first.json()["result"]["column_map"])
    again = await http.post(
        COUNTS,
        files=csv_file(rows),
        data=fields | {"column_map": column_map},
        headers=administrator,
    )
    assert again.json()["result"] == first.json()["result"], again.text


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"MZ\x00\x01program", 415, "unsupported_type"),
        (b"PK\x03\x04broken", 415, "unsupported_type"),
        (b"\x00" * 100, 415, "unsupported_type"),
        (b"", 422, "invalid_request"),
        (b"   \n", 422, "invalid_request"),
    ],
)
async def test_what_is_no_table_is_refused(
    http: httpx.AsyncClient, administrator: dict[str, str], content: bytes, status: int, code: str
) -> None:
    answer = await http.post(COUNTS, files={"file": ("angka.csv", content)}, headers=administrator)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_counts_of_one_office_are_not_another_offices(
    http: httpx.AsyncClient,
    listener: Listener,
    administrator: dict[str, str],
    issuer: TestIssuer,
) -> None:
    await listener.tell_office("53.11", time_zone="Asia/Makassar")
    await http.post(COUNTS, json=PBG, headers=administrator)
    stranger = issuer.headers(role="administrator", office="53.11")
    theirs = await http.get("/v1/reports/quarterly/2024/2?office_code=53.11", headers=stranger)
    assert theirs.json()["tables"][0]["rows"] == []
    assert (await http.get(REPORT, headers=stranger)).status_code == 404
