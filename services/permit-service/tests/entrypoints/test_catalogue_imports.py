"""The whole catalogue out and in again: every entry or none, and nothing twice."""

import json
from typing import Any

import httpx
import pytest

from permit_service.domain.catalogue_file import as_table
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database

from .problems import is_problem, rows

EXPORT = f"/v1/service-catalogue?office_code={OFFICE}"
IMPORT = "/v1/service-catalogue-imports"


async def exported(http: httpx.AsyncClient) -> list[dict[str, Any]]:
    body = (await http.get(EXPORT)).json()
    assert body["count"] == len(body["services"]) == 26
    entries: list[dict[str, Any]] = body["services"]
    return entries


async def imported(
    counter: Counter,
    content: bytes,
    *,
    dry_run: bool = False,
    role: str = "administrator",
    office: str = OFFICE,
    **headers: str,
) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await counter.http.post(
        IMPORT,
        files={"file": ("catalogue", content, "application/octet-stream")},
        data={"dry_run": "true" if dry_run else "false"},
        headers=counter.as_(role, office=office) | named,
    )


def as_json(entries: list[dict[str, Any]]) -> bytes:
    return json.dumps({"services": entries}).encode()


def changed(entries: list[dict[str, Any]], code: str, **changes: Any) -> list[dict[str, Any]]:
    return [one | changes if one["code"] == code else one for one in entries]


@pytest.mark.parametrize("is_table", [False, True])
async def test_what_was_exported_is_imported_without_a_new_version(
    counter: Counter, http: httpx.AsyncClient, database: Database, is_table: bool
) -> None:
    entries, before = await exported(http), await rows(database, "service_version")
    table = (await http.get(f"{EXPORT}&format=csv")).content
    assert table == as_table(entries)

    answer = await imported(counter, table if is_table else as_json(entries))

    assert answer.status_code == 202, answer.text
    result = answer.json()["result"]
    assert (result["rows"], result["accepted"], result["unchanged"]) == (26, 26, 26)
    assert (result["changed"], result["services"]) == (0, [])
    assert await rows(database, "service_version") == before


async def test_a_dry_run_says_what_would_change_and_the_import_does_it_once(
    counter: Counter, http: httpx.AsyncClient, database: Database
) -> None:
    await counter.draft()
    wanted = changed(await exported(http), "REKLAME", sla={"value": 4, "unit": "working_day"})
    before = await rows(database, "service_version")

    planned = (await imported(counter, as_json(wanted), dry_run=True)).json()
    assert await rows(database, "service_version") == before
    done = (await imported(counter, as_table(wanted))).json()
    again = (await imported(counter, as_json(wanted))).json()

    plan = {
        "service_code": "REKLAME",
        "version": 2,
        "changes": [{"pointer": "/sla/value", "kind": "changed"}],
        "running": 1,
    }
    assert planned["result"]["services"] == done["result"]["services"] == [plan]
    assert (planned["dry_run"], done["dry_run"]) == (True, False)
    assert again["result"]["changed"] == 0
    assert await rows(database, "service_version") == before + 1
    operation = await http.get(
        f"/v1/operations/{done['operation_id']}", headers=counter.as_("administrator")
    )
    assert operation.json() == done


async def test_one_wrong_row_and_nothing_is_taken(
    counter: Counter, http: httpx.AsyncClient, database: Database
) -> None:
    wanted = changed(await exported(http), "REKLAME", sla={"value": 4, "unit": "working_day"})
    wanted = changed(wanted, "PBG", sla={"value": 0, "unit": "working_day"}, colour="red")
    wanted.append(next(one for one in wanted if one["code"] == "SLF"))
    place = [one["code"] for one in wanted].index("PBG") + 1
    before = await rows(database, "service_version")

    answer = await imported(counter, as_json(wanted))

    body = answer.json()
    assert body["state"] == "failed"
    assert (body["result"]["accepted"], body["result"]["refused"]) == (0, 2)
    assert body["errors"] == [
        {"row": place, "column": "/colour", "code": "unknown"},
        {"row": place, "column": "/sla/value", "code": "minimum"},
        {"row": 27, "column": "/code", "code": "not_unique"},
    ]
    assert await rows(database, "service_version") == before


async def test_an_import_is_the_administrators_and_its_office_alone_sees_it(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    content = as_json(await exported(http))

    refused = await imported(counter, content, role="front_office")
    done = (await imported(counter, content)).json()

    is_problem(refused, 403, "forbidden")
    path = f"/v1/operations/{done['id']}"
    elsewhere = await http.get(path, headers=counter.as_("administrator", office="62.02"))
    is_problem(elsewhere, 404, "not_found")


async def test_a_repeated_upload_is_answered_the_same(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    wanted = as_json(changed(await exported(http), "PBG", name="PBG baru"))

    first = await imported(counter, wanted, Idempotency_Key="k")
    again = await imported(counter, wanted, Idempotency_Key="k")

    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.content == first.content


async def test_a_file_that_is_none_is_refused(counter: Counter) -> None:
    is_problem(await imported(counter, b"\xff\xfe"), 415, "unsupported_type", "/file")
    is_problem(await imported(counter, b"a;b\n1;2\n"), 422, "invalid_request", "/file/code")
