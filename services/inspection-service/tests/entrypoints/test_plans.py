"""The annual plan through the HTTP interface, from the compilation to the visit it allows."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from inspection_service.testing import Desk, Listener, count, run_until
from shared.contracts.gateway import Activity, BusinessRegisteredV1
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

OFFICE = "53.11"
NIB = "1234567890123"
PLANS = "/v1/inspection-plans"


async def tell_activities(
    listener: Listener, *activities: tuple[str, str], nib: str = NIB, scale: str = "large"
) -> None:
    await listener.tell(
        BusinessRegisteredV1.model_validate(
            {
                "office_code": OFFICE,
                "business_id": uuid4(),
                "nib": nib,
                "scale": scale,
                "activities": [
                    Activity.model_validate({"kbli": kbli, "risk": risk, "project_id": f"R-{kbli}"})
                    for kbli, risk in activities
                ],
            }
        )
    )


@pytest.fixture(autouse=True)
async def named(listener: Listener, licence_id: str, complete: Any) -> None:
    """The business with its name, a low and a high risk at one place."""
    await tell_activities(listener, ("47111", "low"), ("20111", "high"))
    await complete()


async def drawn(desk: Desk, year: int = 2026) -> dict[str, Any]:
    return await desk.done(PLANS, {"year": year}, role="licensing_official")


async def verified(desk: Desk) -> dict[str, Any]:
    plan = await drawn(desk)
    for step in ("notification", "update", "oss-verification"):
        plan = await desk.done(f"{PLANS}/{plan['id']}/{step}", {}, role="licensing_official")
    return plan


@pytest.mark.requirement("R004-P07-1", "R004-P15-4", "R004-P08-4a")
async def test_a_plan_goes_from_compilation_to_verification(desk: Desk) -> None:
    plan = await drawn(desk)
    assert (plan["status"], plan["actions"]) == ("draft", ["notification"])
    items = (await desk.get(f"{PLANS}/{plan['id']}/items"))["items"]
    # One place, two risks: one visit for the low one, two for the high one.
    assert sorted((one["risk"], one["visit_no"]) for one in items) == [
        ("high", 1),
        ("high", 2),
        ("low", 1),
    ]
    assert {one["name"] for one in items} == {"Toko Contoh"}
    assert all(1 <= one["planned_month"] <= 12 for one in items)
    assert (await verified_after(desk, plan))["status"] == "verified"


async def verified_after(desk: Desk, plan: dict[str, Any]) -> dict[str, Any]:
    for step in ("notification", "update", "oss-verification"):
        plan = await desk.done(f"{PLANS}/{plan['id']}/{step}", {}, role="licensing_official")
    return plan


@pytest.mark.requirement("R004-P08-2a", "R004-P08-2b", "R004-P08-13", "R004-P20-6")
async def test_a_verified_plan_allows_its_visits_and_no_more(desk: Desk) -> None:
    await verified(desk)
    body = {"kind": "routine", "mode": "physical", "nib": NIB}
    risks = []
    for _ in range(3):
        made = await desk.done("/v1/inspections", body, role="licensing_official")
        assert made["plan_item_id"]
        risks.append(made["risk"])
    assert sorted(risks) == ["high", "high", "low"]
    more = await desk.post("/v1/inspections", body, role="licensing_official")
    assert (more.status_code, more.json()["code"]) == (422, "rule_broken")
    # An incidental inspection is neither in the plan nor under its cap.
    assert (await desk.register())["plan_item_id"] is None


async def test_a_plan_that_is_not_verified_allows_nothing(desk: Desk) -> None:
    plan = await drawn(desk)
    await desk.done(f"{PLANS}/{plan['id']}/notification", {}, role="licensing_official")
    answer = await desk.post(
        "/v1/inspections",
        {"kind": "routine", "mode": "physical", "nib": NIB},
        role="licensing_official",
    )
    assert answer.json()["rule"] == "verified_plan"


@pytest.mark.requirement("R004-P08-2a")
async def test_the_cap_holds_even_when_the_plan_has_too_many_rows(
    desk: Desk, clock: FixedClock
) -> None:
    clock.set(datetime(2026, 12, 1, 1, 0, tzinfo=UTC))
    plan = await drawn(desk, 2027)
    path = f"{PLANS}/{plan['id']}"
    await desk.done(f"{path}/notification", {}, role="licensing_official")
    await desk.done(
        f"{path}/adjustments",
        {"add": [{"nib": NIB, "risk": "low", "visit_no": 2, "planned_month": 9}]},
        role="agency_officer",
    )
    for step in ("update", "oss-verification"):
        await desk.done(f"{path}/{step}", {}, role="licensing_official")
    clock.set(datetime(2027, 3, 1, 1, 0, tzinfo=UTC))
    body = {"kind": "routine", "mode": "physical", "nib": NIB}
    answers = [
        await desk.post("/v1/inspections", body, role="licensing_official") for _ in range(4)
    ]
    assert [one.status_code for one in answers] == [201, 201, 201, 422]
    assert answers[3].json()["rule"] == "frequency_limit"
    assert "Ps 8(2)" in answers[3].json()["article"]


@pytest.mark.requirement("R004-P08-6")
@pytest.mark.parametrize(
    ("day", "status", "late"),
    [
        ((2026, 11, 21), 422, None),
        ((2026, 11, 22), 201, False),
        ((2026, 11, 30), 201, False),
        ((2026, 12, 1), 201, True),
    ],
)
async def test_the_plan_of_the_coming_year_is_drawn_in_the_fourth_week_of_november(
    desk: Desk, clock: FixedClock, day: tuple[int, int, int], status: int, late: bool | None
) -> None:
    clock.set(datetime(*day, 1, 0, tzinfo=UTC))
    answer = await desk.post(PLANS, {"year": 2027}, role="licensing_official")
    assert answer.status_code == status
    if late is None:
        assert "Ps 8(6)" in answer.json()["article"]
    else:
        assert answer.json()["history"][0]["late"] is late


@pytest.mark.requirement("R004-P08-8", "R004-P08-9")
async def test_agencies_adjust_until_the_second_week_of_december(
    desk: Desk, listener: Listener, complete: Any, clock: FixedClock
) -> None:
    await listener.tell_licence(nib="7777777777777")
    await complete()
    clock.set(datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    plan = await drawn(desk, 2027)
    path = f"{PLANS}/{plan['id']}"
    await desk.done(f"{path}/notification", {}, role="licensing_official")
    add = {"add": [{"nib": "7777777777777", "risk": "high", "planned_month": 4}]}
    # The last moment of 14 December at the office, which is eight hours ahead.
    clock.set(datetime(2026, 12, 14, 15, 59, tzinfo=UTC))
    adjusted = await desk.done(f"{path}/adjustments", add, role="agency_officer")
    assert adjusted["status"] == "adjusted"
    again = await desk.post(f"{path}/adjustments", add, role="agency_officer")
    assert (again.status_code, again.json()["code"]) == (409, "item_exists")
    clock.set(datetime(2026, 12, 14, 16, 1, tzinfo=UTC))
    closed = await desk.post(f"{path}/adjustments", {}, role="agency_officer")
    assert (closed.status_code, closed.json()["code"]) == (409, "window_closed")


@pytest.mark.requirement("R004-P08-11")
@pytest.mark.parametrize(("day", "late"), [(28, False), (29, True)])
async def test_an_update_after_the_fourth_week_of_december_is_marked(
    desk: Desk, clock: FixedClock, day: int, late: bool
) -> None:
    clock.set(datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    plan = await drawn(desk, 2027)
    path = f"{PLANS}/{plan['id']}"
    await desk.done(f"{path}/notification", {}, role="licensing_official")
    clock.set(datetime(2026, 12, day, 1, 0, tzinfo=UTC))
    updated = await desk.done(f"{path}/update", {}, role="licensing_official")
    assert updated["history"][-1]["late"] is late


async def test_a_removed_row_stands_no_longer(desk: Desk, clock: FixedClock) -> None:
    clock.set(datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    plan = await drawn(desk, 2027)
    path = f"{PLANS}/{plan['id']}"
    await desk.done(f"{path}/notification", {}, role="licensing_official")
    items = (await desk.get(f"{path}/items"))["items"]
    change = {"remove": [items[0]["id"]], "reason": "Tutup"}
    await desk.done(f"{path}/adjustments", change, role="agency_officer")
    left = (await desk.get(f"{path}/items"))["items"]
    assert [one["id"] for one in left] == [one["id"] for one in items[1:]]
    again = await desk.post(f"{path}/adjustments", change, role="agency_officer")
    assert again.status_code == 422


async def test_what_is_left_out_is_listed_with_its_reason(desk: Desk, listener: Listener) -> None:
    await listener.tell_licence(nib="7777777777777")
    plan = await drawn(desk)
    left_out = (await desk.get(f"{PLANS}/{plan['id']}/exclusions"))["items"]
    assert [(one["nib"], one["reason"]) for one in left_out] == [("7777777777777", "name_unknown")]


async def test_an_office_has_one_plan_a_year(desk: Desk) -> None:
    await drawn(desk)
    again = await desk.post(PLANS, {"year": 2026}, role="licensing_official")
    assert (again.status_code, again.json()["code"]) == (409, "plan_exists")


@pytest.mark.parametrize("year", [None, "now", 1900, 3000, 2026.5])
async def test_a_year_that_is_none_is_refused(desk: Desk, year: Any) -> None:
    answer = await desk.post(PLANS, {"year": year}, role="licensing_official")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_only_an_official_draws_up_a_plan(desk: Desk) -> None:
    for role in ("inspector", "front_office", "head", "agency_officer"):
        assert (await desk.post(PLANS, {"year": 2026}, role=role)).status_code == 403


@pytest.mark.requirement("R004-P16-8", "R004-P16-6a")
async def test_small_businesses_are_visited_for_guidance_unless_there_is_a_reason(
    desk: Desk, listener: Listener
) -> None:
    await tell_activities(listener, ("47111", "high"), scale="small")
    await verified(desk)
    body = {"kind": "routine", "mode": "physical", "nib": NIB}
    first = await desk.done("/v1/inspections", body, role="licensing_official")
    assert first["form"] == "guidance"
    bare = await desk.post(
        "/v1/inspections", body | {"form": "examination"}, role="licensing_official"
    )
    assert (bare.status_code, bare.json()["rule"]) == (422, "guidance_for_micro_and_small")
    reasoned = await desk.done(
        "/v1/inspections",
        body | {"form": "examination", "form_reason": "Pengaduan berulang"},
        role="licensing_official",
    )
    assert reasoned["form_reason"] == "Pengaduan berulang"
    assert (await desk.register())["form"] == "examination"


@pytest.mark.requirement("R004-P08-4c")
async def test_a_row_holds_what_its_projects_have_realised(
    desk: Desk, http: httpx.AsyncClient, issuer: Any
) -> None:
    owner = issuer.headers(role="applicant", nibs=(NIB,))
    for quarter, realised in ((1, 300), (2, 450)):
        answer = await http.post(
            "/v1/investment-reports",
            json={
                "nib": NIB,
                "year": 2026,
                "quarter": quarter,
                "project": "R-20111",
                "stage": "construction",
                "realised_investment_rupiah": realised,
                "indonesian_workers": 1,
            },
            headers=owner,
        )
        assert answer.status_code == 201, answer.text
    plan = await drawn(desk)
    items = (await desk.get(f"{PLANS}/{plan['id']}/items"))["items"]
    realised_by_risk = {one["risk"]: one["realised_investment_rupiah"] for one in items}
    assert realised_by_risk == {"high": 750, "low": 0}


@pytest.mark.requirement("R004-P08-3")
async def test_a_plan_is_compiled_the_same_way_and_names_its_list(
    desk: Desk, http: httpx.AsyncClient, service: ServiceModule
) -> None:
    content = (
        "id_proyek;nib;nama_perusahaan;uraian_risiko_proyek;kbli;alamat_usaha\n"
        "R-9;9999999999999;PT Lain;Tinggi;20111;Jl. Kenanga 9\n"
    )
    operation = await http.post(
        "/v1/business-imports",
        files={"file": ("proyek.csv", content.encode())},
        headers=desk.acting("administrator"),
    )

    async def taken() -> bool:
        return await count(service, "import_operation where state = 'succeeded'") == 1

    await run_until(service.loops[2], taken)
    plans = [await drawn(desk, year) for year in (2025, 2026)]
    assert {one["source_operation_id"] for one in plans} == {operation.json()["operation_id"]}
    rows = []
    for plan in plans:
        items = (await desk.get(f"{PLANS}/{plan['id']}/items"))["items"]
        rows.append(sorted((one["nib"], one["risk"], one["planned_month"]) for one in items))
    assert rows[0] == rows[1]


async def rate_very_good(desk: Desk) -> None:
    technical = {"code": "K-1", "fulfilled": True, "nspk": "Permendag 26/2021"}
    whole = {"indicator": "economic_equity", "achieved": 100, "expected": 100}
    for part, item, role in (
        ("technical", technical, "agency_officer"),
        ("administrative", whole, "licensing_official"),
    ):
        body = {"part": part, "nib": NIB, "year": 2026, "items": [item]}
        await desk.done("/v1/compliance-assessments", body, role=role)


@pytest.mark.requirement("R004-P11-6a", "R004-P11-6b")
async def test_very_good_businesses_are_visited_less(desk: Desk) -> None:
    await rate_very_good(desk)
    plan = await verified(desk)
    items = (await desk.get(f"{PLANS}/{plan['id']}/items"))["items"]
    assert [(one["risk"], one["visit_no"]) for one in items] == [("high", 1)]
    left_out = (await desk.get(f"{PLANS}/{plan['id']}/exclusions"))["items"]
    assert [one["risk"] for one in left_out] == ["low"]
    assert "Ps 11(6)" in left_out[0]["reason"]
    body = {"kind": "routine", "mode": "physical", "nib": NIB}
    await desk.done("/v1/inspections", body, role="licensing_official")
    second = await desk.post("/v1/inspections", body, role="licensing_official")
    assert (second.status_code, second.json()["code"]) == (422, "rule_broken")


@pytest.mark.requirement("R004-P11-9")
async def test_small_businesses_that_comply_are_not_visited(desk: Desk, listener: Listener) -> None:
    await tell_activities(listener, ("20111", "high"), scale="small")
    await rate_very_good(desk)
    plan = await drawn(desk)
    assert (await desk.get(f"{PLANS}/{plan['id']}/items"))["items"] == []
    left_out = (await desk.get(f"{PLANS}/{plan['id']}/exclusions"))["items"]
    assert "Ps 11(9)" in left_out[0]["reason"]
    # An incidental inspection stays possible.
    assert await desk.register()
