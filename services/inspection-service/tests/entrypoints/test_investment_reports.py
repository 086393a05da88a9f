"""Investment reports through the HTTP interface: what is owed, handed in, missing, judged."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from inspection_service.testing import Desk, Listener, count, run_until
from shared.contracts.gateway import Activity, BusinessRegisteredV1
from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

NIB = "1234567890123"
OFFICE = "53.11"
OWED = "/v1/investment-report-obligations"


def report(**changes: Any) -> dict[str, Any]:
    return {
        "nib": NIB,
        "year": 2026,
        "quarter": 1,
        "stage": "construction",
        "realised_investment_rupiah": 250_000_000,
        "indonesian_workers": 12,
        "foreign_workers": 0,
        "problems": "Pasokan listrik",
    } | changes


ANNUAL = {
    "production": "1.200 ton",
    "social_responsibility": "Beasiswa",
    "partnership": "2 UMKM",
    "training": "12 orang",
    "export_value_rupiah": 0,
}


async def tell_projects(listener: Listener, *projects: str, scale: str = "medium") -> None:
    await listener.tell(
        BusinessRegisteredV1(
            office_code=OFFICE,
            business_id=uuid4(),
            nib=NIB,
            scale=scale,
            activities=tuple(
                Activity(kbli="47111", risk="low", project_id=one) for one in projects
            ),
        )
    )


@pytest.fixture(autouse=True)
async def licensed(listener: Listener) -> None:
    await listener.tell_licence(nib=NIB, issued_on=date(2024, 2, 1))


@pytest.fixture
def owner(issuer: Any) -> dict[str, str]:
    found: dict[str, str] = issuer.headers(role="applicant", nibs=(NIB,))
    return found


async def owed(desk: Desk, year: int, quarter: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.get(f"{OWED}?year={year}&quarter={quarter}"))["items"]
    return found


@pytest.mark.requirement("R004-P19-1")
async def test_a_report_is_owed_for_every_project(desk: Desk, listener: Listener) -> None:
    await tell_projects(listener, "R-1", "R-2", "R-3")
    assert [one["project"] for one in await owed(desk, 2026, 1)] == ["R-1", "R-2", "R-3"]


@pytest.mark.requirement("R004-P19-2")
@pytest.mark.parametrize(
    ("year", "quarter", "due_on"),
    [
        (2024, 2, "2024-07-10"),
        (2025, 2, "2025-07-10"),
        (2025, 3, "2025-10-15"),
        (2025, 4, "2026-01-15"),
    ],
)
async def test_the_day_follows_the_rule_set_in_force(
    desk: Desk, year: int, quarter: int, due_on: str
) -> None:
    (one,) = await owed(desk, year, quarter)
    assert one["due_on"] == due_on
    assert one["rule"]["verified"] is True


@pytest.mark.requirement("R004-P16-3a")
@pytest.mark.parametrize(
    ("scale", "quarters"),
    [("micro", []), ("small", [2, 4]), ("medium", [1, 2, 3, 4]), ("large", [1, 2, 3, 4])],
)
async def test_size_decides_how_often_by_a_rule_that_is_shown(
    desk: Desk, listener: Listener, scale: str, quarters: list[int]
) -> None:
    await tell_projects(listener, "R-1", scale=scale)
    due = [
        quarter
        for quarter in (1, 2, 3, 4)
        for one in await owed(desk, 2025, quarter)
        if one["state"] != "exempt"
    ]
    assert due == quarters


@pytest.mark.requirement("R004-P18-1")
async def test_nothing_is_owed_before_the_licence(desk: Desk) -> None:
    assert await owed(desk, 2023, 4) == []
    assert len(await owed(desk, 2024, 1)) == 1


@pytest.mark.requirement("R004-P07-3", "R004-P18-2", "R004-P01-23")
async def test_a_report_goes_from_due_to_evaluated(
    http: httpx.AsyncClient, owner: dict[str, str], desk: Desk
) -> None:
    assert (await owed(desk, 2026, 2))[0]["state"] == "due"
    answer = await http.post("/v1/investment-reports", json=report(quarter=2), headers=owner)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["status"], made["late"]) == ("submitted", False)
    (one,) = await owed(desk, 2026, 2)
    assert (one["state"], one["report_id"]) == ("submitted", made["id"])
    twice = await http.post("/v1/investment-reports", json=report(quarter=2), headers=owner)
    assert (twice.status_code, twice.json()["code"]) == (409, "already_reported")
    path = f"/v1/investment-reports/{made['id']}"
    early = await desk.post(f"{path}/evaluation", {"notes": "-"}, role="licensing_official")
    assert early.status_code == 409
    await desk.done(
        f"{path}/verification",
        {"accepted": False, "notes": "Tenaga kerja"},
        role="licensing_official",
    )
    again = await http.post(
        "/v1/investment-reports", json=report(quarter=2, indonesian_workers=14), headers=owner
    )
    assert again.json()["id"] == made["id"]
    await desk.done(
        f"{path}/verification", {"accepted": True, "notes": "Cukup"}, role="licensing_official"
    )
    closed = await desk.done(f"{path}/evaluation", {"notes": "Sesuai"}, role="licensing_official")
    assert (closed["status"], closed["indonesian_workers"]) == ("evaluated", 14)


@pytest.mark.parametrize(
    # The 15th of July ends at four in the afternoon UTC.
    ("moment", "late"),
    [
        (datetime(2026, 7, 15, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 15, 16, 1, tzinfo=UTC), True),
    ],
)
async def test_a_report_after_its_day_is_late(
    http: httpx.AsyncClient, issuer: Any, clock: FixedClock, moment: datetime, late: bool
) -> None:
    clock.set(moment)
    owner = issuer.headers(role="applicant", nibs=(NIB,))
    answer = await http.post("/v1/investment-reports", json=report(quarter=2), headers=owner)
    assert answer.json()["late"] is late


@pytest.mark.requirement("R004-P16-3b", "R004-P16-4a")
async def test_the_yearly_section_belongs_to_the_commercial_stage(
    http: httpx.AsyncClient, owner: dict[str, str], clock: FixedClock
) -> None:
    def last_quarter(**changes: Any) -> dict[str, Any]:
        return report(year=2025, quarter=4, **changes)

    wrong = [
        last_quarter(stage="commercial"),
        last_quarter(stage="construction", annual=ANNUAL),
        report(stage="commercial", annual=ANNUAL),
    ]
    for body in wrong:
        answer = await http.post("/v1/investment-reports", json=body, headers=owner)
        assert (answer.status_code, answer.json()["rule"]) == (422, "annual_section")
    right = await http.post(
        "/v1/investment-reports",
        json=last_quarter(stage="commercial", annual=ANNUAL),
        headers=owner,
    )
    assert right.status_code == 201
    assert right.json()["annual"]["partnership"] == "2 UMKM"


@pytest.mark.requirement("R004-P16-4b", "R004-P16-4c", "R004-P16-4d")
@pytest.mark.parametrize("kind", ["representative_office", "foreign_entity", "import_realisation"])
async def test_other_reports_are_monitored_too(
    http: httpx.AsyncClient, owner: dict[str, str], kind: str
) -> None:
    for report_type in ("lkpm", kind):
        answer = await http.post(
            "/v1/investment-reports", json=report(report_type=report_type), headers=owner
        )
        assert answer.status_code == 201
        assert answer.json()["report_type"] == report_type


@pytest.mark.requirement("R004-P05-1c")
async def test_a_missing_report_is_told_once_and_two_in_a_row_are_a_candidate(
    desk: Desk, service: ServiceModule, http: httpx.AsyncClient, owner: dict[str, str]
) -> None:
    looks = 0

    async def looked_twice() -> bool:
        nonlocal looks
        looks += await count(service, "overdue_report") > 0
        return looks > 20

    await run_until(service.loops[1], looked_twice)
    assert await overdue_told(service) == [(2026, 1)]
    (one,) = await owed(desk, 2026, 1)
    assert (one["state"], one["violation_candidate"]) == ("overdue", True)
    await http.post(
        "/v1/investment-reports",
        json=report(year=2025, quarter=4),
        headers=owner,
    )
    (one,) = await owed(desk, 2026, 1)
    assert (one["state"], one["violation_candidate"]) == ("overdue", False)


async def overdue_told(service: ServiceModule) -> list[tuple[int, int]]:
    statement = text(
        "select data::jsonb as data from event_log"
        " where type = 'inspection.investment_report_overdue'"
    )
    async with service.database.read(system_caller("test", OFFICE)) as connection:
        rows = await connection.execute(statement)
        return [(row.data["year"], row.data["quarter"]) for row in rows]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"quarter": 5}, "/quarter"),
        ({"year": "last"}, "/year"),
        ({"stage": "dream"}, "/stage"),
        ({"realised_investment_rupiah": -1}, "/realised_investment_rupiah"),
        ({"realised_investment_rupiah": 1.5}, "/realised_investment_rupiah"),
        ({"indonesian_workers": None}, "/indonesian_workers"),
        ({"project": "R-unknown"}, "/project"),
    ],
)
async def test_a_wrong_report_is_refused_at_its_field(
    http: httpx.AsyncClient, owner: dict[str, str], changes: dict[str, Any], pointer: str
) -> None:
    answer = await http.post("/v1/investment-reports", json=report(**changes), headers=owner)
    assert answer.status_code == 422, answer.text
    assert pointer in [one["pointer"] for one in answer.json()["errors"]]


async def test_a_quarter_is_reported_once_it_has_begun(
    http: httpx.AsyncClient, owner: dict[str, str]
) -> None:
    answer = await http.post("/v1/investment-reports", json=report(quarter=3), headers=owner)
    assert (answer.status_code, answer.json()["rule"]) == (422, "report_period")


@pytest.mark.requirement("R004-P16-5")
async def test_each_level_sees_its_own_area(
    http: httpx.AsyncClient, owner: dict[str, str], desk: Desk, issuer: Any
) -> None:
    made = (await http.post("/v1/investment-reports", json=report(), headers=owner)).json()
    path = f"/v1/investment-reports/{made['id']}"
    assert (await http.get(path, headers=owner)).status_code == 200
    other = desk.acting("licensing_official", office="62.02")
    assert (await http.get(path, headers=other)).status_code == 404
    assert (await http.get(f"{OWED}?year=2026&quarter=1", headers=other)).json()["items"] == []
    province = desk.acting("province")
    assert (await http.get(path, headers=province)).status_code == 200
    stranger = issuer.headers(role="applicant", nibs=("9999999999999",))
    assert (await http.get(path, headers=stranger)).status_code == 404
    posted = await http.post("/v1/investment-reports", json=report(quarter=2), headers=stranger)
    assert posted.status_code == 404
