"""The inbox over HTTP: filters, orders, rows that say what waits, and the summary."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from permit_service.testing.counter import Counter
from shared.testing.clock import FixedClock

from .problems import is_problem


async def listed(counter: Counter, who: dict[str, str], **asked: Any) -> list[dict[str, Any]]:
    answer = await counter.http.get("/v1/applications", params=asked, headers=who)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_row_shows_age_due_day_clock_holder_and_what_comes_next(
    counter: Counter, clock: FixedClock
) -> None:
    body = await counter.verified()
    who = counter.as_("back_office")
    await counter.post(f"/{body['id']}/claim-step", {"step": "validation"}, who=who)
    clock.move(timedelta(days=3))
    who = counter.as_("back_office")
    await counter.post(f"/{body['id']}/claim-step", {"step": "validation"}, who=who)

    (row,) = await listed(counter, counter.as_("licensing_official"), status="verified")

    assert row["age_days"] == 3
    assert row["due_on"] == body["clock"]["due_on"]
    assert row["clock_state"] == "running"
    assert row["next_steps"] == ["recommendations/bapenda", "recommendations/dinas-putr"]
    assert [one["holder"] for one in row["assignments"]] == ["back_office.8102"]


async def test_each_role_finds_what_waits_for_it(counter: Counter) -> None:
    official = counter.as_("licensing_official")
    submitted = await counter.submitted()
    verified = await counter.verified()
    recommended = await counter.recommended()
    validated = await counter.validated()
    surveyed = await counter.surveyed()
    signed = await counter.signed()

    async def awaiting(role: str, **more: Any) -> set[str]:
        return {one["id"] for one in await listed(counter, official, awaiting=role, **more)}

    assert await awaiting("front_office") == {submitted["id"]}
    assert await awaiting("agency_officer") == {verified["id"]}
    assert await awaiting("agency_officer", agency="bapenda") == {verified["id"]}
    assert await awaiting("licensing_official") == {recommended["id"]}
    assert await awaiting("back_office") == {recommended["id"], signed["id"]}
    assert await awaiting("applicant") == {validated["id"]}
    assert await awaiting("head") == {surveyed["id"]}
    assert await awaiting("head", status="submitted") == set()


async def test_the_list_is_cut_and_ordered_by_age_and_due_day(
    counter: Counter, clock: FixedClock
) -> None:
    first = await counter.submitted()
    clock.move(timedelta(days=1))
    second = await counter.submitted()
    clock.move(timedelta(days=1))
    third = await counter.submitted()
    everything = [third["id"], second["id"], first["id"]]

    async def ids(**asked: Any) -> list[str]:
        return [one["id"] for one in await listed(counter, counter.as_("front_office"), **asked)]

    assert await ids() == everything
    assert await ids(sort="oldest") == everything[::-1]
    assert await ids(sort="due") == everything[::-1]
    assert await ids(submitted_before=third["submitted_at"]) == everything[1:]
    assert await ids(submitted_before="2026-06-16") == [first["id"]]
    # The sixteenth is a holiday: the first two are due on the same day.
    assert await ids(due_before=third["clock"]["due_on"]) == everything[1:]
    assert await ids(overdue=True) == []
    clock.move(timedelta(days=90))
    assert set(await ids(overdue=True)) == set(everything)
    assert await ids(channel="OSS") == []
    assert set(await ids(channel="SICANTIK")) == set(everything)


async def test_pages_of_each_order_go_on_where_they_ended(counter: Counter) -> None:
    front = counter.as_("front_office")
    kept = {(await counter.submitted())["id"] for _ in range(5)}

    for sort in ("newest", "oldest", "due"):
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            asked = {"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
            answer = await counter.http.get("/v1/applications", params=asked, headers=front)
            seen += [one["id"] for one in answer.json()["items"]]
            cursor = answer.json()["next_cursor"]
        assert (len(seen), set(seen)) == (5, kept)


async def test_a_cursor_of_another_order_is_refused(counter: Counter) -> None:
    front = counter.as_("front_office")
    for _ in range(2):
        await counter.submitted()
    first = await counter.http.get(
        "/v1/applications", params={"sort": "due", "limit": 1}, headers=front
    )

    answer = await counter.http.get(
        "/v1/applications",
        params={"sort": "oldest", "cursor": first.json()["next_cursor"]},
        headers=front,
    )

    is_problem(answer, 422, "invalid_request", "/query/cursor")


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"status": "delivered", "sort": "due"}, "/query/status"),
        ({"status": "rejected", "overdue": True}, "/query/status"),
        ({"sort": "loudest"}, "/query/sort"),
        ({"awaiting": "mayor"}, "/query/awaiting"),
        ({"submitted_before": "yesterday"}, "/query/submitted_before"),
        ({"due_before": "soon"}, "/query/due_before"),
    ],
)
async def test_what_cannot_be_asked_is_named(
    counter: Counter, asked: dict[str, Any], pointer: str
) -> None:
    answer = await counter.http.get(
        "/v1/applications", params=asked, headers=counter.as_("front_office")
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)


async def test_an_applicant_asks_of_their_own_and_not_of_who_works_on_it(
    counter: Counter,
) -> None:
    body = await counter.submitted()
    owner = counter.as_("applicant")
    front = counter.as_("front_office")
    await counter.post(f"/{body['id']}/claim-step", {"step": "verification"}, who=front)

    (row,) = await listed(counter, owner, sort="due")
    refused = [
        await counter.http.get("/v1/applications", params=asked, headers=owner)
        for asked in ({"assigned_to": "nobody"}, {"awaiting": "head"}, {"agency": "bapenda"})
    ]

    assert row["id"] == body["id"]
    assert row["assignments"] == []
    assert {one.status_code for one in refused} == {403}


async def test_an_agencys_officer_asks_of_their_own_agency_alone(counter: Counter) -> None:
    body = await counter.verified()
    officer = counter.as_("agency_officer", agency="bapenda")

    assert [one["id"] for one in await listed(counter, officer, agency="bapenda")] == [body["id"]]
    assert [one["id"] for one in await listed(counter, officer, assigned_to="nobody")]
    answer = await counter.http.get(
        "/v1/applications", params={"agency": "dinas-putr"}, headers=officer
    )
    is_problem(answer, 403, "forbidden")


async def test_what_is_assigned_is_found_by_whom(counter: Counter) -> None:
    held, free = await counter.submitted(), await counter.submitted()
    front = counter.as_("front_office")
    await counter.post(f"/{held['id']}/claim-step", {"step": "verification"}, who=front)

    async def ids(assigned_to: str) -> list[str]:
        return [one["id"] for one in await listed(counter, front, assigned_to=assigned_to)]

    assert await ids("me") == [held["id"]]
    assert await ids("front_office.8102") == [held["id"]]
    assert await ids("nobody") == [free["id"]]
    assert await ids("somebody.else") == []


async def test_the_summary_counts_by_step_what_waits_is_late_and_is_nobodys(
    counter: Counter, clock: FixedClock
) -> None:
    late = await counter.submitted()
    await counter.verified()
    clock.move(timedelta(days=90))
    await counter.submitted()
    front = counter.as_("front_office")
    await counter.post(f"/{late['id']}/claim-step", {"step": "verification"}, who=front)

    answer = await counter.http.get("/v1/inbox-summary", headers=counter.as_("head"))

    (office,) = answer.json()["items"]
    steps = {one["step"]: one for one in office["steps"]}
    assert office["office_code"] == "81.02"
    assert (steps["verification"]["waiting"], steps["verification"]["overdue"]) == (2, 1)
    assert steps["verification"]["unassigned"] == 1
    assert (steps["validation"]["waiting"], steps["validation"]["unassigned"]) == (1, 1)
    assert (steps["signature"]["waiting"], steps["signature"]["capped"]) == (0, False)


async def test_the_summary_is_the_offices_own(counter: Counter) -> None:
    await counter.submitted()

    async def answer(role: str, office: str = "81.02", **asked: str) -> httpx.Response:
        agency = "bapenda" if role == "agency_officer" else None
        who = counter.as_(role, office=office, agency=agency)
        return await counter.http.get("/v1/inbox-summary", params=asked, headers=who)

    other = (await answer("front_office", office="62.02")).json()["items"][0]
    assert sum(one["waiting"] for one in other["steps"]) == 0
    is_problem(await answer("front_office", "62.02", office_code="81.02"), 404, "not_found")
    is_problem(await answer("applicant"), 403, "forbidden")
    is_problem(await answer("agency_officer"), 403, "forbidden")
