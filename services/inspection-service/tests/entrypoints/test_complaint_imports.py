"""Registers of complaints kept before: taken whole or not at all, sealed, told with their dates."""

import io
import json
from typing import Any

import httpx
import xlsxwriter
from sqlalchemy import text

from inspection_service.testing import Desk
from shared.identity import system_caller
from shared.module import ServiceModule

PATH = "/v1/complaint-imports"
HEADINGS = (
    "No",
    "Jenis",
    "Terlapor",
    "NIB",
    "Dasar",
    "Tgl/Waktu",
    "Materi",
    "Pemohon/Pelapor",
    "Status",
    "Tanggal Selesai",
    "Hasil",
    "Penyelesaian",
)
NIB = "1234567890123"
CLOSED = (
    "12/PGD",
    "Pengaduan",
    "Pelaku Usaha",
    NIB,
    "standar",
    "Jumat, 19 April 2024, 08:03",
    "Suara gedung walet",
    "Pelapor Contoh",
    "Selesai",
    "6 May 2024",
    "pembinaan",
    "Telah dibina",
)
ADVICE = (
    "13",
    "konsultasi",
    "",
    "",
    "",
    "2024-05-02",
    "Cara mengurus NIB",
    "",
    "proses",
    "",
    "",
    "",
)


def csv_of(*rows: tuple[str, ...]) -> bytes:
    return ("\ufeff" + "\r\n".join(";".join(row) for row in (HEADINGS, *rows))).encode()


def changed(row: tuple[str, ...] = CLOSED, **changes: str) -> tuple[str, ...]:
    by_heading = {heading.replace("/", "_").replace(" ", "_"): heading for heading in HEADINGS}
    wanted = {by_heading[name]: value for name, value in changes.items()}
    return tuple(wanted.get(heading, cell) for heading, cell in zip(HEADINGS, row, strict=True))


async def sent(
    http: httpx.AsyncClient, desk: Desk, content: bytes, **fields: str
) -> dict[str, Any]:
    answer = await http.post(
        PATH,
        files={"file": ("register.csv", content)},
        data=fields,
        headers=desk.acting("administrator"),
    )
    assert answer.status_code == 202, answer.text
    return dict(answer.json())


async def told(service: ServiceModule) -> list[tuple[str, dict[str, Any]]]:
    async with service.database.read(system_caller("test", "53.11")) as connection:
        rows = await connection.execute(
            text("select type, data from event_log where type like '%complaint%' order by id")
        )
        return [(row.type, json.loads(row.data)) for row in rows]


async def test_an_old_register_is_entered_with_its_own_dates_and_told_as_past(
    http: httpx.AsyncClient, desk: Desk, service: ServiceModule
) -> None:
    operation = await sent(http, desk, csv_of(CLOSED, ADVICE))
    assert (operation["state"], operation["result"]["accepted"]) == ("succeeded", 2), operation
    assert operation["result"]["findings"] == [
        {"row": 2, "column": "verified_at", "code": "verification_assumed"}
    ]
    listed = (await desk.get("/v1/complaints"))["items"]
    closed, advice = [await desk.get(f"/v1/complaints/{one['number']}") for one in listed]
    assert (closed["external_reference"], closed["number"]) == ("12/PGD", "PGD-5311-2024-0001")
    assert (closed["status"], closed["resolution"]["outcome"]) == ("resolved", "guidance")
    assert closed["filed_at"].startswith("2024-04-19T00:03")
    assert closed["complainant"]["name"] == "Pelapor Contoh"
    assert (advice["kind"], advice["status"]) == ("consultation", "in_progress")
    facts = await told(service)
    assert [kind.rpartition(".")[2] for kind, _ in facts] == [
        "complaint_filed",
        "complaint_verified",
        "complaint_resolved",
        "complaint_filed",
    ]
    assert all(fact["is_imported"] for _, fact in facts)
    assert facts[2][1]["resolved_at"].startswith("2024-05-05T16:00")
    assert "Pelapor" not in json.dumps(facts)


async def test_the_same_file_again_enters_and_tells_nothing(
    http: httpx.AsyncClient, desk: Desk, service: ServiceModule
) -> None:
    await sent(http, desk, csv_of(CLOSED, ADVICE))
    before = await told(service)
    again = await sent(http, desk, csv_of(CLOSED, ADVICE))
    assert (again["state"], again["result"]["unchanged"]) == ("succeeded", 2)
    assert await told(service) == before
    assert len((await desk.get("/v1/complaints"))["items"]) == 2


async def test_a_wrong_row_takes_nothing_and_every_wrong_cell_is_named(
    http: httpx.AsyncClient, desk: Desk, service: ServiceModule
) -> None:
    operation = await sent(
        http,
        desk,
        csv_of(
            CLOSED,
            changed(No="2", Jenis="keluhan", Status=""),
            changed(No="3", Tgl_Waktu="31 Juni 2024", Materi=""),
            changed(No="4", Tgl_Waktu="15 Juni 2026", Tanggal_Selesai="", Hasil="ditolak"),
            changed(No="5", Tanggal_Selesai="18 April 2024"),
            changed(No="6", NIB="12", Dasar=""),
            changed(No="7", Dasar="pengawasan", Tgl_Waktu="2022-01-03"),
            CLOSED,
        ),
    )
    assert (operation["state"], operation["result"]["accepted"]) == ("failed", 0)
    assert [(one["row"], one["column"], one["code"]) for one in operation["errors"]] == [
        (3, "Jenis", "unknown"),
        (3, "Status", "missing"),
        (4, "Tgl/Waktu", "date"),
        (4, "Materi", "missing"),
        (5, "Tgl/Waktu", "not_before_import"),
        (5, "Tanggal Selesai", "missing"),
        (5, "Hasil", "differs_from_status"),
        (6, "Tanggal Selesai", "order"),
        (7, "Dasar", "missing"),
        (7, "NIB", "nib"),
        (8, "Dasar", "subject"),
        (9, "No", "duplicate_entry"),
    ]
    assert "Pelapor" not in json.dumps(operation)
    assert (await desk.get("/v1/complaints"))["items"] == []
    assert await told(service) == []


async def test_a_dry_run_and_a_sheet_with_a_title_above_its_header(
    http: httpx.AsyncClient, desk: Desk
) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 5, "Register Pengaduan Tahun 2024")
        for place, row in enumerate((HEADINGS, CLOSED), start=1):
            sheet.write_row(place, 0, row)
    dry = await sent(http, desk, buffer.getvalue(), dry_run="true")
    assert (dry["result"]["rows"], dry["result"]["accepted"]) == (1, 1)
    assert (await desk.get("/v1/complaints"))["items"] == []
    await sent(http, desk, buffer.getvalue())
    assert len((await desk.get("/v1/complaints"))["items"]) == 1


async def test_only_an_administrator_imports_and_an_empty_register_is_refused(
    http: httpx.AsyncClient, desk: Desk
) -> None:
    files = {"file": ("register.csv", csv_of())}
    for role in ("front_office", "head", "licensing_official"):
        refused = await http.post(PATH, files=files, headers=desk.acting(role))
        assert refused.status_code == 403
    empty = await http.post(PATH, files=files, headers=desk.acting("administrator"))
    assert (empty.status_code, empty.json()["code"]) == (422, "invalid_request")
