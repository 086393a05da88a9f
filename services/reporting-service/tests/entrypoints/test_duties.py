"""The quarterly report as a duty: it exists by itself, is sent by a numbered letter, and ends with
a hand-over."""

import io
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from shared.testing.tokens import TestIssuer

DUTIES = "/v1/reports/duties?year=2024"
SETTINGS = "/v1/reports/settings"
PLACE = "/v1/reports/quarterly/2024/2"


async def duty(http: httpx.AsyncClient, headers: dict[str, str], quarter: int) -> dict[str, Any]:
    items = (await http.get(DUTIES, headers=headers)).json()["items"]
    (found,) = [one for one in items if one["quarter"] == quarter]
    return dict(found)


@pytest.mark.requirement("R002-KataPengantar-1")
async def test_each_quarter_that_has_begun_is_a_duty_by_itself(
    http: httpx.AsyncClient, head: dict[str, str]
) -> None:
    items = (await http.get(DUTIES, headers=head)).json()["items"]
    assert [(one["quarter"], one["from"], one["to"], one["state"]) for one in items] == [
        (1, "2024-01-01", "2024-03-31", "draft"),
        (2, "2024-04-01", "2024-06-30", "draft"),
        (3, "2024-07-01", "2024-09-30", "open"),
    ]
    assert {one["due_on"] for one in items} == {None}
    assert not any(one["overdue"] for one in items)


async def test_a_due_day_is_the_offices_own_setting_and_unverified(
    http: httpx.AsyncClient, head: dict[str, str], administrator: dict[str, str]
) -> None:
    before = await http.get(SETTINGS, headers=administrator)
    assert before.headers["ETag"] == '"0"'
    body = {"due_days": 2, "place": "Sampit", "addressee": "Gubernur Kalimantan Tengah"}
    assert (await http.put(SETTINGS, json=body, headers=administrator)).status_code == 428
    first = administrator | {"If-Match": '"0"'}
    assert (await http.put(SETTINGS, json=body, headers=first)).status_code == 200
    assert (await http.put(SETTINGS, json=body, headers=first)).status_code == 412
    second = administrator | {"If-Match": '"1"'}
    assert (await http.put(SETTINGS, json=body, headers=second)).headers["ETag"] == '"2"'
    found = await duty(http, head, 2)
    assert (found["due_on"], found["overdue"], found["due_on_verified"]) == (
        "2024-07-02",
        True,
        False,
    )
    assert (
        await http.put(SETTINGS, json=body, headers=head | {"If-Match": '"2"'})
    ).status_code == (403)


@pytest.mark.requirement("R002-2.1-intro")
async def test_a_publication_is_sent_by_a_numbered_letter_and_handed_over(
    http: httpx.AsyncClient, head: dict[str, str]
) -> None:
    handover = {"handed_over_on": "2024-07-03", "proof": "Tanda terima 12"}
    early = await http.post(f"{PLACE}/handover", json=handover, headers=head)
    assert (early.status_code, early.json()["code"]) == (409, "transition_not_allowed")
    published = await http.post(f"{PLACE}/publication", headers=head)
    number = published.json()["transmittal_number"]
    assert number == "001/DPMPTSP/PTSP/VII/2024"
    letter = await http.get(f"{PLACE}/transmittal", headers=head)
    text = " ".join(PdfReader(io.BytesIO(letter.content)).pages[0].extract_text().split())
    assert number in text
    assert "/reports/62.02/2024/2." in text
    assert "Yth. Gubernur melalui Kepala DPMPTSP Provinsi" in text
    assert (await duty(http, head, 2))["state"] == "published"
    future = handover | {"handed_over_on": "2024-07-04"}
    refused = await http.post(f"{PLACE}/handover", json=future, headers=head)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    done = await http.post(f"{PLACE}/handover", json=handover, headers=head)
    assert done.status_code == 201
    assert (await duty(http, head, 2))["state"] == "handed_over"
    again = await http.post(f"{PLACE}/handover", json=handover, headers=head)
    assert again.status_code == 409


async def test_a_transmittal_is_not_for_everybody(
    http: httpx.AsyncClient, head: dict[str, str], issuer: TestIssuer
) -> None:
    await http.post(f"{PLACE}/publication", headers=head)
    letter = f"{PLACE}/transmittal?office_code=62.02"
    assert (await http.get(letter)).status_code == 401
    for role, office in (("applicant", None), ("head", "53.11")):
        headers = issuer.headers(role=role, office=office)
        assert (await http.get(letter, headers=headers)).status_code == 404
        duties = await http.get(f"{DUTIES}&office_code=62.02", headers=headers)
        assert duties.status_code in (403, 404)
