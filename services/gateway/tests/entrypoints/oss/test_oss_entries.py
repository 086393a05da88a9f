"""What supervision owes to OSS and OSS has no method for: listed from the facts, ready to copy, and
entered by an officer."""

from datetime import date
from uuid import UUID

import pytest

from gateway.testing.oss_door import OFFICE, permit_id
from gateway.testing.oss_entry_desk import (
    ENTRIES,
    NIB,
    NOW,
    XLSX,
    EntryDesk,
    Json,
    business,
    follow_up,
    sanction,
)
from shared.contracts.inspection import (
    ComplianceAssessedV1,
    InspectionCompletedV1,
    InspectionNotDoneV1,
    InvestmentReportJudgedV1,
    InvestmentReportOverdueV1,
    SanctionLiftedV1,
)
from shared.contracts.permit import ApplicationSubmittedV1, LicenceIssuedV1, LicenceRevokedV1
from shared.ids import new_id
from shared.testing.oss import SimulatedOss


@pytest.mark.requirement("R004-P10-1-oss")
async def test_each_of_the_three_recommendations_is_one_entry_that_is_acknowledged_once(
    desk: EntryDesk,
) -> None:
    for event in (follow_up("guidance"), follow_up("correction"), sanction("suspension")):
        await desk.door.tell(event, times=3)

    listed = await desk.listed(role="inspector")

    assert sorted(one["kind"] for one in listed) == ["correction", "guidance", "sanction"]
    assert {
        one["rule"]["article"].removeprefix("Perbup Sumba Timur 32/2023 ") for one in listed
    } == {
        "Ps 10(1)a",
        "Ps 10(1)b",
        "Ps 10(1)c, 10(6)",
    }
    # No article sets a day for a recommendation, and none is made up.
    assert {(one["due_on"], one["is_overdue"], one["state"]) for one in listed} == {
        (None, False, "open")
    }
    for one in listed:
        values = {line["label"]: line["value"] for line in one["values"]}
        assert values["Nama Pelaku Usaha"] == "=PT CONTOH"
        assert values["Perihal"] == ("sanction" if one["kind"] == "sanction" else "follow_up")
        assert (one["nib"], one["actions"]) == (NIB, ["acknowledgement"])
        path = f"{ENTRIES}/{one['id']}"
        shown = await desk.http.get(path, headers=desk.as_("back_office"))
        assert shown.headers["etag"] == '"0"'
        stale = await desk.http.post(
            f"{path}/acknowledgement",
            json={"oss_reference": "OSS-2026-0001"},
            headers=desk.as_("inspector") | {"If-Match": '"7"'},
        )
        assert stale.status_code == 412
        # Only an assessment has a value of OSS.
        valued = await desk.enter(one, value="good")
        assert (valued.status_code, valued.json()["errors"][0]["pointer"]) == (422, "/value")
        first = await desk.enter(one, key=f"key {one['id']}")
        again = await desk.enter(one, key=f"key {one['id']}")
        assert (first.status_code, first.json()["state"]) == (200, "entered"), first.text
        assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
        twice = await desk.enter(one)
        assert (twice.status_code, twice.json()["code"]) == (409, "transition_not_allowed")

    assert await desk.listed("state=open") == []
    entered = await desk.listed("state=entered")
    assert {one["oss_reference"] for one in entered} == {"OSS-2026-0001"}
    assert all(one["entered_by"] and one["entered_at"] and not one["actions"] for one in entered)
    told = await desk.door.facts("gateway.oss_entry_acknowledged")
    assert len(told) == 3
    assert not any("OSS-2026" in str(one) for one in told)


async def test_the_list_is_of_supervision_and_of_one_office(desk: EntryDesk) -> None:
    await desk.door.tell(follow_up("guidance"))
    (entry,) = await desk.listed(role="head")
    assert entry["actions"] == []
    for role in ("agency_officer", "front_office", "applicant", "integration", "province"):
        answer = await desk.http.get(ENTRIES, headers=desk.as_(role))
        assert answer.status_code == 403, role
    for role in ("head", "administrator", "agency_officer", "front_office"):
        assert (await desk.enter(entry, role=role)).status_code == 403, role
    other = desk.as_("licensing_official", office="62.02")
    assert (await desk.http.get(ENTRIES, headers=other)).json()["items"] == []
    path = f"{ENTRIES}/{entry['id']}"
    assert (await desk.http.get(path, headers=other)).status_code == 404
    body = {"oss_reference": "1"}
    elsewhere = await desk.http.post(f"{path}/acknowledgement", json=body, headers=other)
    assert elsewhere.status_code == 404
    blank = await desk.enter(entry, oss_reference=" ")
    assert (blank.status_code, blank.json()["errors"][0]["pointer"]) == (422, "/oss_reference")


async def licensed(desk: EntryDesk, simulator: SimulatedOss) -> tuple[UUID, str]:
    """A licence that OSS knows, and the permit's id there."""
    application, licence = new_id(), new_id()
    id_izin = permit_id(application)
    ids = simulator.opens(id_izin, nib=NIB) | {"kd_daerah": "8102011001"}
    desk.door.desk.knows(application, ids, nib=NIB, licence_id=licence)
    common: Json = {"office_code": OFFICE, "application_id": application, "channel": "MANUAL"}
    await desk.door.tell(
        ApplicationSubmittedV1(
            **common,
            service_code="SLF",
            mode="self_service",
            receipt_number="1",
            submitted_at=NOW,
            oss_permit_id=id_izin,
        )
    )
    await desk.door.tell(
        LicenceIssuedV1(
            **common,
            licence_id=licence,
            service_code="SLF",
            number="1",
            issued_on=date(2026, 6, 15),
            signed_at=NOW,
        )
    )
    return licence, id_izin


@pytest.mark.requirement("R004-P01-16")
async def test_what_oss_has_a_method_for_leaves_by_it_and_all_else_stands_in_the_list(
    desk: EntryDesk, simulator: SimulatedOss
) -> None:
    (one, first_id), (other, second_id) = [await licensed(desk, simulator) for _ in range(2)]
    await desk.door.send(rounds=2)
    simulator.behaves("lost_answer", method="receiveLicenseStatus", times=1)
    await desk.door.tell(sanction("warning_1", (one, other)), times=2)
    (warning,) = await desk.listed()
    assert (warning["state"], warning["is_being_sent"]) == ("open", True)
    await desk.door.send(rounds=6, minutes=1)
    recorded = [call["id_izin"] for call in simulator.recorded if call["status"] == "60"]
    ours = [permit for permit in recorded if permit in {first_id, second_id}]
    assert sorted(ours) == sorted([first_id, second_id])
    # Told once each, although an answer was lost; nobody has to type it.
    (warning,) = await desk.listed()
    assert (warning["state"], warning["actions"]) == ("sent", [])

    await desk.door.tell(sanction("licence_revocation", (one,)))
    await desk.door.tell(
        LicenceRevokedV1(office_code=OFFICE, licence_id=other, revoked_at=NOW), times=2
    )
    for fact in (
        InspectionCompletedV1(**business(), inspection_id=new_id(), completed_at=NOW, violations=0),
        InspectionNotDoneV1(**business(), inspection_id=new_id(), reason_code="closed"),
        ComplianceAssessedV1(**business(), compliance_id=new_id(), year=2026, assessed_at=NOW),
        SanctionLiftedV1(**business(), sanction_id=new_id(), violation_id=new_id(), lifted_at=NOW),
        InvestmentReportOverdueV1(**business(), year=2026, quarter=1, due_on=date(2026, 4, 15)),
        *(
            InvestmentReportJudgedV1(
                **business(),
                investment_report_id=new_id(),
                year=2026,
                quarter=1,
                outcome=outcome,
                judged_at=NOW,
            )
            for outcome in ("accepted", "correction_requested")
        ),
    ):
        await desk.door.tell(fact, times=2)
    await desk.door.send(rounds=4, minutes=1)

    listed = await desk.listed("state=open")
    assert sorted(entry["kind"] for entry in listed) == [
        "assessment",
        "inspection_not_done",
        "inspection_record",
        "investment_report",
        "licence_revocation",
        "missing_investment_report",
        "sanction",
        "sanction_lifting",
    ]
    found = {entry["kind"]: entry for entry in listed}
    revoked = {line["label"]: line["value"] for line in found["licence_revocation"]["values"]}
    assert (revoked["ID izin di OSS"], revoked["NIB"]) == (second_id, NIB)
    # Working days after the fact, from a rule that says whose it is and that it is not verified.
    for kind, days in (("inspection_record", 7), ("sanction", 10), ("licence_revocation", 10)):
        rule = found[kind]["rule"]
        assert (rule["working_days"], rule["verified"]) == (days, False), kind
        assert found[kind]["due_on"] is not None
    assert found["inspection_not_done"]["rule"]["verified"] is True
    assert found["missing_investment_report"]["period"] == "2026-Q1"
    # The records that no method takes point to where they are entered.
    records = await desk.http.get(
        "/v1/integrations/oss/records?state=by_hand", headers=desk.as_("back_office")
    )
    assert {record["entry_id"] for record in records.json()["items"]} == {
        found["sanction"]["id"],
        found["licence_revocation"]["id"],
    }
    assert set(await desk.sheets("state=open")) == {
        "BAP",
        "Inspeksi tidak dilaksanakan",
        "Rekomendasi sanksi",
        "Sanksi dicabut",
        "Pencabutan izin",
        "Penilaian kepatuhan",
        "Temuan LKPM",
        "LKPM tidak disampaikan",
    }


async def test_a_revocation_that_proves_to_be_of_oss_when_it_is_sent_is_listed_once(
    desk: EntryDesk, simulator: SimulatedOss
) -> None:
    licence, _ = await licensed(desk, simulator)
    stranger = new_id()
    application, id_izin = new_id(), permit_id(stranger)
    ids = simulator.opens(id_izin, nib=NIB) | {"kd_daerah": "8102011001"}
    desk.door.desk.knows(application, ids, nib=NIB, licence_id=stranger)
    await desk.door.tell(LicenceRevokedV1(office_code=OFFICE, licence_id=stranger, revoked_at=NOW))
    assert await desk.listed() == []
    await desk.door.send(rounds=4, minutes=1)
    (entry,) = await desk.listed()
    assert (entry["kind"], entry["subject_id"]) == ("licence_revocation", str(stranger))
    assert licence != stranger


async def test_an_assessment_scored_anew_waits_once_and_carries_the_value_of_oss(
    desk: EntryDesk,
) -> None:
    assessed = ComplianceAssessedV1(
        **business(), compliance_id=new_id(), year=2026, assessed_at=NOW
    )
    for _ in range(3):
        await desk.door.tell(assessed)
    (entry,) = await desk.listed()
    wrong = await desk.enter(entry, value="excellent")
    assert wrong.status_code == 422
    assert (await desk.enter(entry, value="good")).json()["value"] == "good"
    (told,) = await desk.door.facts("gateway.oss_entry_acknowledged")
    assert (told["oss_rating"], told["matter_id"]) == ("good", str(assessed.compliance_id))
    # What is scored anew after it was entered is entered once more.
    await desk.door.tell(assessed)
    assert [one["state"] for one in await desk.listed()] == ["open", "entered"]


async def test_what_is_owed_is_seen_while_its_owner_is_away_but_no_half_workbook_is_made(
    desk: EntryDesk,
) -> None:
    gone = follow_up("correction")
    for event in (follow_up("guidance"), gone):
        await desk.door.tell(event)
    desk.inspection.unknown.add(gone.follow_up_id)
    assert [len(one["values"]) for one in await desk.listed()] == [0, 6]
    desk.inspection.is_away = True
    assert [one["values"] for one in await desk.listed()] == [None, None]
    headers = desk.as_("licensing_official") | {"Accept": XLSX}
    answer = await desk.http.get(ENTRIES, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]
