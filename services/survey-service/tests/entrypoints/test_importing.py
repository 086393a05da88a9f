"""Sheets of answers: read however they were saved, all or nothing, wrong cells named."""

import json
from datetime import date
from typing import Any

import httpx
import pytest

from shared.testing.tokens import TestIssuer

from .sheets import TITLES, Headers, as_csv, as_xlsx, ended, imported

INDEX = "/v1/satisfaction-index"
QUARTER = {"office_code": "62.02", "period": "2024-Q2"}


@pytest.mark.parametrize("kind", ["xlsx", "semicolons", "bom", "tabs"])
async def test_a_sheet_is_read_however_the_office_saved_it(
    http: httpx.AsyncClient, administrator: Headers, printed: dict[str, Any], kind: str
) -> None:
    rows = [TITLES, *printed["responses"]]
    content = {
        "xlsx": lambda: as_xlsx([["DPMPTSP"], [], *rows]),
        "semicolons": lambda: as_csv(rows, separator=";"),
        "bom": lambda: as_csv(rows, bom=True),
        "tabs": lambda: as_csv(rows, separator="\t"),
    }[kind]()

    operation = await ended(http, administrator, await imported(http, administrator, content))

    assert (operation["state"], operation["result"]["accepted"]) == ("succeeded", 140)
    assert (await http.get(INDEX, params=QUARTER)).json()["ikm"] == 84.48


async def test_dates_of_a_workbook_are_days(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    content = as_xlsx([[*TITLES, "answered_on"], [*[4] * 9, date(2024, 5, 6)]])

    operation = await ended(http, administrator, await imported(http, administrator, content))

    assert operation["state"] == "succeeded"
    assert (await http.get(INDEX, params=QUARTER | {"period": "2024-05"})).json()["ikm"] == 100


async def test_the_result_names_the_map_that_was_used(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    content = as_csv([TITLES, [4, 4, 4, 4, 4, 4, 4, 1, 2]])
    given = json.dumps({"U8": "PENGADUAN", "U9": "SARANA"})

    answer = await imported(http, administrator, content, column_map=given)

    operation = await ended(http, administrator, answer)
    assert operation["result"]["column_map"]["U8"] == "PENGADUAN"
    index = (await http.get(INDEX, params=QUARTER)).json()
    assert {one["code"]: one["sum"] for one in index["elements"]}["PENGADUAN"] == 1


async def test_wrong_cells_are_named_and_nothing_is_imported(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    content = as_csv([TITLES, [3] * 9, [3] * 8 + [5], ["", *[3] * 7, "baik"]])

    operation = await ended(http, administrator, await imported(http, administrator, content))

    assert operation["state"] == "failed"
    assert operation["errors"] == [
        {"row": 3, "column": "U9", "code": "not_in_scale"},
        {"row": 4, "column": "U1", "code": "missing"},
        {"row": 4, "column": "U9", "code": "not_a_number"},
    ]
    assert (operation["result"]["rows"], operation["result"]["accepted"]) == (3, 0)
    assert operation["result"]["refused"] == 2
    assert (await http.get(INDEX, params=QUARTER)).json()["respondents"] == 0


async def test_a_dry_run_changes_nothing(http: httpx.AsyncClient, administrator: Headers) -> None:
    answer = await imported(http, administrator, as_csv([TITLES, [3] * 9]), dry_run="true")

    operation = await ended(http, administrator, answer)

    assert (operation["state"], operation["result"]["dry_run"]) == ("succeeded", True)
    assert (await http.get(INDEX, params=QUARTER)).json()["respondents"] == 0


async def test_the_same_import_sent_twice_with_a_key_is_one(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    keyed = administrator | {"Idempotency-Key": "import-1"}
    content = as_csv([TITLES, [3] * 9])

    first = await imported(http, keyed, content)
    again = await imported(http, keyed, content)
    other = await imported(http, keyed, as_csv([TITLES, [4] * 9]))

    assert again.json() == first.json()
    assert other.json()["code"] == "idempotency_key_reused"
    assert (await http.get(INDEX, params=QUARTER)).json()["respondents"] == 1


@pytest.mark.parametrize(
    ("content", "fields", "status", "code"),
    [
        (b"MZ\x90\x00\x03", {}, 415, "unsupported_type"),
        (b"PK\x03\x04 no workbook", {}, 415, "unsupported_type"),
        (b"%PDF-1.7\n\xe2\xe3", {}, 415, "unsupported_type"),
        (b"", {}, 422, "invalid_request"),
        (b"U1", {"column_map": "["}, 422, "invalid_request"),
        (b"U1", {"column_map": '{"U1": 3}'}, 422, "invalid_request"),
        (b"U1", {"column_map": '{"U1": "NIK 6202"}'}, 422, "invalid_request"),
        (b"U1", {"column_map": '{"U\\u0000": "SARANA"}'}, 422, "invalid_request"),
        (b"U1", {"period_end": "30/06/2024"}, 422, "invalid_request"),
        (b"U1", {"period_end": "2024-12-31"}, 422, "invalid_request"),
        (b"U1", {"dry_run": "perhaps"}, 422, "invalid_request"),
    ],
)
async def test_what_cannot_be_imported_is_refused(
    http: httpx.AsyncClient,
    administrator: Headers,
    content: bytes,
    fields: dict[str, str],
    status: int,
    code: str,
) -> None:
    answer = await imported(http, administrator, content, **fields)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "6202" not in answer.text


async def test_a_day_to_come_is_called_that(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    answer = await imported(http, administrator, b"U1", period_end="2024-12-31")

    assert answer.json()["errors"] == [{"pointer": "/period_end", "code": "in_future"}]
    assert answer.json()["detail"] == "Hari itu belum tiba menurut waktu kantor."


async def test_a_form_without_a_file_or_without_parts_is_refused(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    path = "/v1/survey-response-imports"

    plain = await http.post(path, headers=administrator, json={})
    empty = await http.post(path, headers=administrator, files={"other": ("a.csv", b"U1")})

    assert (plain.status_code, plain.json()["code"]) == (415, "unsupported_type")
    assert (empty.status_code, empty.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("role", ["front_office", "head", "applicant"])
async def test_only_an_administrator_imports(
    http: httpx.AsyncClient, issuer: TestIssuer, role: str
) -> None:
    headers = issuer.headers(role=role, office="62.02")

    answer = await imported(http, headers, as_csv([TITLES, [3] * 9]))

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_another_office_does_not_see_an_import(
    http: httpx.AsyncClient, issuer: TestIssuer, administrator: Headers
) -> None:
    answer = await imported(http, administrator, as_csv([TITLES, [3] * 9]))
    foreign = issuer.headers(role="administrator", office="81.02")

    found = await http.get(f"/v1/operations/{answer.json()['operation_id']}", headers=foreign)

    assert (found.status_code, found.json()["code"]) == (404, "not_found")
