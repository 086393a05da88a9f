"""Compliance through the HTTP interface: who scores what, how it is derived, what OSS says."""

from typing import Any

import httpx
import pytest

from inspection_service.testing import Desk

NIB = "1234567890123"
PATH = "/v1/compliance-assessments"


@pytest.fixture(autouse=True)
def licensed(licence_id: str) -> str:
    """Every test here has a business with a licence."""
    return licence_id


def technical(fulfilled: int, of: int, *, year: int = 2026) -> dict[str, Any]:
    return {
        "part": "technical",
        "nib": NIB,
        "year": year,
        "items": [
            {"code": f"K-{place}", "fulfilled": place < fulfilled, "nspk": "Permendag 26/2021"}
            for place in range(of)
        ],
    }


def administrative(points: int = 100, *, year: int = 2026) -> dict[str, Any]:
    return {
        "part": "administrative",
        "nib": NIB,
        "year": year,
        "source": "report",
        "items": [
            {"indicator": "economic_equity", "achieved": points, "expected": 100},
        ],
    }


async def rated(desk: Desk, fulfilled: int, points: int, *, year: int = 2026) -> dict[str, Any]:
    await desk.done(PATH, technical(fulfilled, 100, year=year), role="agency_officer")
    return await desk.done(PATH, administrative(points, year=year), role="licensing_official")


@pytest.mark.requirement("R004-P11-2", "R004-P11-3")
async def test_each_part_is_scored_by_whom_the_article_names(desk: Desk) -> None:
    for role in ("licensing_official", "head", "inspector"):
        assert (await desk.post(PATH, technical(1, 1), role=role)).status_code == 403
    for role in ("agency_officer", "head", "front_office"):
        assert (await desk.post(PATH, administrative(), role=role)).status_code == 403
    bare = technical(1, 1)
    del bare["items"][0]["nspk"]
    assert (await desk.post(PATH, bare, role="agency_officer")).status_code == 422


@pytest.mark.requirement("R004-P07-5", "R004-P11-4")
async def test_there_is_a_value_only_when_both_parts_are_there(desk: Desk) -> None:
    first = await desk.done(PATH, technical(3, 4), role="agency_officer")
    assert (first["technical"]["points"], first["value"], first["rating"]) == (75.0, None, None)
    both = await desk.done(PATH, administrative(85), role="licensing_official")
    assert (both["value"], both["rating"], both["provisional"]) == (80.0, "very_good", True)
    business = await desk.get(f"/v1/businesses/{NIB}")
    assert business["compliance"] == "very_good"


@pytest.mark.requirement("R004-P11-5a", "R004-P11-5b", "R004-P11-5c")
@pytest.mark.parametrize(
    ("fulfilled", "points", "value", "rating"),
    [
        (80, 80, 80.0, "very_good"),
        (79, 80, 79.5, "good"),
        (60, 60, 60.0, "good"),
        (59, 60, 59.5, "poor"),
        (0, 0, 0.0, "poor"),
        (100, 100, 100.0, "very_good"),
    ],
)
async def test_the_class_follows_the_thresholds_of_the_rule_set(
    desk: Desk, fulfilled: int, points: int, value: float, rating: str
) -> None:
    made = await rated(desk, fulfilled, points)
    assert (made["value"], made["rating"]) == (value, rating)


@pytest.mark.requirement(
    "R004-P11-1a",
    "R004-P11-1b-1",
    "R004-P11-1b-2",
    "R004-P11-1b-3",
    "R004-P11-1b-4",
    "R004-P11-1b-5",
    "R004-P11-1b-6",
)
async def test_every_indicator_is_derived_and_what_does_not_apply_is_no_zero(desk: Desk) -> None:
    made = await desk.done(
        PATH,
        administrative()
        | {
            "items": [
                {"indicator": "realised_investment", "achieved": 1, "expected": 0},
                {"indicator": "periodic_reports", "achieved": 3, "expected": 4},
                {"indicator": "indonesian_workers", "achieved": 0, "expected": 0},
                {"indicator": "partnership", "achieved": 0, "expected": 0},
                {"indicator": "facilities", "achieved": 1, "expected": 3},
                {
                    "indicator": "economic_equity",
                    "achieved": 50,
                    "expected": 100,
                    "evidence": "Laporan CSR",
                },
            ]
        },
        role="licensing_official",
    )
    points = {one["indicator"]: one["points"] for one in made["administrative"]["items"]}
    assert points == {
        "realised_investment": None,
        "periodic_reports": 75.0,
        "indonesian_workers": None,
        "partnership": None,
        "facilities": 33.33,
        "economic_equity": 50.0,
    }
    # The exact mean of 75, 33 1/3 and 50, rounded once.
    assert made["administrative"]["points"] == 52.78
    assert made["administrative"]["source"] == "report"
    scored = await desk.done(PATH, technical(2, 3), role="agency_officer")
    assert [one["fulfilled"] for one in scored["technical"]["items"]] == [True, True, False]
    assert scored["technical"]["points"] == 66.67


@pytest.mark.requirement("R004-P11-4-2")
async def test_the_value_of_oss_prevails_and_a_difference_is_shown(desk: Desk) -> None:
    await rated(desk, 100, 100)
    told = await desk.done(
        PATH,
        {
            "part": "oss",
            "nib": NIB,
            "year": 2026,
            "rating": "good",
            "value": "71.50",
            "determined_on": "2026-06-10",
        },
        role="licensing_official",
    )
    assert (told["rating"], told["own_rating"], told["differs_from_oss"]) == (
        "good",
        "very_good",
        True,
    )
    assert (told["value"], told["oss"]["value"]) == (100.0, 71.5)
    assert (await desk.get(f"/v1/businesses/{NIB}"))["compliance"] == "good"


@pytest.mark.requirement("R004-P11-7")
@pytest.mark.parametrize(
    ("earlier", "later", "due"), [(50, 70, True), (90, 50, False), (50, 90, False)]
)
async def test_two_years_below_very_good_raise_the_evaluation_of_the_licence(
    desk: Desk, earlier: int, later: int, due: bool
) -> None:
    await rated(desk, earlier, earlier, year=2025)
    await rated(desk, later, later, year=2026)
    years = (await desk.get(f"/v1/compliance-ratings?nib={NIB}"))["items"]
    assert [one["licence_evaluation_due"] for one in years] == [False, due]


async def test_an_older_year_does_not_change_the_business(desk: Desk) -> None:
    await rated(desk, 100, 100, year=2026)
    await rated(desk, 10, 10, year=2025)
    assert (await desk.get(f"/v1/businesses/{NIB}"))["compliance"] == "very_good"


@pytest.mark.parametrize(
    "body",
    [
        administrative() | {"items": []},
        administrative() | {"items": [{"indicator": "partnership", "achieved": 0, "expected": 0}]},
        administrative()
        | {"items": [{"indicator": "partnership", "achieved": 1, "expected": 1}] * 2},
        administrative() | {"items": [{"indicator": "charm", "achieved": 1, "expected": 1}]},
        administrative() | {"items": [{"indicator": "partnership", "achieved": -1, "expected": 1}]},
        administrative() | {"year": 12},
        {"part": "opinion", "nib": NIB, "year": 2026},
    ],
)
async def test_what_cannot_be_scored_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    answer = await desk.post(PATH, body, role="licensing_official")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_ratings_are_for_staff_of_the_office(
    desk: Desk, http: httpx.AsyncClient, issuer: Any
) -> None:
    path = f"/v1/compliance-ratings?nib={NIB}"
    other = await http.get(path, headers=desk.acting("head", office="62.02"))
    assert other.status_code == 404
    citizen = await http.get(path, headers=issuer.headers(role="applicant"))
    assert citizen.status_code == 403
