"""An office's own version: sub-elements and own questions, from a day on, never edited."""

from typing import Any

import httpx
import pytest

from shared.testing.clock import FixedClock
from survey_service.domain.questionnaire import Element
from survey_service.testing.service import Listener, submitted

from .conftest import APPLICATION, GOOD
from .sheets import TITLES, Headers, as_csv, imported

PLACE = "/v1/questionnaires"
TEXT = {"id": "Teks", "en": "Text"}


def question(code: str) -> dict[str, Any]:
    return {"code": code, "stem": TEXT, "labels": [TEXT] * 4}


def version(**changes: Any) -> dict[str, Any]:
    elements = [
        {
            "code": element.value,
            "name": TEXT,
            "questions": [question("WAKTU.ANTRIAN"), question("WAKTU.PROSES")]
            if element is Element.WAKTU
            else [question(element.value)],
        }
        for element in Element
    ]
    body = {
        "id": "OWN-1",
        "effective_from": "2024-07-03",
        "source": "SK Kepala Dinas",
        "elements": elements,
        "own_questions": [question("PARKIR")],
        "profile_fields": ["umur"],
    }
    return body | changes


@pytest.mark.requirement("R002-2.5-subunsur")
async def test_sub_elements_combine_by_the_rule_of_their_version(
    http: httpx.AsyncClient,
    listener: Listener,
    clock: FixedClock,
    administrator: Headers,
    front_office: Headers,
) -> None:
    added = await http.post(PLACE, json=version(), headers=administrator)
    assert added.status_code == 201
    await listener.tell(submitted(APPLICATION, clock.now()))
    answers = {code: 3 for code in GOOD if code != "WAKTU"}
    answers |= {"WAKTU.ANTRIAN": 2, "WAKTU.PROSES": 3, "PARKIR": 1}

    taken = await http.post(
        "/v1/survey-responses", json={"answers": answers, "receipt_number": "R-1"},
        headers=front_office,
    )  # fmt: skip

    assert taken.status_code == 201, taken.text
    index = (await http.get("/v1/satisfaction-index?office_code=62.02&period=2024-Q3")).json()
    elements = {one["code"]: one for one in index["elements"]}
    assert elements["WAKTU"]["nrr"] == 2.5
    assert elements["WAKTU"]["sub_elements"] == [
        {"code": "WAKTU.ANTRIAN", "nrr": 2.0},
        {"code": "WAKTU.PROSES", "nrr": 3.0},
    ]
    assert "PARKIR" not in elements
    rule = added.json()["sub_element_rule"]
    assert rule == {"name": "mean", "verified": False}


@pytest.mark.requirement("R002-2.5-subunsur")
async def test_without_sub_elements_there_is_no_second_row(
    http: httpx.AsyncClient, administrator: Headers, printed: dict[str, Any]
) -> None:
    await imported(http, administrator, as_csv([TITLES, *printed["responses"]]))

    index = (await http.get("/v1/satisfaction-index?office_code=62.02&period=2024-Q2")).json()

    assert [one["sub_elements"] for one in index["elements"]] == [[]] * 9
    assert printed["printed"]["nrr_sub_unsur"] == printed["printed"]["nrr"]


async def test_versions_are_listed_for_anybody(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    await http.post(PLACE, json=version(), headers=administrator)

    here = (await http.get(PLACE, params={"office_code": "62.02"})).json()["items"]
    elsewhere = (await http.get(PLACE, params={"office_code": "81.02"})).json()["items"]

    assert [one["id"] for one in here] == ["SKM-2017-1", "OWN-1"]
    assert [one["id"] for one in elsewhere] == ["SKM-2017-1"]
    assert [field["code"] for field in here[1]["profile_fields"]] == ["umur"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"effective_from": "2024-07-02"}, 422, "invalid_request"),
        ({"elements": []}, 422, "invalid_request"),
        ({"elements": version()["elements"][:8] * 2}, 422, "invalid_request"),
        ({"elements": [version()["elements"][0]] * 9}, 422, "invalid_request"),
        ({"own_questions": [question("BIAYA")]}, 422, "invalid_request"),
        ({"own_questions": [question("'; drop")]}, 422, "invalid_request"),
        ({"source": "\x00"}, 422, "invalid_request"),
        ({"id": "SKM-2017-1"}, 409, "version_exists"),
    ],
)
async def test_what_is_no_version_is_refused(
    http: httpx.AsyncClient, administrator: Headers, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await http.post(PLACE, json=version(**changes), headers=administrator)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_version_is_never_edited_and_added_by_the_administrator(
    http: httpx.AsyncClient, administrator: Headers, front_office: Headers
) -> None:
    first = await http.post(PLACE, json=version(), headers=administrator)
    again = await http.post(PLACE, json=version(), headers=administrator)
    other = await http.post(PLACE, json=version(id="OWN-2"), headers=front_office)

    # Who asks is judged before what was sent.
    unread = [
        await http.post(place, json={}, headers=front_office)
        for place in (PLACE, "/v1/survey-populations")
    ]

    assert [one.status_code for one in (first, again, other, *unread)] == [201, 409, 403, 403, 403]
