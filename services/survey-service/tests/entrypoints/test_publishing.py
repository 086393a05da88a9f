"""Publishing an index, improving what came out lowest, and seeing it in the next period."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

from .conftest import told
from .sheets import TITLES, Headers, as_csv, imported

INDEX = "/v1/satisfaction-index"
PUBLICATIONS = f"{INDEX}/publications"
ACTIONS = "/v1/improvement-actions"
BODY = {"period": "2024-Q2", "owner": "Kepala Bidang Pelayanan", "due_on": "2024-09-30"}
QUARTER = {"office_code": "62.02", "period": "2024-Q2"}


@pytest.fixture
async def answered(
    http: httpx.AsyncClient, administrator: Headers, printed: dict[str, Any]
) -> None:
    await imported(http, administrator, as_csv([TITLES, *printed["responses"]]))


@pytest.fixture
async def published(http: httpx.AsyncClient, head: Headers, answered: None) -> dict[str, Any]:
    answer = await http.post(PUBLICATIONS, json=BODY, headers=head)
    assert answer.status_code == 201
    body: dict[str, Any] = answer.json()
    return body


@pytest.mark.requirement("R002-2.5B-attention")
async def test_publishing_opens_an_action_for_the_two_lowest_elements(
    service: ServiceModule, http: httpx.AsyncClient, published: dict[str, Any]
) -> None:
    found = (await http.get(ACTIONS, params=QUARTER)).json()["items"]

    assert (published["ikm"], published["grade"], published["policy"]) == (84.48, "B", "ninth")
    assert [(one["element"], one["nrr"], one["owner"], one["due_on"]) for one in found] == [
        ("PENGADUAN", 3.186, "Kepala Bidang Pelayanan", "2024-09-30"),
        ("WAKTU", 3.193, "Kepala Bidang Pelayanan", "2024-09-30"),
    ]
    (fact,) = [row for row in await told(service) if row.type == "survey.index_published"]
    assert json.loads(fact.data)["ikm"] == "84.48"


@pytest.mark.requirement("R002-2.5B-attention")
async def test_the_next_period_shows_what_became_of_the_element(
    http: httpx.AsyncClient, issuer: TestIssuer, clock: FixedClock, published: dict[str, Any]
) -> None:
    clock.move(timedelta(days=100))
    administrator = issuer.headers(role="administrator", office="62.02")
    rows = [[3, 3, 3, 4, 3, 3, 3, 3, 4]] * 10
    await imported(http, administrator, as_csv([TITLES, *rows]), period_end="2024-09-30")

    index = (await http.get(INDEX, params=QUARTER | {"period": "2024-Q3"})).json()

    followed = {
        one["element"]: (one["nrr"], one["nrr_now"], one["change"]) for one in index["improvements"]
    }
    assert followed == {"PENGADUAN": (3.186, 4.0, 0.814), "WAKTU": (3.193, 3.0, -0.193)}


async def test_later_answers_do_not_change_what_was_published(
    http: httpx.AsyncClient, administrator: Headers, published: dict[str, Any]
) -> None:
    await imported(http, administrator, as_csv([TITLES, *[[1] * 9] * 20]))

    index = (await http.get(INDEX, params=QUARTER)).json()
    actions = (await http.get(ACTIONS, params=QUARTER)).json()["items"]

    assert index["ikm"] != published["ikm"]
    assert index["published_at"] is not None
    assert [one["nrr"] for one in actions] == [3.186, 3.193]


@pytest.mark.requirement("R002-2.5-sample")
async def test_a_population_that_is_not_known_blocks_nothing(
    http: httpx.AsyncClient, published: dict[str, Any]
) -> None:
    sample = (await http.get(INDEX, params=QUARTER)).json()["sample"]

    assert (sample["population"], sample["required"], sample["achieved"]) == (None, None, 140)


@pytest.mark.requirement("R002-2.5-sample")
@pytest.mark.parametrize(
    ("population", "required"), [(420, 201), (2303, 329), (220, 140), (221, 141)]
)
async def test_a_population_may_be_stated_with_what_it_means(
    http: httpx.AsyncClient,
    administrator: Headers,
    answered: None,
    population: int,
    required: int,
) -> None:
    body = {"period": "2024-Q2", "count": population, "definition": "Rekap izin Triwulan II 2024"}
    stated = await http.post("/v1/survey-populations", json=body, headers=administrator)

    sample = (await http.get(INDEX, params=QUARTER)).json()["sample"]

    assert stated.status_code == 201
    assert sample == {
        "population": population,
        "definition": "Rekap izin Triwulan II 2024",
        "required": required,
        "achieved": 140,
    }


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"period": "2024-Q3"}, 422, "rule_broken"),
        ({"period": "2024-Q1"}, 409, "nothing_to_publish"),
        ({"period": "x"}, 422, "invalid_request"),
        ({"due_on": "2024-07-03"}, 422, "invalid_request"),
        ({"owner": "a\x00b"}, 422, "invalid_request"),
        ({"owner": ""}, 422, "invalid_request"),
        ({"policy": "best"}, 422, "invalid_request"),
        ({"extra": 1}, 422, "invalid_request"),
    ],
)
async def test_what_cannot_be_published_is_refused(
    http: httpx.AsyncClient,
    head: Headers,
    answered: None,
    changes: dict[str, Any],
    status: int,
    code: str,
) -> None:
    answer = await http.post(PUBLICATIONS, json=BODY | changes, headers=head)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await http.get(ACTIONS, params=QUARTER)).json()["items"] == []


async def test_a_period_is_published_once_and_by_the_head(
    http: httpx.AsyncClient, head: Headers, administrator: Headers, published: dict[str, Any]
) -> None:
    again = await http.post(PUBLICATIONS, json=BODY, headers=head)
    other = await http.post(PUBLICATIONS, json=BODY, headers=administrator)

    assert (again.status_code, again.json()["code"]) == (409, "already_published")
    assert (other.status_code, other.json()["code"]) == (403, "forbidden")


async def test_an_action_is_planned_from_the_version_that_was_read_and_done_once(
    http: httpx.AsyncClient, head: Headers, issuer: TestIssuer, published: dict[str, Any]
) -> None:
    place = f"{ACTIONS}/{published['improvements'][0]['id']}"
    plan = {"owner": "Seksi Pengaduan", "due_on": "2024-08-31", "action": "SOP pengaduan baru"}

    blind = await http.put(place, json=plan, headers=head)
    planned = await http.put(place, json=plan, headers=head | {"If-Match": '"1"'})
    stale = await http.put(place, json=plan, headers=head | {"If-Match": '"1"'})
    foreign = issuer.headers(role="head", office="81.02")
    elsewhere = await http.post(f"{place}/completion", headers=foreign)
    done = await http.post(f"{place}/completion", headers=head | {"If-Match": '"2"'})
    twice = await http.post(f"{place}/completion", headers=head)

    assert blind.status_code == 428
    assert (planned.status_code, planned.headers["etag"]) == (200, '"2"')
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert elsewhere.status_code == 404
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert (twice.status_code, twice.json()["code"]) == (409, "transition_not_allowed")


async def test_the_picture_of_the_nine_elements_is_public(
    http: httpx.AsyncClient, published: dict[str, Any]
) -> None:
    page = await http.get("/survey/results/62.02/2024-Q2")
    english = await http.get("/survey/results/62.02/2024-Q2?lang=en")
    assert "1 April 2024 – 30 Juni 2024" in page.text
    assert "1 April 2024 – 30 June 2024" in english.text

    assert page.status_code == 200
    assert page.text.count("<svg") == 9
    assert "84,48" in page.text
    assert "84.48" in english.text
    assert "Kepala Bidang Pelayanan" in page.text


@pytest.mark.parametrize("place", ["62.02/2024-Q9", "99.99/2024-Q2", "%00/2024", "62.02/%00"])
async def test_a_picture_of_nothing_is_a_page_that_says_so(
    http: httpx.AsyncClient, place: str
) -> None:
    page = await http.get(f"/survey/results/{place}")

    assert (page.status_code, "text/html" in page.headers["content-type"]) == (404, True)


async def test_a_picture_of_a_period_without_answers_says_so(http: httpx.AsyncClient) -> None:
    page = await http.get("/survey/results/62.02/2023")

    assert (page.status_code, "Belum ada jawaban" in page.text) == (200, True)
