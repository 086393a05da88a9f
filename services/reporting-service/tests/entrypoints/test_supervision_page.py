"""Supervision as everybody may read it: a page in two languages and the same as JSON, with figures
by year and kind, and no business in it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from reporting_service.settings import NAME
from reporting_service.testing import Listener, build_service, migrate_service
from shared.contracts.event import Event
from shared.contracts.inspection import (
    ComplianceRatedV1,
    InspectionAssignedV1,
    InspectionCompletedV1,
    InspectionNotDoneV1,
    PlanPublishedV1,
    SanctionEscalatedV1,
    SanctionImposedV1,
    ViolationFoundV1,
)
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

PAGE = "/supervision/62.02"
NIB = "9120001111111"
RULES: dict[str, Any] = {
    "office_code": "62.02",
    "on": "2024-07-03",
    "version": "bkpm-5-2021/1",
    "sets": [
        {
            "name": "bkpm-5-2021",
            "title": "Peraturan BKPM 5/2021",
            "effective_from": "2021-06-02",
            "effective_to": "2025-09-30",
        }
    ],
    "rules": [
        {
            "rule": "clocks",
            "source": "BKPM 5/2021 Ps 44",
            "verified": True,
            "values": {"report_working_days": 3, "stop_working_days": 1},
        },
        {"rule": "newer", "source": "Perkiraan <b>", "verified": False, "values": {}},
    ],
    "procedure": {
        "source": "Perbup",
        "verified": False,
        "steps": [
            {"code": "record", "article": "Ps 1(24)", "label": {"id": "Dicatat", "en": "Recorded"}}
        ],
    },
    "checklist": {
        "source": "Perbup",
        "verified": False,
        "article": "Ps 16(6)b",
        "sections": [{"code": "location", "label": {"id": "Lokasi", "en": "Location"}}],
    },
}


@pytest.fixture
def inspection() -> dict[str, Any]:
    """What the inspection service answers; a test may change it."""
    return {"status": 200, "body": RULES}


@pytest.fixture
async def service(
    postgres_server: PostgresServer,
    clock: FixedClock,
    issuer: TestIssuer,
    inspection: dict[str, Any],
) -> AsyncIterator[ServiceModule]:
    owner = FastAPI()

    @owner.get("/v1/inspection-rules")
    async def rules(office_code: str) -> JSONResponse:
        assert office_code == "62.02"
        return JSONResponse(inspection["body"], inspection["status"])

    async with postgres_server.database_copy(NAME, migrate_service) as address:
        module = build_service(address, clock=clock, issuer=issuer, owners={"inspection": owner})
        yield module
        await module.database.close()


@pytest.fixture
async def http(service: ServiceModule, listener: Listener) -> AsyncIterator[httpx.AsyncClient]:
    async with client(service.app) as http:
        yield http


def inspected(found: int) -> list[Event]:
    """A routine inspection of a business, with so many violations, each sanctioned."""
    at = datetime(2024, 5, 6, 3, tzinfo=UTC)
    about: dict[str, Any] = {"office_code": "62.02", "business_id": uuid4(), "nib": NIB}
    inspection: dict[str, Any] = about | {"inspection_id": uuid4()}
    events: list[Event] = [
        InspectionAssignedV1(
            **inspection,
            kind="routine",
            mode="physical",
            valid_from=date(2024, 5, 1),
            valid_until=date(2024, 5, 14),
        ),
        InspectionCompletedV1(**inspection, completed_at=at, violations=found),
        ComplianceRatedV1(**about, year=2024, rating="good" if found else "very_good"),
    ]
    for _ in range(found):
        violation, sanction = {"violation_id": uuid4()}, {"sanction_id": uuid4()}
        rungs: dict[str, Any] = about | violation | sanction
        events += [
            ViolationFoundV1(
                **inspection, **violation, level="light", obligation_code="KW-C", found_at=at
            ),
            SanctionImposedV1(**rungs, step="warning_1", imposed_at=at),
            SanctionEscalatedV1(**rungs, step="warning_2", escalated_at=at),
        ]
    return events


async def tell(listener: Listener) -> None:
    await listener.tell(
        PlanPublishedV1(office_code="62.02", plan_id=uuid4(), year=2024, items=120),
        InspectionNotDoneV1(
            office_code="62.02",
            inspection_id=uuid4(),
            business_id=uuid4(),
            nib=NIB,
            reason_code="closed",
        ),
    )
    for found in (0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2):
        for event in inspected(found):
            await listener.tell(event)


def cells(year: dict[str, Any], kind: str) -> tuple[Any, dict[str, Any]]:
    (found,) = [one for one in year["results"] if one["kind"] == kind]
    return found["total"], {one["code"]: one["count"] for one in found["cells"] if one["count"]}


async def test_figures_by_year_and_kind_without_a_business(
    http: httpx.AsyncClient, listener: Listener
) -> None:
    await tell(listener)
    answer = await http.get(PAGE, headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert body["rule_set"]["rules"] == RULES["rules"]
    (year,) = body["years"]
    assert (year["year"], year["plans"], year["visits_planned"]) == (2024, 1, 120)
    assert (year["assigned"], year["done"], year["not_done"]) == (
        {"routine": 12, "incidental": 0},
        12,
        1,
    )
    assert cells(year, "finding") == (12, {"no_violation": 6, "violation_found": 6})
    assert cells(year, "violation") == (7, {"light": 7})
    assert cells(year, "sanction") == (14, {"warning_1": 7, "warning_2": 7})
    assert cells(year, "rating") == (12, {"very_good": 6, "good": 6})
    assert NIB not in answer.text
    for message in listener.told:
        assert str(message.subject) not in answer.text


async def test_the_page_is_in_both_languages_and_says_what_is_verified(
    http: httpx.AsyncClient, listener: Listener
) -> None:
    await tell(listener)
    indonesian = await http.get(PAGE, headers={"Accept": "text/html,application/json;q=0.5"})
    assert indonesian.status_code == 200
    for text in (
        "DPMPTSP 62.02",
        "Peraturan BKPM 5/2021, berlaku sejak 2 Juni 2021 sampai 30 September 2025",
        "Ahli melaporkan dalam 3 hari kerja",
        "Terverifikasi",
        "Belum diverifikasi",
        "Dicatat",
        "Lokasi",
        "Peringatan tertulis kedua",
    ):
        assert text in indonesian.text, text
    assert "<b>" not in indonesian.text
    assert "<script" not in indonesian.text
    assert NIB not in indonesian.text
    english = (await http.get(f"{PAGE}?lang=en")).text
    assert "An expert reports within 3 working days" in english
    assert "Recorded" in english
    assert "Second written warning" in english


async def test_few_inspections_are_told_of_as_few(
    http: httpx.AsyncClient, listener: Listener
) -> None:
    for event in inspected(1):
        await listener.tell(event)
    json = {"Accept": "application/json"}
    (year,) = (await http.get(PAGE, headers=json)).json()["years"]
    assert year["done"] is None
    for one in year["results"]:
        assert (one["total"], {cell["count"] for cell in one["cells"]} - {0}) in (
            (None, {None}),
            (0, set()),
        )
    page = (await http.get(PAGE)).text
    assert "di bawah 5" in page


async def test_without_the_inspection_service_the_figures_stand_and_the_page_says_so(
    http: httpx.AsyncClient, listener: Listener, inspection: dict[str, Any]
) -> None:
    await tell(listener)
    inspection["status"] = 503
    page = await http.get(PAGE)
    assert page.status_code == 200
    assert "sedang tidak dapat ditampilkan" in page.text
    assert "Peringatan tertulis kedua" in page.text
    body = (await http.get(PAGE, headers={"Accept": "application/json"})).json()
    assert (body["rule_set"], body["procedure"], body["checklist"]) == (None, None, None)


async def test_an_office_that_is_not_known_has_no_page(http: httpx.AsyncClient) -> None:
    page = await http.get("/supervision/99.99")
    assert (page.status_code, "Kantor tidak dikenal" in page.text) == (404, True)
    answer = await http.get("/supervision/99.99", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await http.get("/supervision/nowhere")).status_code == 422
    empty = (await http.get(PAGE)).text
    assert "Belum ada yang tercatat." in empty
