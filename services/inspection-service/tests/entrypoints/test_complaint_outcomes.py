"""How complaints end (Ps 12, source 002 section 2.3)."""

from typing import Any

import httpx
import pytest

from inspection_service.testing import Desk

NIB = "1234567890123"


def complaint(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "complaint",
        "subject": "business",
        "subject_refs": [NIB],
        "ground": "standards",
        "description": "Limbah dibuang ke sungai",
        "evidence": ["foto-1"],
        "identity_withheld": True,
    } | changes


@pytest.fixture
def citizen(issuer: Any) -> dict[str, str]:
    """Somebody with an account."""
    found: dict[str, str] = issuer.headers(role="applicant")
    return found


async def filed(http: httpx.AsyncClient, headers: dict[str, str], **changes: Any) -> str:
    answer = await http.post("/v1/complaints", json=complaint(**changes), headers=headers)
    assert answer.status_code == 201, answer.text
    number: str = answer.json()["number"]
    return number


@pytest.mark.requirement("R004-P07-6")
async def test_complaints_about_a_business_and_an_inspector_go_to_resolution(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    about_business = await filed(http, citizen)
    about_inspector = await filed(
        http,
        citizen,
        subject="official",
        subject_refs=["inspector.5311"],
        ground="supervision",
        office_code="53.11",
    )
    for number in (about_business, about_inspector):
        path = f"/v1/complaints/{number}"
        await desk.done(
            f"{path}/verification", {"proven": True, "notes": "-"}, role="licensing_official"
        )
        closed = await desk.done(
            f"{path}/resolution",
            {"outcome": "guidance", "reason": "Dibina"},
            role="licensing_official",
        )
        assert closed["status"] == "resolved"
        theirs = await http.get(path, headers=citizen)
        assert theirs.json()["resolution"]["outcome"] == "guidance"


@pytest.mark.requirement("R002-2.3-asistensi")
async def test_the_first_complaint_of_the_register_ends_waiting_for_the_business(
    desk: Desk, licence_id: str
) -> None:
    made = await desk.done(
        "/v1/complaints",
        complaint(description="Perubahan badan usaha", ground="licensing"),
        role="front_office",
    )
    path = f"/v1/complaints/{made['number']}/actions"
    for kind, notes in (
        ("tracing", "Penelusuran pada OSS"),
        ("assistance", "Asistensi perubahan badan usaha"),
        ("advice", "Melaporkan SPT tahunan"),
    ):
        seen = await desk.done(
            path, {"kind": kind, "notes": notes, "waits_for": "business"}, role="front_office"
        )
    assert [one["kind"] for one in seen["actions_taken"]] == ["tracing", "assistance", "advice"]
    assert seen["status"] == "awaiting_business"
