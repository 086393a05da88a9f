"""What the Head does about an inspector (Ps 21(3)-(4))."""

from typing import Any

import httpx
import pytest

from inspection_service.testing import Desk

PATH = "/v1/inspection-officer-actions"


async def action(desk: Desk, **changes: Any) -> dict[str, Any]:
    inspection = await desk.register()
    await desk.assign(inspection, inspectors=["inspector.5311", "head.5311"])
    return {
        "inspection_id": inspection["id"],
        "inspector": "inspector.5311",
        "kind": "written_warning",
        "duty": "secrecy",
        "reason": "Membocorkan hasil pemeriksaan",
    } | changes


@pytest.mark.requirement("R004-P21-3a", "R004-P21-3b")
async def test_a_warning_has_its_article_and_another_action_its_law(
    desk: Desk, licence_id: str
) -> None:
    body = await action(desk)
    warned = await desk.done(PATH, body, role="head")
    assert "Ps 21(3)a" in warned["legal_basis"]
    bare = await desk.post(PATH, body | {"kind": "other"}, role="head")
    assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (422, "/legal_basis")
    other = await desk.done(
        PATH, body | {"kind": "other", "legal_basis": "PP 94/2021 Ps 9"}, role="head"
    )
    assert other["legal_basis"] == "PP 94/2021 Ps 9"


@pytest.mark.requirement("R004-P21-4")
async def test_only_the_head_of_the_office_acts_and_never_on_oneself(
    desk: Desk, http: httpx.AsyncClient, licence_id: str
) -> None:
    body = await action(desk)
    for role in ("licensing_official", "inspector", "administrator"):
        assert (await desk.post(PATH, body, role=role)).status_code == 403
    other = await http.post(PATH, json=body, headers=desk.acting("head", office="62.02"))
    assert other.status_code == 404
    oneself = await desk.post(PATH, body | {"inspector": "head.5311"}, role="head")
    assert (oneself.status_code, oneself.json()["rule"]) == (422, "not_on_oneself")
    stranger = await desk.post(PATH, body | {"inspector": "somebody"}, role="head")
    assert stranger.status_code == 422


async def test_an_inspector_sees_what_concerns_them_alone(desk: Desk, licence_id: str) -> None:
    await desk.done(PATH, await action(desk), role="head")
    assert len((await desk.get(PATH, role="inspector"))["items"]) == 1
    assert len((await desk.get(PATH, role="head"))["items"]) == 1
    citizen = await desk.http.get(PATH, headers=desk.acting("applicant"))
    assert citizen.status_code == 403
