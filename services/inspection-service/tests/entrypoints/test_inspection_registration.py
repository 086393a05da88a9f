"""What an inspection needs before it can be registered (Ps 8, 16, 17)."""

import pytest

from inspection_service.testing import Desk


@pytest.fixture(autouse=True)
def licensed(licence_id: str) -> str:
    """Every test here has a business with a licence."""
    return licence_id


@pytest.mark.requirement("R004-P08-13", "R004-P15-3a", "R004-P20-6")
async def test_a_routine_inspection_needs_a_verified_plan(desk: Desk) -> None:
    answer = await desk.post(
        "/v1/inspections",
        {"kind": "routine", "mode": "physical", "nib": desk.nib},
        role="licensing_official",
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "rule_broken")
    assert answer.json()["rule"] == "verified_plan"
    assert "Ps 8(13)" in answer.json()["article"]


@pytest.mark.requirement("R004-P15-3b", "R004-P17-1", "R004-P17-2-1")
async def test_an_incidental_inspection_needs_a_circumstance(desk: Desk) -> None:
    answer = await desk.post(
        "/v1/inspections",
        {"kind": "incidental", "mode": "physical", "nib": desk.nib},
        role="licensing_official",
    )
    assert (answer.status_code, answer.json()["rule"]) == (422, "incidental_trigger")
    assert "Ps 17(1)" in answer.json()["article"]
    several = await desk.register(
        trigger="complaint",
        further_triggers=[{"trigger": "indication", "source": "Laporan lapangan"}],
    )
    assert [one["trigger"] for one in several["triggers"]] == ["complaint", "indication"]


@pytest.mark.requirement("R004-P17-1d")
async def test_urgent_need_has_priority(desk: Desk) -> None:
    assert (await desk.register(trigger="urgent"))["priority"] == "urgent"
    assert (await desk.register(trigger="indication"))["priority"] == "normal"


@pytest.mark.requirement("R004-P16-7", "R004-P17-4")
async def test_a_virtual_inspection_needs_its_reason(desk: Desk) -> None:
    body = {"kind": "incidental", "mode": "virtual", "nib": desk.nib, "trigger": "indication"}
    answer = await desk.post("/v1/inspections", body, role="licensing_official")
    assert (answer.status_code, answer.json()["rule"]) == (422, "virtual_reason")
    made = await desk.register(mode="virtual", mode_reason="Jalan terputus")
    assert made["mode_reason"] == "Jalan terputus"


@pytest.mark.requirement("R004-P17-3a")
async def test_an_incidental_inspection_may_be_guidance(desk: Desk) -> None:
    assert (await desk.register(form="guidance"))["form"] == "guidance"
    assert (await desk.register())["form"] == "examination"


@pytest.mark.requirement("R004-P17-1a", "R004-P17-1b", "R004-P17-1c")
async def test_a_circumstance_names_where_it_is_known_from(desk: Desk) -> None:
    filed = await desk.done(
        "/v1/complaints",
        {
            "kind": "complaint",
            "subject": "business",
            "subject_refs": [desk.nib],
            "ground": "standards",
            "description": "Bau menyengat",
        },
        role="front_office",
    )
    made = await desk.register(trigger="complaint", trigger_source=filed["number"])
    assert made["triggers"] == [{"trigger": "complaint", "source": filed["number"]}]
    unknown = await desk.post(
        "/v1/inspections",
        {
            "kind": "incidental",
            "mode": "physical",
            "nib": desk.nib,
            "trigger": "complaint",
            "trigger_source": "PGD-5311-2026-9999",
        },
        role="licensing_official",
    )
    assert unknown.json()["errors"][0]["pointer"] == "/trigger_source"
    need = await desk.register(trigger="business_need", trigger_source="Surat permohonan")
    assert need["triggers"][0]["trigger"] == "business_need"
    seen = await desk.register(trigger="indication", trigger_source="Laporan tanpa nama")
    assert seen["triggers"][0]["source"] == "Laporan tanpa nama"
