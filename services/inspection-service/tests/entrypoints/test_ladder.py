"""The ladder through the HTTP interface: guidance, every rung in order, answers, stop orders."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from pypdf import PdfReader

from inspection_service.testing import Desk, Listener
from shared.testing.clock import FixedClock

NIB = "1234567890123"
MAKASSAR = ZoneInfo("Asia/Makassar")


def morning_after(clock: FixedClock, day: str) -> None:
    """Nine in the morning at the office, the day after."""
    later = date.fromisoformat(day) + timedelta(days=1)
    clock.set(datetime.combine(later, time(9), MAKASSAR).astimezone(UTC))


async def guided(desk: Desk, violation_id: str, **changes: Any) -> dict[str, Any]:
    body = {
        "violation_id": violation_id,
        "kind": "guidance",
        "guidance_form": "consultation",
        "notes": "Penjelasan kewajiban LKPM",
        "correction_due_on": "2026-06-30",
    } | changes
    return await desk.done("/v1/follow-ups", body, role="licensing_official")


@pytest.mark.requirement("R004-P05-4", "R004-P10-5", "R004-P05-5")
async def test_a_light_violation_climbs_every_rung_in_order(
    desk: Desk, licence_id: str, clock: FixedClock
) -> None:
    violation_id = await desk.violation(level="light", licence_ids=[licence_id])
    await guided(desk, violation_id)
    morning_after(clock, "2026-06-30")
    sanction = await desk.sanction(violation_id, step="warning_1")
    assert sanction["entry_reason"] == "guidance_failed"
    path = f"/v1/sanctions/{sanction['id']}/escalation"
    climbed = ["warning_1"]
    while sanction["answer_due_on"]:
        early = await desk.post(path, {"reason": "Tidak ada tanggapan"}, role="head")
        assert early.json()["rule"] == "answer_time"
        morning_after(clock, sanction["answer_due_on"])
        sanction = await desk.done(path, {"reason": "Tidak ada tanggapan"}, role="head")
        climbed.append(sanction["step"])
    assert climbed == [
        "warning_1",
        "warning_2",
        "warning_3",
        "suspension",
        "licence_revocation",
    ]
    assert all(one["legal_basis"] for one in sanction["steps"])
    assert sanction["ruleset_version"].startswith("perbup-sumba-timur-32-2023/1+")
    beyond = await desk.post(path, {"reason": "-"}, role="head")
    assert beyond.status_code == 422


@pytest.mark.requirement("R004-P06-4")
async def test_no_rung_is_skipped_for_responsibilities_either(
    desk: Desk, licence_id: str, clock: FixedClock
) -> None:
    violation = await reported(desk, obligation_code="TJ-E", licence_ids=[licence_id])
    sanction = await desk.sanction(violation["id"], step="warning_1")
    morning_after(clock, sanction["answer_due_on"])
    answer = await desk.post(
        f"/v1/sanctions/{sanction['id']}/escalation",
        {"reason": "-", "step": "licence_revocation"},
        role="head",
    )
    assert (answer.status_code, answer.json()["rule"]) == (422, "ladder_order")


async def test_an_answer_is_evaluated_by_the_next_rung_or_by_lifting(
    desk: Desk, licence_id: str, http: httpx.AsyncClient, issuer: Any
) -> None:
    sanction = await desk.sanction(await desk.violation(licence_ids=[licence_id]))
    path = f"/v1/sanctions/{sanction['id']}"
    owner = issuer.headers(role="applicant", nibs=(NIB,))
    said = await http.post(f"{path}/response", json={"reason": "Sudah pindah"}, headers=owner)
    assert said.json()["status"] == "answered"
    assert said.json()["actions"] == ["objection"]
    # The answer did not convince: no need to wait any longer.
    climbed = await desk.done(f"{path}/escalation", {"reason": "Belum cukup"}, role="head")
    assert climbed["step"] == "licence_revocation"


async def test_a_business_objects_once_and_the_sanction_stays(
    desk: Desk, licence_id: str, http: httpx.AsyncClient, issuer: Any
) -> None:
    sanction = await desk.sanction(await desk.violation(licence_ids=[licence_id]))
    path = f"/v1/sanctions/{sanction['id']}"
    owner = issuer.headers(role="applicant", nibs=(NIB,))
    objected = await http.post(f"{path}/objection", json={"reason": "Keliru"}, headers=owner)
    assert objected.json()["status"] == "imposed"
    assert objected.json()["objection"]["reason"] == "Keliru"
    again = await http.post(f"{path}/objection", json={"reason": "Keliru"}, headers=owner)
    assert again.status_code == 409
    stranger = issuer.headers(role="applicant", nibs=("9999999999999",))
    other = await http.post(f"{path}/objection", json={"reason": "-"}, headers=stranger)
    assert other.status_code == 404


@pytest.mark.requirement("R004-P04-1a")
async def test_the_business_reads_findings_and_sanctions_about_itself(
    desk: Desk, licence_id: str, http: httpx.AsyncClient, issuer: Any
) -> None:
    violation_id = await desk.violation(licence_ids=[licence_id])
    sanction = await desk.sanction(violation_id)
    owner = issuer.headers(role="applicant", nibs=(NIB,))
    seen = await http.get(f"/v1/sanctions?nib={NIB}", headers=owner)
    assert [one["id"] for one in seen.json()["items"]] == [sanction["id"]]
    assert "Ps 5(2)" in seen.json()["items"][0]["legal_basis"]
    found = await http.get(f"/v1/violations/{violation_id}", headers=owner)
    assert found.json()["obligation_code"] == "KW-H"
    stranger = issuer.headers(role="applicant", nibs=("9999999999999",))
    for path in (f"/v1/violations/{violation_id}", f"/v1/violations?nib={NIB}"):
        assert (await http.get(path, headers=stranger)).status_code == 404


@pytest.mark.requirement("R004-P10-4")
async def test_guidance_is_followed_by_a_correction_that_settles_the_violation(
    desk: Desk, licence_id: str, http: httpx.AsyncClient, issuer: Any
) -> None:
    violation_id = await desk.violation(level="light", licence_ids=[licence_id])
    made = await guided(desk, violation_id)
    path = f"/v1/follow-ups/{made['id']}"
    owner = issuer.headers(role="applicant", nibs=(NIB,))
    sent = await http.post(
        f"{path}/correction",
        json={"description": "LKPM disampaikan", "evidence": ["tanda terima"]},
        headers=owner,
    )
    assert sent.json()["status"] == "submitted"
    refused = await desk.done(
        f"{path}/evaluation", {"accepted": False, "notes": "Kurang"}, role="licensing_official"
    )
    assert refused["status"] == "refused"
    await http.post(f"{path}/correction", json={"description": "Lengkap"}, headers=owner)
    accepted = await desk.done(
        f"{path}/evaluation", {"accepted": True, "notes": "Cukup"}, role="licensing_official"
    )
    assert accepted["status"] == "accepted"
    settled = await desk.get(f"/v1/violations/{violation_id}")
    assert settled["status"] == "corrected"
    nothing = await desk.post(
        "/v1/sanctions", {"violation_id": violation_id, "step": "warning_1"}, role="head"
    )
    assert (nothing.status_code, nothing.json()["code"]) == (409, "transition_not_allowed")


@pytest.mark.parametrize(
    "changes",
    [
        {"guidance_form": None},
        {"guidance_form": "a lecture"},
        {"correction_due_on": "2026-06-14"},
        {"notes": " "},
        {"kind": "sermon"},
    ],
)
@pytest.mark.requirement("R004-P10-3")
async def test_a_follow_up_without_form_or_day_is_refused(
    desk: Desk, licence_id: str, changes: dict[str, Any]
) -> None:
    violation_id = await desk.violation(level="light", licence_ids=[licence_id])
    body = {
        "violation_id": violation_id,
        "kind": "guidance",
        "guidance_form": "explanation",
        "notes": "-",
        "correction_due_on": "2026-06-30",
    } | changes
    answer = await desk.post("/v1/follow-ups", body, role="licensing_official")
    assert answer.status_code == 422


async def reported(desk: Desk, **changes: Any) -> dict[str, Any]:
    body = {
        "nib": NIB,
        "level": "heavy",
        "obligation_code": "TJ-D",
        "description": "Pencemaran sungai",
    } | changes
    return await desk.done("/v1/violations", body, role="inspector")


@pytest.mark.requirement("R004-P20-3")
@pytest.mark.parametrize(
    # From Monday 15 June 2026 back: day 3 after the 10th, day 4 after the 9th.
    ("found_on", "late"),
    [("2026-06-15", False), ("2026-06-10", False), ("2026-06-09", True)],
)
async def test_an_expert_reports_within_three_working_days(
    desk: Desk, licence_id: str, found_on: str, late: bool
) -> None:
    violation = await reported(desk, found_on=found_on)
    assert violation["report"]["late"] is late


async def test_a_violation_found_tomorrow_is_refused(desk: Desk, licence_id: str) -> None:
    answer = await desk.post(
        "/v1/violations",
        {
            "nib": NIB,
            "level": "heavy",
            "obligation_code": "TJ-D",
            "description": "-",
            "found_on": "2026-06-16",
        },
        role="inspector",
    )
    assert answer.status_code == 422


@pytest.mark.requirement("R004-P20-5")
@pytest.mark.parametrize(
    # The 16th is a holiday: day 1 after Monday the 15th is Wednesday the 17th.
    ("days", "late"),
    [(0, False), (2, False), (3, True)],
)
async def test_the_office_stops_a_violation_within_a_working_day(
    desk: Desk, licence_id: str, clock: FixedClock, days: int, late: bool
) -> None:
    violation = await reported(desk)
    assert violation["stop_due_on"] == "2026-06-17"
    clock.move(timedelta(days=days))
    stopped = await desk.done(
        f"/v1/violations/{violation['id']}/stop-order",
        {"law_enforcement": "Polres"},
        role="licensing_official",
    )
    assert stopped["stop_order"]["late"] is late
    assert stopped["stop_order"]["law_enforcement"] == "Polres"
    again = await desk.post(
        f"/v1/violations/{violation['id']}/stop-order", {}, role="licensing_official"
    )
    assert again.status_code == 409


@pytest.mark.requirement("R004-P05-2d")
async def test_a_supporting_revocation_touches_supporting_licences_only(
    desk: Desk, listener: Listener
) -> None:
    main = str(await listener.tell_licence(nib=NIB, service_code="SIA"))
    supporting = str(await listener.tell_licence(nib=NIB, service_code="REKLAME"))
    violation_id = await desk.violation(level="heavy", licence_ids=[])
    body = {"violation_id": violation_id, "step": "supporting_licence_revocation"}
    refused = await desk.post("/v1/sanctions", body | {"licence_ids": [main]}, role="head")
    assert (refused.status_code, refused.json()["rule"]) == (422, "supporting_licence")
    done = await desk.done("/v1/sanctions", body | {"licence_ids": [supporting]}, role="head")
    assert done["licence_ids"] == [supporting]


@pytest.mark.requirement("R004-P06-2", "R004-P06-3", "R004-P06-5")
async def test_each_responsibility_can_lead_to_each_sanction(
    desk: Desk, listener: Listener
) -> None:
    for code in ("TJ-A", "TJ-B", "TJ-C", "TJ-D", "TJ-E"):
        for step in (
            "warning_1",
            "suspension",
            "licence_revocation",
            "supporting_licence_revocation",
        ):
            licence_id = str(await listener.tell_licence(nib=NIB))
            violation = await reported(desk, obligation_code=code, licence_ids=[licence_id])
            sanction = await desk.sanction(violation["id"], step=step)
            assert (sanction["status"], sanction["step"]) == ("imposed", step)
            assert sanction["legal_basis"]
            assert sanction["ruleset_version"]


@pytest.mark.requirement("R004-P05-3a", "R004-P05-3b", "R004-P05-3c", "R004-P10-2")
@pytest.mark.parametrize(
    ("level", "step", "words"),
    [
        ("light", "warning_1", ("Ringan", "Peringatan Tertulis Pertama", "pembinaan")),
        ("medium", "suspension", ("Sedang", "Penghentian Sementara", "tanpa didahului")),
        ("heavy", "licence_revocation", ("Berat", "Pencabutan Perizinan Berusaha", "tanpa")),
    ],
)
async def test_the_letter_of_a_sanction_says_its_level_and_why(
    desk: Desk,
    licence_id: str,
    http: httpx.AsyncClient,
    clock: FixedClock,
    level: str,
    step: str,
    words: tuple[str, ...],
) -> None:
    violation_id = await desk.violation(level=level, licence_ids=[licence_id])
    if level == "light":
        await guided(desk, violation_id)
        morning_after(clock, "2026-06-30")
    proposal = await desk.sanction(violation_id, step=step, role="licensing_official")
    path = f"/v1/sanctions/{proposal['id']}"
    none = await http.get(f"{path}/document.pdf", headers=desk.acting("head"))
    assert none.status_code == 404
    imposed = await desk.done(f"{path}/imposition", role="head")
    letter = await http.get(f"{path}/document.pdf", headers=desk.acting("head"))
    pages = PdfReader(BytesIO(letter.content)).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    for said in (*words, imposed["number"], "Ps 5(2)", "KW-H"):
        assert said in text, said


@pytest.mark.requirement("R004-P02", "R004-P22")
@pytest.mark.parametrize(
    ("day", "version"),
    [
        ((2023, 8, 20), "bkpm-5-2021/1"),
        ((2023, 8, 21), "perbup-sumba-timur-32-2023/1+bkpm-5-2021/1"),
    ],
)
async def test_an_inspection_is_stamped_with_the_rules_of_its_day(
    desk: Desk, listener: Listener, clock: FixedClock, day: tuple[int, int, int], version: str
) -> None:
    clock.set(datetime(*day, 1, 0, tzinfo=UTC))
    await listener.tell_licence(nib=NIB, issued_on=date(2022, 1, 3))
    assert (await desk.register())["ruleset_version"] == version


@pytest.mark.requirement("R004-P07-4")
async def test_a_finding_leads_to_guidance_then_correction_then_sanction(
    desk: Desk, licence_id: str, http: httpx.AsyncClient, issuer: Any
) -> None:
    violation_id = await desk.violation(level="light", licence_ids=[licence_id])
    made = await guided(desk, violation_id)
    path = f"/v1/follow-ups/{made['id']}"
    owner = issuer.headers(role="applicant", nibs=(NIB,))
    listed = await http.get(f"/v1/follow-ups?nib={NIB}", headers=owner)
    assert [one["id"] for one in listed.json()["items"]] == [made["id"]]
    await http.post(f"{path}/correction", json={"description": "Sebagian"}, headers=owner)
    await desk.done(
        f"{path}/evaluation", {"accepted": False, "notes": "Kurang"}, role="licensing_official"
    )
    proposal = await desk.sanction(violation_id, step="warning_1", role="licensing_official")
    imposed = await desk.done(f"/v1/sanctions/{proposal['id']}/imposition", role="head")
    assert (imposed["status"], imposed["entry_reason"]) == ("imposed", "guidance_failed")


@pytest.mark.requirement("R004-P05-1a", "R004-P05-1d", "R004-P06-1a", "R004-P06-1c", "R004-P06-1e")
async def test_a_finding_cites_a_duty_of_the_catalogue(
    desk: Desk, licence_id: str, http: httpx.AsyncClient
) -> None:
    catalogue = (await http.get("/v1/inspection-obligations")).json()
    codes = [one["code"] for one in catalogue["items"]]
    assert codes == [f"KW-{letter}" for letter in "ABCDEFGH"] + [
        f"TJ-{letter}" for letter in "ABCDE"
    ]
    assert all(one["label"]["id"] and one["label"]["en"] for one in catalogue["items"])
    inspection = await desk.started()
    report = await desk.done(
        f"/v1/inspections/{inspection['id']}/bap",
        {
            "violations": [
                {"level": "light", "obligation_code": code, "description": "-"} for code in codes
            ]
        },
        role="inspector",
    )
    cited = [
        (await desk.get(f"/v1/violations/{one['id']}"))["obligation_code"]
        for one in report["violations"]
    ]
    assert cited == codes
