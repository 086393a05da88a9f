"""What is wrong is refused with a code, keeps nothing, and repeats nothing."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from inspection_service.testing import Desk
from shared.identity import system_caller
from shared.module import ServiceModule

NIB = "1234567890123"
SECRET = "3171012345678901"

INSPECTION = {"kind": "incidental", "mode": "physical", "nib": NIB, "trigger": "indication"}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "sometimes"}, "/kind"),
        ({"mode": "by phone"}, "/mode"),
        ({"nib": SECRET}, "/nib"),
        ({"nib": "12345"}, "/nib"),
        ({"nib": None}, "/nib"),
        ({"location_id": "here"}, "/location_id"),
        ({"location_id": str(uuid4())}, "/location_id"),
        ({"trigger": "boredom"}, "/trigger"),
        ({"mode_reason": "a\x00b"}, "/mode_reason"),
        ({"mode_reason": "x" * 5000}, "/mode_reason"),
    ],
)
async def test_a_wrong_inspection_is_refused_at_its_field(
    desk: Desk, service: ServiceModule, licence_id: str, body: dict[str, Any], pointer: str
) -> None:
    answer = await desk.post("/v1/inspections", INSPECTION | body, role="licensing_official")
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert pointer in [one["pointer"] for one in answer.json()["errors"]]
    assert SECRET not in answer.text
    async with service.database.read(system_caller("test", "53.11")) as connection:
        rows = await connection.execute(text("select count(*) from inspection"))
        assert rows.scalar_one() == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe"])
async def test_a_body_that_is_no_object_is_refused(
    desk: Desk, http: httpx.AsyncClient, content: bytes
) -> None:
    for path in ("/v1/inspections", "/v1/violations", "/v1/sanctions", "/v1/follow-ups"):
        answer = await http.post(
            path,
            content=content,
            headers=desk.acting("licensing_official") | {"content-type": "application/json"},
        )
        assert answer.status_code == 422, (path, answer.text)
        assert answer.json()["code"] == "invalid_request"


async def test_half_a_character_pair_is_refused(desk: Desk, http: httpx.AsyncClient) -> None:
    answer = await http.post(
        "/v1/inspections",
        content=b'{"kind":"incidental","mode":"virtual","nib":"1234567890123",'
        b'"trigger":"indication","mode_reason":"\\ud800"}',
        headers=desk.acting("licensing_official") | {"content-type": "application/json"},
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {"inspectors": []},
        {"inspectors": ["inspector.5311", "inspector.5311"]},
        {"inspectors": [" "]},
        {"valid_from": "2026-06-20"},
        {"valid_from": "2026-06-01", "valid_until": "2026-06-14"},
        {"valid_from": "tomorrow"},
        {"valid_from": None},
    ],
)
async def test_a_letter_without_people_or_days_is_refused(
    desk: Desk, licence_id: str, body: dict[str, Any]
) -> None:
    inspection = await desk.register()
    letter = {
        "inspectors": ["inspector.5311"],
        "valid_from": "2026-06-15",
        "valid_until": "2026-06-19",
        "passphrase": desk.passphrase,
    }
    answer = await desk.post(
        f"/v1/inspections/{inspection['id']}/assignment", letter | body, role="head"
    )
    assert answer.status_code == 422, answer.text
    assert desk.passphrase not in answer.text


@pytest.mark.parametrize("level", ["grave", "", None, 3])
@pytest.mark.requirement("R004-P05-3a", "R004-P05-3b", "R004-P05-3c")
async def test_an_unknown_level_is_refused(desk: Desk, licence_id: str, level: Any) -> None:
    inspection = await desk.started()
    answer = await desk.post(
        f"/v1/inspections/{inspection['id']}/bap",
        {"violations": [{"level": level, "obligation_code": "KW-A", "description": "-"}]},
        role="inspector",
    )
    assert answer.status_code == 422
    assert (await desk.get("/v1/violations"))["items"] == []


@pytest.mark.parametrize("step", ["fine", "", None])
async def test_an_unknown_step_is_refused(desk: Desk, licence_id: str, step: Any) -> None:
    violation_id = await desk.violation(licence_ids=[licence_id])
    answer = await desk.post(
        "/v1/sanctions", {"violation_id": violation_id, "step": step}, role="head"
    )
    assert answer.status_code == 422


async def test_a_suspension_needs_a_licence(desk: Desk, licence_id: str) -> None:
    violation_id = await desk.violation(licence_ids=[])
    answer = await desk.post(
        "/v1/sanctions", {"violation_id": violation_id, "step": "suspension"}, role="head"
    )
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "/licence_ids", "code": "required"}]


UNKNOWN = str(uuid4())
STEPS: list[tuple[str, str, dict[str, Any] | None]] = [
    (
        "head",
        f"/v1/inspections/{UNKNOWN}/assignment",
        {
            "inspectors": ["a"],
            "valid_from": "2026-06-15",
            "valid_until": "2026-06-19",
            "passphrase": "p",
        },
    ),
    ("inspector", f"/v1/inspections/{UNKNOWN}/start", None),
    ("inspector", f"/v1/inspections/{UNKNOWN}/bap", {}),
    (
        "inspector",
        f"/v1/inspections/{UNKNOWN}/bap-signatures",
        {"party": "executor", "signed": True},
    ),
    ("inspector", f"/v1/inspections/{UNKNOWN}/non-execution", {"reason": "-"}),
    ("licensing_official", f"/v1/violations/{UNKNOWN}/stop-order", {}),
    ("head", "/v1/sanctions", {"violation_id": UNKNOWN, "step": "suspension"}),
    ("head", f"/v1/sanctions/{UNKNOWN}/imposition", None),
    ("front_office", f"/v1/sanctions/{UNKNOWN}/response", {"reason": "-"}),
    ("head", f"/v1/sanctions/{UNKNOWN}/escalation", {"reason": "-"}),
    ("head", f"/v1/sanctions/{UNKNOWN}/lifting", {"reason": "-"}),
    ("front_office", f"/v1/sanctions/{UNKNOWN}/objection", {"reason": "-"}),
    ("front_office", f"/v1/follow-ups/{UNKNOWN}/correction", {"description": "-"}),
    (
        "licensing_official",
        f"/v1/follow-ups/{UNKNOWN}/evaluation",
        {"accepted": True, "notes": "-"},
    ),
]


async def test_what_is_not_there_is_not_found(desk: Desk, http: httpx.AsyncClient) -> None:
    for role, path, body in STEPS:
        answer = await desk.post(path, body, role=role)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
        nobody = await http.post(path, json=body)
        assert (nobody.status_code, nobody.json()["code"]) == (401, "unauthenticated"), path
        outsider = await desk.post(path, body, role="back_office")
        assert (outsider.status_code, outsider.json()["code"]) == (403, "forbidden"), path


async def test_another_offices_things_are_not_there(
    desk: Desk, http: httpx.AsyncClient, licence_id: str
) -> None:
    inspection = await desk.register()
    violation_id = await desk.violation(licence_ids=[licence_id])
    sanction = await desk.sanction(violation_id)
    for path in (
        f"/v1/inspections/{inspection['id']}",
        f"/v1/violations/{violation_id}",
        f"/v1/sanctions/{sanction['id']}",
    ):
        seen = await http.get(path, headers=desk.acting("head", office="62.02"))
        assert (seen.status_code, seen.json()["code"]) == (404, "not_found"), path
    lifted = await http.post(
        f"/v1/sanctions/{sanction['id']}/lifting",
        json={"reason": "-"},
        headers=desk.acting("head", office="62.02"),
    )
    assert lifted.status_code == 404
