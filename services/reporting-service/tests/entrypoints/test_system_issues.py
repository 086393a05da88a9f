"""Problems with systems of others: who was asked, what came of it, and what the report says."""

from typing import Any

import httpx
import pytest

from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

ISSUES = "/v1/system-issues"
REPORT = "/v1/reports/quarterly/2024/{}?office_code=62.02"
PROBLEM = {"system": "OSS", "problem": "NIB tidak dapat diperbarui", "raised_on": "2024-03-20"}
ASKED = {"consulted": "Pusdatin BKPM", "consulted_on": "2024-04-02"}


async def obstacles(http: httpx.AsyncClient, headers: dict[str, str], quarter: int = 2) -> Any:
    report = (await http.get(REPORT.format(quarter), headers=headers)).json()
    (table,) = [one for one in report["tables"] if one["id"] == "obstacles"]
    return [row[1:] for row in table["rows"]], table["notes"]


@pytest.mark.requirement("R002-IV-4.2c")
async def test_an_issue_is_consulted_on_answered_and_closed_and_open_ones_are_obstacles(
    http: httpx.AsyncClient, administrator: dict[str, str], head: dict[str, str]
) -> None:
    entered = await http.post(
        ISSUES, json=PROBLEM, headers=administrator | {"Idempotency-Key": "1"}
    )
    assert (entered.status_code, entered.json()["state"]) == (201, "open"), entered.text
    again = await http.post(ISSUES, json=PROBLEM, headers=administrator | {"Idempotency-Key": "1"})
    assert again.json()["id"] == entered.json()["id"]
    place, tag = entered.headers["Location"], entered.headers["ETag"]
    carried = "Masalah sistem OSS: NIB tidak dapat diperbarui (sejak 20 Maret 2024, dibawa dari"
    (row,), notes = await obstacles(http, head)
    assert row[0].startswith(carried)
    assert (row[1], len(notes)) == ("", 1)
    (row,), _ = await obstacles(http, head, quarter=1)
    assert row[0] == "Masalah sistem OSS: NIB tidak dapat diperbarui"

    assert (await http.patch(place, json=ASKED, headers=head)).status_code == 428
    asked = await http.patch(place, json=ASKED, headers=head | {"If-Match": tag})
    assert (asked.status_code, asked.json()["state"]) == (200, "open"), asked.text
    stale = await http.patch(place, json={"answer": "x"}, headers=head | {"If-Match": tag})
    assert stale.status_code == 412
    (row,), notes = await obstacles(http, head)
    waiting = "Dikonsultasikan dengan Pusdatin BKPM pada 2 April 2024; menunggu jawaban."
    assert (row[1], notes) == (waiting, [])
    answer = {"answer": "Muat ulang data NIB dari AHU", "answered_on": "2024-04-09"}
    answered = await http.patch(
        place, json=answer, headers=head | {"If-Match": asked.headers["ETag"]}
    )
    assert answered.json()["state"] == "answered"
    (row,), _ = await obstacles(http, head)
    assert row[1].endswith("pada 2 April 2024: Muat ulang data NIB dari AHU")

    closing = {"state": "closed", "closed_on": "2024-06-28"}
    closed = await http.patch(
        place, json=closing, headers=administrator | {"If-Match": answered.headers["ETag"]}
    )
    assert closed.json()["actions"] == ["open"]
    assert (await obstacles(http, head))[0] == []
    assert len((await obstacles(http, head, quarter=1))[0]) == 1
    shown = (await http.get(place, headers=head)).json()
    assert [one["state"] for one in shown["history"]] == ["open", "open", "answered", "closed"]
    assert shown["history"][1]["consulted"] == "Pusdatin BKPM"
    assert shown["history"][0]["consulted"] == ""
    assert len({one["changed_by"] for one in shown["history"]}) == 2


async def test_issues_are_listed_by_system_and_state_the_newest_first(
    http: httpx.AsyncClient, administrator: dict[str, str], issuer: TestIssuer
) -> None:
    written = [
        PROBLEM,
        PROBLEM | {"system": "SICANTIK", "raised_on": "2024-04-01"},
        PROBLEM | {"raised_on": "2024-05-02", "answer": "Sudah diperbaiki", "consulted": "BKPM"},
    ]
    for one in written:
        assert (await http.post(ISSUES, json=one, headers=administrator)).status_code == 201

    async def listed(query: str = "", headers: dict[str, str] = administrator) -> Any:
        return (await http.get(f"{ISSUES}{query}", headers=headers)).json()

    first = await listed("?limit=2")
    assert [one["raised_on"] for one in first["items"]] == ["2024-05-02", "2024-04-01"]
    rest = await listed(f"?limit=2&cursor={first['next_cursor']}")
    assert ([one["raised_on"] for one in rest["items"]], rest["next_cursor"]) == (
        ["2024-03-20"],
        None,
    )
    assert [one["system"] for one in (await listed("?system=SICANTIK"))["items"]] == ["SICANTIK"]
    (answered,) = (await listed("?state=answered"))["items"]
    assert answered["answered_on"] == "2024-07-03"
    province = issuer.headers(role="province", office="62.02")
    assert len((await listed(headers=province))["items"]) == 3
    assert {tuple(one["actions"]) for one in (await listed(headers=province))["items"]} == {()}
    stranger = issuer.headers(role="head", office="53.11")
    assert (await listed(headers=stranger))["items"] == []
    place = f"{ISSUES}/{answered['id']}"
    assert (await http.get(place, headers=stranger)).status_code == 404
    change = await http.patch(
        place, json={"state": "closed"}, headers=stranger | {"If-Match": '"1"'}
    )
    assert change.status_code == 404


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"raised_on": "2024-07-04"}, "in_future", "/raised_on"),
        ({"consulted": "BKPM", "consulted_on": "2024-03-19"}, "before_raised_on", "/consulted_on"),
        ({"state": "answered"}, "missing", "/answer"),
        ({"system": "oss"}, None, "/system"),
        ({"problem": " "}, None, "/problem"),
    ],
)
async def test_what_does_not_fit_is_refused_by_place(
    http: httpx.AsyncClient,
    administrator: dict[str, str],
    body: dict[str, str],
    code: str | None,
    pointer: str,
) -> None:
    answer = await http.post(ISSUES, json=PROBLEM | body, headers=administrator)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    (found,) = answer.json()["errors"]
    assert found["pointer"].endswith(pointer)
    assert code in (None, found["code"])


async def test_only_the_head_and_administrators_write_and_a_closed_one_opens_again(
    http: httpx.AsyncClient,
    head: dict[str, str],
    front_office: dict[str, str],
    issuer: TestIssuer,
    clock: FixedClock,
) -> None:
    assert (await http.post(ISSUES, json=PROBLEM)).status_code == 401
    assert (await http.post(ISSUES, json=PROBLEM, headers=front_office)).status_code == 403
    applicant = issuer.headers(role="applicant", office="62.02")
    assert (await http.get(ISSUES + "?office_code=62.02", headers=applicant)).status_code == 403
    entered = await http.post(ISSUES, json=PROBLEM | {"state": "closed"}, headers=head)
    assert entered.json()["closed_on"] == "2024-07-03"
    place, tag = entered.headers["Location"], {"If-Match": entered.headers["ETag"]}
    answered = await http.patch(
        place, json={"state": "answered", "answer": "Ya"}, headers=head | tag
    )
    assert (answered.status_code, answered.json()["code"]) == (409, "transition_not_allowed")
    assert (await http.patch(place, json={}, headers=front_office | tag)).status_code == 403
    opened = await http.patch(place, json={"state": "open"}, headers=head | tag)
    assert (opened.json()["state"], opened.json()["closed_on"]) == ("open", None)
