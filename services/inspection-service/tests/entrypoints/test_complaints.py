"""The register of complaints through the HTTP interface (Ps 12, source 002 section 2.3)."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from inspection_service.testing import Desk, Listener
from shared.identity import system_caller
from shared.module import ServiceModule

NIB = "1234567890123"
BY_NAME = "Seorang Warga"


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


async def test_a_citizen_files_and_follows_a_complaint(
    http: httpx.AsyncClient, citizen: dict[str, str], issuer: Any, licence_id: str
) -> None:
    number = await filed(http, citizen)
    assert number == "PGD-5311-2026-0001"
    seen = (await http.get(f"/v1/complaints/{number}", headers=citizen)).json()
    assert (seen["status"], seen["channel"]) == ("received", "online")
    assert all(seen["ground_label"].values())
    mine = (await http.get("/v1/complaints", headers=citizen)).json()["items"]
    assert [one["number"] for one in mine] == [number]
    other = issuer.headers(role="applicant")
    assert (await http.get(f"/v1/complaints/{number}", headers=other)).status_code == 404
    assert (await http.get("/v1/complaints", headers=other)).json()["items"] == []


@pytest.mark.parametrize("role", ["province", "integration", "inspector", "back_office"])
@pytest.mark.parametrize("body", [complaint(), {}])
async def test_who_only_reads_or_is_a_system_files_nothing(
    http: httpx.AsyncClient, issuer: Any, licence_id: str, role: str, body: dict[str, Any]
) -> None:
    headers = issuer.headers(role=role, office="53.11")
    answer = await http.post("/v1/complaints", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.requirement("R004-P12-2a", "R004-P12-2b", "R004-P12-2d")
@pytest.mark.parametrize("ground", ["licensing", "standards", "system_misuse"])
async def test_each_ground_is_accepted_and_said_in_words(
    http: httpx.AsyncClient, citizen: dict[str, str], licence_id: str, desk: Desk, ground: str
) -> None:
    number = await filed(http, citizen, ground=ground)
    seen = await desk.get(f"/v1/complaints/{number}")
    assert seen["ground"] == ground
    assert seen["ground_label"]["id"] != seen["ground_label"]["en"]
    without = await http.post("/v1/complaints", json=complaint(ground=None), headers=citizen)
    assert (without.status_code, without.json()["errors"][0]["pointer"]) == (422, "/ground")


@pytest.mark.requirement("R004-P12-2c", "R004-P12-1b")
async def test_the_matrix_of_grounds_is_rule_data(
    http: httpx.AsyncClient, citizen: dict[str, str], listener: Listener
) -> None:
    await listener.tell_office("62.02")
    for subject in ("institution", "official"):
        await filed(
            http,
            citizen,
            subject=subject,
            subject_refs=["BKPM"],
            ground="supervision",
            office_code="53.11",
        )
    # Sumba Timur dropped the matrix; the national rule keeps this ground from businesses.
    await filed(http, citizen, ground="supervision", office_code="53.11")
    refused = await http.post(
        "/v1/complaints",
        json=complaint(ground="supervision", office_code="62.02"),
        headers=citizen,
    )
    assert (refused.status_code, refused.json()["rule"]) == (422, "ground_of_subject")


@pytest.mark.requirement("R004-P12-3-2", "R003-P02-3c")
async def test_online_complaints_need_evidence_but_not_about_the_office_itself(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    bare = await http.post("/v1/complaints", json=complaint(evidence=[]), headers=citizen)
    assert (bare.status_code, bare.json()["rule"]) == (422, "evidence")
    number = await filed(
        http,
        citizen,
        evidence=[],
        subject="institution",
        subject_refs=[],
        ground="licensing",
        office_code="53.11",
    )
    assert number
    counter = await desk.done("/v1/complaints", complaint(evidence=[]), role="front_office")
    seen = await desk.get(f"/v1/complaints/{counter['number']}")
    assert (seen["evidence_to_follow"], seen["channel"]) == (True, "offline")


@pytest.mark.requirement("R002-2.3-kind", "R002-2.3-channel")
async def test_a_consultation_accuses_nobody(desk: Desk) -> None:
    made = await desk.done(
        "/v1/complaints",
        {"kind": "consultation", "description": "Cara mengurus NIB", "channel": "phone"},
        role="front_office",
    )
    seen = await desk.get(f"/v1/complaints/{made['number']}")
    assert (seen["kind"], seen["subject"], seen["channel"]) == ("consultation", None, "phone")
    none = await desk.post("/v1/complaints", {"description": "-"}, role="front_office")
    assert none.status_code == 422
    answered = await desk.done(
        f"/v1/complaints/{made['number']}/resolution",
        {"outcome": "answered", "reason": "Dijelaskan"},
        role="licensing_official",
    )
    assert answered["status"] == "resolved"


@pytest.mark.requirement("R004-P12-5b")
async def test_the_accused_business_never_learns_who_complained(
    http: httpx.AsyncClient, citizen: dict[str, str], issuer: Any, desk: Desk, licence_id: str
) -> None:
    number = await filed(http, citizen, complainant={"kind": "public", "name": BY_NAME})
    accused = issuer.headers(role="applicant", nibs=(NIB,))
    seen = await http.get(f"/v1/complaints/{number}", headers=accused)
    assert seen.status_code == 200
    assert BY_NAME not in seen.text
    assert "complainant" not in seen.json()
    assert (await desk.get(f"/v1/complaints/{number}"))["complainant"]["name"] == BY_NAME


async def test_what_people_said_is_sealed_and_in_no_event(
    http: httpx.AsyncClient, citizen: dict[str, str], service: ServiceModule, licence_id: str
) -> None:
    await filed(http, citizen, complainant={"name": BY_NAME})
    async with service.database.read(system_caller("test", "53.11")) as connection:
        rows = await connection.execute(text("select complaint::text as row from complaint"))
        events = await connection.execute(text("select data from event_log"))
        stored = "".join(row.row for row in rows) + "".join(events.scalars())
    assert BY_NAME not in stored
    assert "Limbah" not in stored


@pytest.mark.requirement("R004-P12-1c")
async def test_an_accused_officer_handles_nothing_of_it(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    number = await filed(
        http,
        citizen,
        subject="official",
        subject_refs=["licensing_official.5311"],
        ground="supervision",
        office_code="53.11",
        complainant={"name": BY_NAME},
    )
    path = f"/v1/complaints/{number}"
    refused = await desk.post(
        f"{path}/verification", {"proven": False, "notes": "-"}, role="licensing_official"
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert "complainant" not in await desk.get(path, role="licensing_official")
    assert "complainant" in await desk.get(path, role="head")


@pytest.mark.requirement("R004-P12-4b")
async def test_only_a_business_is_asked_to_clarify(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    about_business = await filed(http, citizen)
    clarified = await desk.done(
        f"/v1/complaints/{about_business}/clarification",
        {"statement": "Sudah diolah"},
        role="licensing_official",
    )
    assert clarified["actions_taken"][0]["kind"] == "clarification"
    about_office = await filed(
        http, citizen, subject="institution", ground="licensing", office_code="53.11"
    )
    refused = await desk.post(
        f"/v1/complaints/{about_office}/clarification",
        {"statement": "-"},
        role="licensing_official",
    )
    assert (refused.status_code, refused.json()["rule"]) == (422, "clarification")


@pytest.mark.requirement("R002-2.3-followup", "R002-2.3-status", "R002-2.3-coord")
async def test_what_was_done_is_kept_in_order_with_whom_it_waits_for(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    number = await filed(http, citizen)
    path = f"/v1/complaints/{number}/actions"
    await desk.done(path, {"kind": "tracing", "notes": "NIB"}, role="front_office")
    await desk.done(
        path,
        {"kind": "agency_meeting", "notes": "Rapat", "agencies": ["dlh", "dinas-putr"]},
        role="licensing_official",
    )
    waiting = await desk.done(
        path,
        {"kind": "advice", "notes": "SPT tahunan", "waits_for": "business"},
        role="licensing_official",
    )
    kinds = [one["kind"] for one in waiting["actions_taken"]]
    assert kinds == ["tracing", "agency_meeting", "advice"]
    assert waiting["actions_taken"][1]["agencies"] == ["dlh", "dinas-putr"]
    assert waiting["status"] == "awaiting_business"
    open_ones = await desk.get("/v1/complaints?status=awaiting_business")
    assert [one["number"] for one in open_ones["items"]] == [number]


@pytest.mark.requirement("R004-P12-6", "R004-P12-7", "R004-P12-8")
async def test_a_proven_complaint_leads_to_a_sanction_and_after_it_to_unblocking(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    number = await filed(http, citizen)
    path = f"/v1/complaints/{number}"
    early = await desk.post(
        f"{path}/resolution", {"outcome": "sanction", "reason": "-"}, role="licensing_official"
    )
    assert early.status_code == 409
    verified = await desk.done(
        f"{path}/verification",
        {
            "proven": True,
            "notes": "Terbukti",
            "violation": {
                "level": "heavy",
                "obligation_code": "TJ-D",
                "description": "Pencemaran",
                "licence_ids": [licence_id],
            },
        },
        role="licensing_official",
    )
    violation_id = verified["verification"]["violation_id"]
    violation = await desk.get(f"/v1/violations/{violation_id}")
    assert violation["origin"] == "complaint"
    sanction = await desk.sanction(violation_id)
    resolved = await desk.done(
        f"{path}/resolution",
        {"outcome": "sanction", "reason": "Penghentian sementara"},
        role="licensing_official",
    )
    assert resolved["status"] == "resolved"
    ask = {"sanction_id": sanction["id"]}
    unfulfilled = await desk.post(f"{path}/unblocking-request", ask, role="licensing_official")
    assert unfulfilled.status_code == 409
    await desk.done(f"/v1/sanctions/{sanction['id']}/lifting", {"reason": "Dipenuhi"}, role="head")
    asked = await desk.done(f"{path}/unblocking-request", ask, role="licensing_official")
    assert asked["unblocking_request"]["letter_number"] == "UB/0001/DPMPTSP/2026"
    letter = await http.get(f"{path}/unblocking-request.pdf", headers=desk.acting("head"))
    assert letter.content.startswith(b"%PDF")


@pytest.mark.requirement("R004-P12-6")
async def test_guidance_and_sanction_need_proof_and_doing_nothing_a_reason(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    number = await filed(http, citizen)
    path = f"/v1/complaints/{number}"
    await desk.done(
        f"{path}/verification", {"proven": False, "notes": "Tidak"}, role="licensing_official"
    )
    unproven = await desk.post(
        f"{path}/resolution", {"outcome": "guidance", "reason": "-"}, role="licensing_official"
    )
    assert (unproven.status_code, unproven.json()["rule"]) == (422, "proven_violation")
    silent = await desk.post(
        f"{path}/resolution", {"outcome": "no_measure"}, role="licensing_official"
    )
    assert silent.status_code == 422
    closed = await desk.done(
        f"{path}/resolution",
        {"outcome": "no_measure", "reason": "Tidak terbukti"},
        role="licensing_official",
    )
    assert closed["status"] == "resolved"
    again = await desk.post(
        f"{path}/resolution", {"outcome": "no_measure", "reason": "-"}, role="licensing_official"
    )
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"kind": "gossip"}, "/kind"),
        ({"subject": None}, "/subject"),
        ({"subject": "neighbour"}, "/subject"),
        ({"description": ""}, "/description"),
        ({"description": "x" * 4001}, "/description"),
        ({"evidence": ["x"] * 51}, "/evidence"),
        ({"office_code": "99.99"}, "/office_code"),
    ],
)
async def test_a_wrong_entry_is_refused_at_its_field(
    http: httpx.AsyncClient,
    citizen: dict[str, str],
    licence_id: str,
    changes: dict[str, Any],
    pointer: str,
) -> None:
    answer = await http.post("/v1/complaints", json=complaint(**changes), headers=citizen)
    assert answer.status_code == 422, answer.text
    assert pointer in [one["pointer"] for one in answer.json()["errors"]]


async def test_another_office_sees_no_complaint(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    number = await filed(http, citizen)
    other = desk.acting("licensing_official", office="62.02")
    assert (await http.get(f"/v1/complaints/{number}", headers=other)).status_code == 404
    assert (await http.get("/v1/complaints", headers=other)).json()["items"] == []
    nobody = await http.post("/v1/complaints", json=complaint())
    assert nobody.status_code == 401


@pytest.mark.requirement("R004-P12-1a")
async def test_a_business_is_named_by_nib_or_by_name(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    by_nib = await filed(http, citizen)
    by_name = await filed(http, citizen, subject_refs=["Toko Contoh"], office_code="53.11")
    for number, reference in ((by_nib, NIB), (by_name, "Toko Contoh")):
        seen = await desk.get(f"/v1/complaints/{number}")
        assert (seen["subject"], seen["subject_refs"]) == ("business", [reference])


@pytest.mark.requirement("R004-P12-3-1")
async def test_online_needs_an_account_and_the_counter_is_marked(
    http: httpx.AsyncClient, citizen: dict[str, str], desk: Desk, licence_id: str
) -> None:
    assert (await http.post("/v1/complaints", json=complaint())).status_code == 401
    online = await filed(http, citizen, complainant={"kind": "business", "oss_access": "HA-1"})
    seen = await desk.get(f"/v1/complaints/{online}")
    assert (seen["channel"], seen["complainant"]["oss_access"]) == ("online", "HA-1")
    counter = await desk.done("/v1/complaints", complaint(), role="front_office")
    assert (await desk.get(f"/v1/complaints/{counter['number']}"))["channel"] == "offline"
    # A tip without a name is no complaint, but may be an indication (Ps 17(1)c).
    assert await desk.register(trigger="indication", trigger_source="Laporan tanpa nama")


async def test_the_register_names_no_complainant_and_one_entry_does_on_record(
    http: httpx.AsyncClient, citizen: dict[str, str], issuer: Any, licence_id: str
) -> None:
    told = {"name": BY_NAME, "email": "warga@contoh.example", "phone": "+62 811 0000 555"}
    number = await filed(http, citizen, complainant={"kind": "public"} | told)
    official = issuer.headers(role="licensing_official", office="53.11")

    register = await http.get("/v1/complaints", headers=official)
    one = await http.get(f"/v1/complaints/{number}", headers=official)
    await http.get(f"/v1/complaints/{number}", headers=citizen)

    assert [line["number"] for line in register.json()["items"]] == [number]
    assert not any(word in register.text for word in told.values())
    assert one.json()["complainant"]["email"] == told["email"]
    system = {"Authorization": f"Bearer {issuer.system.issue('gateway', 'inspection')}"}
    log = await http.get("/internal/access-log?offices=53.11", headers=system)
    assert [(line["purpose"], line["roles"]) for line in log.json()] == [
        ("complaint", ["licensing_official"])
    ]
