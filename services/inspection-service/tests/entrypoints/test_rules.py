"""What supervision goes by is for everybody, dated, each value with its source."""

from typing import Any

import httpx
import pytest

PATH = "/v1/inspection-rules?office_code=53.11"


def by_rule(body: dict[str, Any]) -> dict[str, Any]:
    return {one["rule"]: one for one in body["rules"]}


async def test_the_rules_of_a_day_say_their_source_and_whether_it_was_verified(
    http: httpx.AsyncClient,
) -> None:
    body = (await http.get(PATH)).json()
    assert [one["name"] for one in body["sets"]] == [
        "perbup-sumba-timur-32-2023",
        "permeninves-5-2025",
    ]
    assert body["sets"][0]["effective_from"] == "2023-08-21"
    rules = by_rule(body)
    assert rules["frequency"]["values"]["visits"]["high"] == 2
    assert "Ps 8(2)" in rules["frequency"]["source"]
    assert rules["reporting"]["values"]["due_day"] == 15
    assert (rules["reporting"]["verified"], rules["ladder"]["verified"]) == (True, False)
    earlier = (await http.get(f"{PATH}&on=2024-07-01")).json()
    assert by_rule(earlier)["reporting"]["values"]["due_day"] == 10
    assert (await http.get(f"{PATH}&on=2020-01-01")).json()["code"] == "no_rule_set"


async def test_the_procedure_and_the_checklist_are_in_both_languages(
    http: httpx.AsyncClient,
) -> None:
    body = (await http.get(PATH)).json()
    assert body["procedure"]["verified"] is True
    assert [one["code"] for one in body["procedure"]["steps"]][:2] == ["annual_plan", "assignment"]
    assert (len(body["checklist"]["sections"]), body["checklist"]["article"]) == (8, "Ps 16(6)b")
    for one in (*body["procedure"]["steps"], *body["checklist"]["sections"]):
        assert set(one["label"]) == {"id", "en"}
        assert all(one["label"].values())


@pytest.mark.parametrize("query", ["?office_code=99.99", "?office_code=x", ""])
async def test_an_office_that_is_not_known_has_no_rules(
    http: httpx.AsyncClient, query: str
) -> None:
    answer = await http.get(f"/v1/inspection-rules{query}")
    assert answer.status_code == (404 if "99.99" in query else 422)
