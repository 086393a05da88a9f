"""Old registers of letters: taken whole or not at all, the same file once, numbers as they are."""

import io
from typing import Any

import httpx
import pytest
import xlsxwriter

from shared.testing.tokens import TestIssuer

IMPORTS = "/v1/data-request-imports"
LETTERS = "/v1/data-requests"
HEADER = (
    "Jenis Pemohon;Pengirim;No. Surat;Tanggal Surat;Tanggal Diterima;Perihal;Nomor Balasan;"
    "Tanggal Balasan"
)
WAREHOUSES = "OPD;Dinas Contoh;510/12/V/2024;1 Mei 2024;02-05-2024;Data TDG"
EMPLOYERS = "NON OPD;Lembaga Contoh;;;3 June 2024;Data Pemberi Kerja"


async def sent(
    http: httpx.AsyncClient, headers: dict[str, str], *rows: str, header: str = HEADER, **form: str
) -> httpx.Response:
    content = "\ufeff" + "\r\n".join((header, *rows))
    files = {"file": ("register.csv", content)}
    return await http.post(IMPORTS, files=files, data=form, headers=headers)


async def letters(http: httpx.AsyncClient, headers: dict[str, str]) -> list[dict[str, Any]]:
    return list((await http.get(LETTERS, headers=headers)).json()["items"])


@pytest.mark.requirement("R002-2.4-number")
async def test_letters_come_with_their_replies_and_historic_numbers_as_they_are(
    http: httpx.AsyncClient, administrator: dict[str, str], front_office: dict[str, str]
) -> None:
    answer = await sent(
        http,
        administrator,
        f"{WAREHOUSES};234/DPMPTSP/PIPM/IV/2024;6 Mei 2024",
        f"{EMPLOYERS};;",
    )
    assert (answer.status_code, answer.json()["state"]) == (202, "succeeded"), answer.text
    assert answer.json()["result"]["findings"] == [
        {"row": 2, "column": "Nomor Balasan", "code": "month_differs_from_date"}
    ]
    closed, still_open = await letters(http, front_office)
    assert closed["reply"]["number"] == "234/DPMPTSP/PIPM/IV/2024"
    assert (closed["reply"]["dated_on"], closed["state"]) == ("2024-05-06", "closed")
    assert (closed["letter_number"], closed["letter_date"]) == ("510/12/V/2024", "2024-05-01")
    assert (still_open["state"], still_open["received_on"]) == ("open", "2024-06-03")
    # A number of the system's own never meets one that was written before.
    own = await http.post(f"{LETTERS}/{still_open['id']}/reply", json={}, headers=front_office)
    assert own.json()["reply"]["number"].startswith("235/")


async def test_the_same_file_again_changes_nothing_and_a_later_one_brings_its_reply(
    http: httpx.AsyncClient, administrator: dict[str, str], front_office: dict[str, str]
) -> None:
    first = f"{WAREHOUSES};250/DPMPTSP/PM/V/2024;6 Mei 2024"
    await sent(http, administrator, first, f"{EMPLOYERS};;")
    before = await letters(http, front_office)
    again = await sent(http, administrator, first, f"{EMPLOYERS};;")
    assert (again.json()["result"]["unchanged"], again.json()["result"]["entered"]) == (2, 0)
    assert await letters(http, front_office) == before
    later = await sent(http, administrator, f"{EMPLOYERS};284/DPMPTSP/PIPM/VI/2024;7 Juni 2024")
    assert later.json()["result"]["replied"] == 1
    assert [one["id"] for one in await letters(http, front_office)] == [one["id"] for one in before]
    assert (await letters(http, front_office))[1]["state"] == "closed"
    other = await sent(http, administrator, f"{EMPLOYERS};285/DPMPTSP/PIPM/VI/2024;7 Juni 2024")
    assert [one["code"] for one in other.json()["errors"]] == ["replied_otherwise"]


@pytest.mark.requirement("R002-2.4-unique")
async def test_wrong_rows_are_named_and_nothing_is_taken(
    http: httpx.AsyncClient, administrator: dict[str, str], front_office: dict[str, str]
) -> None:
    reply = "250/DPMPTSP/PM/V/2024;6 Mei 2024"
    answer = await sent(
        http,
        administrator,
        f"{WAREHOUSES};{reply}",
        f"OPD;Badan Contoh;;;2 Mei 2024;Data SPBU;{reply}",
        "KELUARGA;;;31 Juni 2024;2 Mei 2024;;;",
        f"{EMPLOYERS};250/DPMPTSP/PM/V/2024;",
        "OPD;Badan Contoh;;;2 Mei 2025;Data;;",
        "OPD;Badan Contoh;;;7 Mei 2024;Data;251/DPMPTSP/PM/V/2024;6 Mei 2024",
        f"{WAREHOUSES};{reply}",
    )
    assert answer.json()["state"] == "failed"
    assert (answer.json()["result"]["rows"], answer.json()["result"]["accepted"]) == (7, 0)
    found = [(one["row"], one["column"], one["code"]) for one in answer.json()["errors"]]
    assert found == [
        (3, "Nomor Balasan", "number_used"),
        (4, "Tanggal Surat", "date"),
        (4, "Jenis Pemohon", "requester_type_unknown"),
        (4, "Pengirim", "missing"),
        (4, "Perihal", "missing"),
        (5, "Tanggal Balasan", "missing"),
        (6, "Tanggal Diterima", "in_future"),
        (7, "Tanggal Balasan", "before_received_on"),
        (8, "Pengirim", "duplicate_letter"),
    ]
    assert await letters(http, front_office) == []


async def test_the_offices_own_table_with_everything_in_one_cell_is_read(
    http: httpx.AsyncClient, administrator: dict[str, str], front_office: dict[str, str]
) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "Permintaan Data dari OPD Teknis")
        sheet.merge_range(1, 0, 2, 0, "No")
        sheet.merge_range(1, 1, 2, 1, "Nama Pengirim, No. Surat & Tanggal")
        sheet.merge_range(1, 2, 2, 2, "Hal")
        sheet.merge_range(1, 3, 2, 3, "Balasan Surat ke Tujuan (No. Surat & Tgl)")
        sheet.write_row(
            3,
            0,
            [
                1,
                "Dinas Contoh, 510/12/V/2024, 1 Mei 2024",
                "Data TDG",
                "Kepala Dinas Contoh 284/DPMPTSP/PIPM/VI/2024 7 Juni 2024",
            ],
        )
        sheet.write_row(4, 0, [2, "Badan Contoh", "Data SPBU", "Badan Contoh"])
    form = {"requester_type": "OPD", "received_on": "2024-06-30"}
    files = {"file": ("register.xlsx", content.getvalue())}
    for dry_run, count in (("true", 0), ("false", 2)):
        answer = await http.post(
            IMPORTS, files=files, data=form | {"dry_run": dry_run}, headers=administrator
        )
        assert (answer.json()["state"], answer.json()["result"]["accepted"]) == ("succeeded", 2)
        assert len(await letters(http, front_office)) == count
    first, second = await letters(http, front_office)
    assert (first["sender"], first["letter_number"]) == ("Dinas Contoh", "510/12/V/2024")
    assert first["reply"]["recipients"] == ["Kepala Dinas Contoh"]
    assert first["received_on"] == "2024-05-01"
    assert (second["state"], second["received_on"]) == ("open", "2024-06-30")
    assert {one["code"] for one in answer.json()["result"]["findings"]} == {"received_on_assumed"}


async def test_a_register_is_refused_where_it_cannot_be_one(
    http: httpx.AsyncClient, administrator: dict[str, str], issuer: TestIssuer
) -> None:
    foreign = await sent(http, administrator, "1;2", header="Kolom;Lain")
    assert {one["code"] for one in foreign.json()["errors"]} == {"column_missing"}
    bare = await sent(http, administrator)
    assert (bare.status_code, bare.json()["code"]) == (422, "invalid_request")
    for role in ("front_office", "head", "applicant"):
        headers = issuer.headers(role=role, office="62.02")
        assert (await sent(http, headers, f"{WAREHOUSES};;")).status_code == 403
