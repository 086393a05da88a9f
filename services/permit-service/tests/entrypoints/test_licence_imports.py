"""An office's history comes in: a file over HTTP, taken up by a worker, all of it or nothing."""

import asyncio
import io
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
import xlsxwriter

from permit_service.application.import_licences import work_on_import
from permit_service.application.ports import Ports
from permit_service.application.tell_ends import tell_ends
from permit_service.testing.counter import Counter
from permit_service.testing.facts import NIB, OFFICE
from shared.database.engine import Database
from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

SYSTEM = system_caller("permit", OFFICE)
HEAD = "service_code;channel;number;issued_on;holder_name;nib;valid_until;holder_nik;holder_address"
ROWS = (
    f"REKLAME;SICANTIK;503/1/2024;03/06/2024;Toko Contoh;{NIB};2 Juni 2027;;Jalan Contoh 1",
    "SPPL;MANUAL;503/2/2024;4 Mei 2024;Pemohon Contoh;;-;8102150101900001;",
)


@pytest.fixture
def ports(service: ServiceModule) -> Ports:
    ports: Ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    return ports


def book(*rows: str) -> bytes:
    """As Excel in Indonesian saves it."""
    return b"\xef\xbb\xbf" + "\r\n".join((HEAD, *rows)).encode()


async def hand_in(
    http: httpx.AsyncClient,
    counter: Counter,
    content: bytes,
    *,
    role: str = "administrator",
    key: str | None = None,
    **fields: str,
) -> httpx.Response:
    headers = counter.as_(role) | ({"Idempotency-Key": key} if key else {})
    return await http.post(
        "/v1/licence-imports",
        files={"file": ("buku.csv", content, "text/csv")},
        data=fields,
        headers=headers,
    )


async def ended(
    http: httpx.AsyncClient, counter: Counter, ports: Ports, content: bytes, **fields: str
) -> dict[str, Any]:
    """The operation after a worker has had it."""
    accepted = await hand_in(http, counter, content, **fields)
    assert accepted.status_code == 202, accepted.text
    assert await work_on_import(ports)
    return await operation(http, counter, accepted)


async def operation(
    http: httpx.AsyncClient, counter: Counter, accepted: httpx.Response
) -> dict[str, Any]:
    path = f"/v1/operations/{accepted.json()['operation_id']}"
    answer = await http.get(path, headers=counter.as_("administrator"))
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def told(database: Database) -> list[str]:
    async with database.read(SYSTEM) as connection:
        rows = await connection.exec_driver_sql(
            "select type from event_log where type like 'permit.licence%' order by id"
        )
        return [row.type for row in rows]


async def licences(http: httpx.AsyncClient, counter: Counter) -> list[dict[str, Any]]:
    answer = await http.get("/v1/licences", headers=counter.as_("head"))
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_book_is_taken_and_each_licence_told_and_publicly_known(
    counter: Counter, ports: Ports, http: httpx.AsyncClient, database: Database
) -> None:
    accepted = await hand_in(http, counter, book(*ROWS))
    before = await operation(http, counter, accepted)
    assert await work_on_import(ports)
    after = await operation(http, counter, accepted)

    assert (before["state"], before["progress"]) == ("running", 0.0)
    assert (after["state"], after["progress"], after["errors"]) == ("succeeded", 1.0, [])
    assert after["result"] == {
        "rows": 2,
        "accepted": 2,
        "refused": 0,
        "unchanged": 0,
        "dry_run": False,
    }
    assert await told(database) == ["permit.licence_imported"] * 2
    found = {one["number"]: one for one in await licences(http, counter)}
    advert = found["503/1/2024"]
    assert (advert["issued_on"], advert["valid_until"]) == ("2024-06-03", "2027-06-02")
    assert (advert["nib"], advert["holder_name"]) == (NIB, "Toko Contoh")
    assert found["503/2/2024"]["valid_until"] is None
    public = (await http.get(f"/v1/verification/{advert['verification_token']}")).json()
    assert public["status"] == "active"
    assert public["signature"] == {
        "valid": False,
        "signed_by": None,
        "signed_at": None,
        "acting_as": None,
    }
    history = await http.get(f"/v1/licences/{advert['id']}/timeline", headers=counter.as_("head"))
    assert [one["type"] for one in history.json()["items"]] == ["permit.licence_imported"]


async def test_the_same_book_twice_changes_nothing(
    counter: Counter, ports: Ports, http: httpx.AsyncClient, database: Database
) -> None:
    await ended(http, counter, ports, book(*ROWS))
    before = await licences(http, counter)
    again = await ended(http, counter, ports, book(*ROWS))

    assert (again["state"], again["result"]["unchanged"]) == ("succeeded", 2)
    assert await licences(http, counter) == before
    assert await told(database) == ["permit.licence_imported"] * 2


async def test_a_row_that_contradicts_what_is_kept_keeps_all_others_out(
    counter: Counter, ports: Ports, http: httpx.AsyncClient, database: Database
) -> None:
    await ended(http, counter, ports, book(ROWS[0]))
    other = ROWS[0].replace("Toko Contoh", "Toko Lain")
    failed = await ended(http, counter, ports, book(other, ROWS[1]))

    assert failed["state"] == "failed"
    assert failed["errors"] == [{"row": 2, "column": "holder_name", "code": "contradicts"}]
    assert (failed["result"]["accepted"], failed["result"]["refused"]) == (0, 1)
    assert await told(database) == ["permit.licence_imported"]


async def test_a_book_with_a_tenth_of_its_rows_broken_is_not_half_imported(
    counter: Counter, ports: Ports, http: httpx.AsyncClient, database: Database
) -> None:
    rows = [
        f"REKLAME;{'FAX' if n % 10 == 0 else 'MANUAL'};600/{n};01/02/2024;Toko;;;;"
        for n in range(1200)
    ]
    rows[7] = rows[6]
    failed = await ended(http, counter, ports, book(*rows))

    assert failed["state"] == "failed"
    assert failed["result"] == {
        "rows": 1200,
        "accepted": 0,
        "refused": 121,
        "unchanged": 0,
        "dry_run": False,
    }
    assert failed["errors"][0] == {"row": 2, "column": "channel", "code": "unknown"}
    assert {"row": 9, "column": "number", "code": "repeated"} in failed["errors"]
    assert await licences(http, counter) == []
    assert await told(database) == []


async def test_a_dry_run_says_what_would_be_and_takes_nothing(
    counter: Counter, ports: Ports, http: httpx.AsyncClient, database: Database
) -> None:
    tried = await ended(http, counter, ports, book(*ROWS), dry_run="true")

    assert (tried["state"], tried["result"]["accepted"]) == ("succeeded", 2)
    assert await licences(http, counter) == []
    assert await told(database) == []


async def test_a_workbook_with_a_letterhead_and_titles_of_its_own_is_read(
    counter: Counter, ports: Ports, http: httpx.AsyncClient
) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(2, 0, ["PEMERINTAH KABUPATEN MALUKU TENGGARA"])
        titles = ["No", "Kode Izin", "Kanal", "Nomor Izin", "Tanggal Terbit", "Pemilik", "NIB"]
        sheet.write_row(4, 0, titles)
        sheet.write_row(5, 0, [1, "REKLAME", "manual", "503/7", "7 Juli 2023", "Toko Contoh"])
        sheet.write_number(5, 6, int(NIB))

    columns = json.dumps({"holder_name": "Pemilik"})
    done = await ended(http, counter, ports, content.getvalue(), column_map=columns)

    assert done["state"] == "succeeded", done
    (one,) = await licences(http, counter)
    assert (one["issued_on"], one["nib"], one["channel"]) == ("2023-07-07", NIB, "MANUAL")


async def test_what_cannot_be_a_book_is_refused_clearly(
    counter: Counter, ports: Ports, http: httpx.AsyncClient
) -> None:
    assert (await hand_in(http, counter, book(), role="head")).status_code == 403
    assert (await hand_in(http, counter, b"%PDF-1.7 \x00")).status_code == 415
    assert (await hand_in(http, counter, b"PK\x03\x04 no archive")).status_code == 415
    assert (await hand_in(http, counter, b" ")).status_code == 422
    for fields in ({"column_map": "["}, {"column_map": '{"a": "b"}'}, {"dry_run": "perhaps"}):
        assert (await hand_in(http, counter, book(*ROWS), **fields)).status_code == 422
    assert not await work_on_import(ports)
    empty = await ended(http, counter, ports, book())
    assert empty["errors"] == [{"row": 1, "column": "", "code": "no_rows"}]
    lacking = await ended(http, counter, ports, b"number;channel\r\n1;MANUAL")
    assert {one["code"] for one in lacking["errors"]} == {"column_missing"}


async def test_an_import_is_its_offices_staffs_to_see(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    accepted = await hand_in(http, counter, book(*ROWS))
    path = f"/v1/operations/{accepted.json()['operation_id']}"

    for who in (counter.as_("administrator", office="62.02"), counter.as_("applicant")):
        assert (await http.get(path, headers=who)).status_code == 404
    assert (await http.get(path)).status_code == 401


async def test_a_repeated_request_is_one_import(
    counter: Counter, ports: Ports, http: httpx.AsyncClient
) -> None:
    first = await hand_in(http, counter, book(*ROWS), key="book-1")
    second = await hand_in(http, counter, book(*ROWS), key="book-1")
    other = await hand_in(http, counter, book(ROWS[0]), key="book-1")

    assert second.json() == first.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert other.json()["code"] == "idempotency_key_reused"
    assert await work_on_import(ports)
    assert not await work_on_import(ports)


async def test_two_workers_at_one_import_enter_it_once(
    counter: Counter,
    ports: Ports,
    http: httpx.AsyncClient,
    database: Database,
    clock: FixedClock,
) -> None:
    rows = [f"REKLAME;MANUAL;600/{n};01/02/2024;Toko;;;;" for n in range(700)]
    accepted = await hand_in(http, counter, book(*rows))

    async def overtake() -> None:
        await asyncio.sleep(0.05)
        clock.move(timedelta(minutes=6))
        await work_on_import(ports)

    await asyncio.gather(work_on_import(ports), overtake())

    assert (await operation(http, counter, accepted))["state"] == "succeeded"
    assert await told(database) == ["permit.licence_imported"] * 700


async def test_the_file_and_what_it_says_of_people_lie_sealed_and_the_file_goes(
    counter: Counter, ports: Ports, http: httpx.AsyncClient, database: Database
) -> None:
    await hand_in(http, counter, book(*ROWS))
    query = "select coalesce(string_agg(encode(content, 'escape'), ''), '') from licence_import"
    async with database.read(SYSTEM) as connection:
        waiting = (await connection.exec_driver_sql(query)).scalar_one()
    await work_on_import(ports)
    async with database.read(SYSTEM) as connection:
        after = (await connection.exec_driver_sql(query)).scalar_one()
        rows = await connection.exec_driver_sql("select to_jsonb(l)::text from licence l")
        stored = "".join(rows.scalars())

    assert waiting != ""
    assert after == ""
    for secret in ("Pemohon Contoh", "8102150101900001", "Jalan Contoh"):
        assert secret not in waiting
        assert secret not in stored


async def test_an_imported_licence_expires_like_any_other(
    counter: Counter, ports: Ports, http: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    await ended(http, counter, ports, book(ROWS[0]))
    clock.move(timedelta(days=500))

    await tell_ends(ports)

    assert await told(database) == ["permit.licence_imported", "permit.licence_expired"]
