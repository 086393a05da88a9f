"""Story B on the service's own side: letter, BAP with a violation, sanction, lifting."""

from typing import Any

import pytest
from sqlalchemy import text

from inspection_service.testing import Desk
from shared.identity import system_caller
from shared.module import ServiceModule

OFFICE = "53.11"


async def told(service: ServiceModule) -> list[tuple[str, dict[str, Any]]]:
    """Every event that the service told, oldest first."""
    statement = text("select type, data::jsonb as data from event_log order by id")
    async with service.database.read(system_caller("test", OFFICE)) as connection:
        return [(row.type, row.data) for row in await connection.execute(statement)]


async def test_a_medium_violation_in_a_bap_leads_to_suspension_and_lifting(
    desk: Desk, service: ServiceModule, licence_id: str
) -> None:
    violation_id = await desk.violation(licence_ids=[licence_id])
    sanction = await desk.sanction(violation_id)
    assert sanction["status"] == "imposed"
    assert sanction["licence_ids"] == [licence_id]
    assert sanction["level"] == "medium"
    assert sanction["entry_reason"] == "direct_entry"

    lifted = await desk.done(
        f"/v1/sanctions/{sanction['id']}/lifting", {"reason": "Sudah diperbaiki"}, role="head"
    )
    assert lifted["status"] == "lifted"

    events = await told(service)
    assert [name for name, _ in events] == [
        "inspection.inspection_assigned",
        "inspection.violation_found",
        "inspection.inspection_completed",
        "inspection.sanction_imposed",
        "inspection.sanction_lifted",
    ]
    imposed, ended = events[3][1], events[4][1]
    assert imposed["step"] == "suspension"
    assert imposed["licence_ids"] == ended["licence_ids"] == [licence_id]
    assert imposed["sanction_id"] == ended["sanction_id"] == sanction["id"]


async def test_every_event_of_a_business_has_the_same_key(
    desk: Desk, service: ServiceModule, licence_id: str
) -> None:
    await desk.sanction(await desk.violation(licence_ids=[licence_id]))
    statement = text("select distinct key from event_log")
    async with service.database.read(system_caller("test", OFFICE)) as connection:
        assert len((await connection.execute(statement)).all()) == 1


@pytest.mark.requirement("R004-P21-2c")
async def test_an_official_proposes_and_the_head_imposes(desk: Desk, licence_id: str) -> None:
    violation_id = await desk.violation(licence_ids=[licence_id])
    proposed = await desk.sanction(violation_id, role="licensing_official")
    assert proposed["status"] == "proposed"
    assert proposed["actions"] == ["withdrawal"]

    imposed = await desk.done(f"/v1/sanctions/{proposed['id']}/imposition", role="head")
    assert imposed["status"] == "imposed"
    # 30 working days after 15 June 2026, with the holidays of the nation.
    assert imposed["answer_due_on"] == "2026-07-28"


async def test_a_proposal_tells_nobody(desk: Desk, service: ServiceModule, licence_id: str) -> None:
    violation_id = await desk.violation(licence_ids=[licence_id])
    await desk.sanction(violation_id, role="licensing_official")
    names = [name for name, _ in await told(service)]
    assert "inspection.sanction_imposed" not in names


async def test_a_violation_has_one_open_sanction(desk: Desk, licence_id: str) -> None:
    violation_id = await desk.violation(licence_ids=[licence_id])
    await desk.sanction(violation_id)
    second = await desk.post(
        "/v1/sanctions", {"violation_id": violation_id, "step": "suspension"}, role="head"
    )
    assert (second.status_code, second.json()["code"]) == (409, "already_sanctioned")


async def test_escalation_waits_for_the_answer_time(desk: Desk, licence_id: str) -> None:
    sanction = await desk.sanction(await desk.violation(licence_ids=[licence_id]))
    path = f"/v1/sanctions/{sanction['id']}/escalation"
    early = await desk.post(path, {"reason": "Tidak ada tanggapan"}, role="head")
    assert (early.status_code, early.json()["code"]) == (422, "rule_broken")
    assert early.json()["rule"] == "answer_time"


async def test_a_light_violation_needs_guidance_first(desk: Desk, licence_id: str) -> None:
    violation_id = await desk.violation(level="light", licence_ids=[licence_id])
    refused = await desk.post(
        "/v1/sanctions", {"violation_id": violation_id, "step": "warning_1"}, role="head"
    )
    assert refused.status_code == 422
    assert refused.json()["rule"] == "guidance_first"
    assert "Ps 10" in refused.json()["article"]


async def test_a_light_violation_never_enters_at_suspension(desk: Desk, licence_id: str) -> None:
    violation_id = await desk.violation(level="light", licence_ids=[licence_id])
    refused = await desk.post(
        "/v1/sanctions", {"violation_id": violation_id, "step": "suspension"}, role="head"
    )
    assert refused.json()["rule"] == "ladder_entry"


async def test_a_heavy_violation_enters_at_revocation_which_is_final(
    desk: Desk, licence_id: str
) -> None:
    violation_id = await desk.violation(level="heavy", licence_ids=[licence_id])
    revoked = await desk.sanction(violation_id, step="licence_revocation")
    assert revoked["status"] == "imposed"
    again = await desk.post(
        f"/v1/sanctions/{revoked['id']}/lifting", {"reason": "Permohonan"}, role="head"
    )
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")
