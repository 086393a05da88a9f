"""Every operation of the service: nobody gets in, no role breaks it, no other office sees it."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspection_service.testing import Desk
from shared.identity import Role
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

NIB = "1234567890123"
OPEN_TO_ALL = {
    "/v1/inspection-letters/{token}": 404,
    "/v1/inspection-obligations": 200,
    "/v1/inspection-rules": 422,
}
PEOPLE = [role.value for role in Role if role is not Role.SYSTEM]
BODIES: tuple[Any, ...] = ({}, [], {"reason": 1, "nib": {}, "items": [None], "year": "x"})


def operations(service: ServiceModule) -> Iterator[tuple[str, str]]:
    """Method and path of everything under /v1, from the service's own description."""
    described: dict[str, dict[str, Any]] = service.app.openapi()["paths"]  # type: ignore[attr-defined]
    for path, methods in sorted(described.items()):
        for method in methods:
            if path.startswith("/v1/"):
                yield method.upper(), path


def filled(path: str, known: dict[str, str]) -> str:
    """The path with the ids that are known, or with one that is nobody's."""
    for name in ("nib", "number", "token"):
        path = path.replace(f"{{{name}}}", known.get(name, "0000000000000"))
    while "{" in path:
        name = path[path.index("{") + 1 : path.index("}")]
        path = path.replace(f"{{{name}}}", known.get(name, str(uuid4())))
    return path


async def asked(
    http: httpx.AsyncClient, method: str, path: str, body: Any, headers: dict[str, str]
) -> httpx.Response:
    json = body if method == "POST" else None
    return await http.request(method, path, json=json, headers=headers)


async def test_nobody_gets_in(service: ServiceModule, http: httpx.AsyncClient) -> None:
    for method, path in operations(service):
        answer = await asked(http, method, filled(path, {}), {}, {})
        expected = {OPEN_TO_ALL[path]} if path in OPEN_TO_ALL else {401, 422}
        assert answer.status_code in expected, (method, path, answer.text)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("role", PEOPLE)
async def test_no_role_breaks_anything(
    service: ServiceModule, http: httpx.AsyncClient, desk: Desk, licence_id: str, role: str
) -> None:
    for method, path in operations(service):
        for body in BODIES if method == "POST" else ({},):
            answer = await asked(http, method, filled(path, {}), body, desk.acting(role))
            assert answer.status_code < 500, (method, path, body, answer.text)
            if answer.status_code >= 400:
                assert answer.json()["code"], (method, path)


async def everything(desk: Desk, licence_id: str, clock: FixedClock) -> dict[str, str]:
    """One of each thing in office 53.11, by the name of its path parameter."""
    plan = await desk.done("/v1/inspection-plans", {"year": 2026}, role="licensing_official")
    violation_id = await desk.violation(licence_ids=[licence_id])
    sanction = await desk.sanction(violation_id)
    light = await desk.violation(level="light", licence_ids=[licence_id])
    follow_up = await desk.done(
        "/v1/follow-ups",
        {
            "violation_id": light,
            "kind": "correction",
            "notes": "-",
            "correction_due_on": "2026-06-30",
        },
        role="licensing_official",
    )
    complaint = await desk.done(
        "/v1/complaints",
        {"kind": "consultation", "description": "-"},
        role="front_office",
    )
    report = await desk.done(
        "/v1/investment-reports",
        {
            "nib": NIB,
            "year": 2026,
            "quarter": 1,
            "stage": "construction",
            "realised_investment_rupiah": 1,
            "indonesian_workers": 1,
        },
        role="front_office",
    )
    violation = await desk.get(f"/v1/violations/{violation_id}")
    return {
        "nib": NIB,
        "plan_id": plan["id"],
        "inspection_id": violation["inspection_id"],
        "violation_id": violation_id,
        "sanction_id": sanction["id"],
        "follow_up_id": follow_up["id"],
        "number": complaint["number"],
        "report_id": report["id"],
    }


async def test_another_office_reads_and_changes_nothing(
    service: ServiceModule,
    http: httpx.AsyncClient,
    desk: Desk,
    licence_id: str,
    clock: FixedClock,
) -> None:
    known = await everything(desk, licence_id, clock)
    bodies: tuple[Any, ...] = ({}, {"reason": "-"}, {"notes": "-", "accepted": True})
    for method, path in operations(service):
        for role in ("head", "licensing_official", "inspector", "agency_officer", "front_office"):
            for body in bodies if method == "POST" else ({},):
                headers = desk.acting(role, office="62.02")
                answer = await asked(http, method, filled(path, known), body, headers)
                if "{" in path and path not in OPEN_TO_ALL:
                    assert answer.status_code >= 400, (method, path, role)
                elif path not in OPEN_TO_ALL and answer.status_code == 200:
                    assert answer.json()["items"] == [], (path, role)


async def test_a_race_for_one_sanction_has_one_winner(desk: Desk, licence_id: str) -> None:
    violation_id = await desk.violation(licence_ids=[licence_id])
    body = {"violation_id": violation_id, "step": "suspension"}
    answers = await asyncio.gather(
        *(desk.post("/v1/sanctions", body, role="head") for _ in range(8))
    )
    assert sorted(one.status_code for one in answers) == [201] + [409] * 7
    listed = (await desk.get(f"/v1/sanctions?nib={NIB}"))["items"]
    assert [one["number"] for one in listed] == ["SNK/0001/DPMPTSP/2026"]


async def test_the_same_key_at_once_has_one_effect(
    http: httpx.AsyncClient, desk: Desk, licence_id: str
) -> None:
    headers = desk.acting("licensing_official") | {"Idempotency-Key": "one"}
    body = {"kind": "incidental", "mode": "physical", "nib": NIB, "trigger": "urgent"}
    answers = await asyncio.gather(
        *(http.post("/v1/inspections", json=body, headers=headers) for _ in range(6))
    )
    assert {one.status_code for one in answers} <= {201, 409}
    made = {one.json()["id"] for one in answers if one.status_code == 201}
    assert len(made) == 1
    assert len((await desk.get("/v1/inspections"))["items"]) == 1
