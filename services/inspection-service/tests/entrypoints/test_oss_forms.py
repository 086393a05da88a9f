"""What supervision tells of itself for OSS, and the forms that the door shows to whoever enters it
there by hand."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from inspection_service.testing import Desk, Listener
from shared.contracts.gateway import Activity, BusinessRegisteredV1
from shared.contracts.gateway_oss import OssEntryAcknowledgedV1
from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

OFFICE, NIB = "53.11", "1234567890123"
PLANS = "/v1/inspection-plans"


@pytest.fixture(autouse=True)
async def named(listener: Listener, licence_id: str, complete: Any) -> None:
    """A business with its name and a project of high risk."""
    project = Activity(kbli="20111", risk="high", project_id="R-1")
    await listener.tell(
        BusinessRegisteredV1(
            office_code=OFFICE, business_id=uuid4(), nib=NIB, scale="large", activities=(project,)
        )
    )
    await complete()


async def facts(service: ServiceModule, kind: str) -> list[dict[str, Any]]:
    async with service.database.read(system_caller("test", OFFICE)) as connection:
        found = await connection.execute(
            text("select data from event_log where type = :type order by id"),
            {"type": f"inspection.{kind}"},
        )
        return [json.loads(row.data) for row in found]


async def form(http: httpx.AsyncClient, issuer: TestIssuer, kind: str, one: str) -> dict[str, str]:
    """The lines of a form by their labels."""
    answer = await http.post(
        "/internal/oss-forms",
        json={"office_code": OFFICE, "matters": [{"kind": kind, "id": one}]},
        headers={"Authorization": f"Bearer {issuer.system.issue('gateway', 'inspection')}"},
    )
    assert answer.status_code == 200, answer.text
    ((found),) = answer.json()["items"]
    assert found["id"] == one
    return {line["label"]: line["value"] for line in found["lines"]}


async def test_every_row_of_a_plan_is_told_with_the_day_until_which_it_belongs_in_oss(
    desk: Desk,
    http: httpx.AsyncClient,
    issuer: TestIssuer,
    service: ServiceModule,
    clock: FixedClock,
) -> None:
    clock.set(datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    plan = await desk.done(PLANS, {"year": 2027}, role="licensing_official")
    path = f"{PLANS}/{plan['id']}"
    assert await facts(service, "plan_items_listed") == []
    await desk.done(f"{path}/notification", {}, role="licensing_official")
    first, second = (await desk.get(f"{path}/items"))["items"]
    more = {"nib": NIB, "risk": "low", "planned_month": 9}
    changes = {"add": [more], "remove": [second["id"]], "reason": "Pindah lokasi"}
    await desk.done(f"{path}/adjustments", changes, role="agency_officer")
    more = more | {"risk": "medium_low"}
    await desk.done(f"{path}/update", {"add": [more]}, role="licensing_official")
    await desk.done(f"{path}/oss-verification", {}, role="licensing_official")

    listed = await facts(service, "plan_items_listed")
    assert [(len(one["item_ids"]), one["due_on"]) for one in listed] == [
        (2, "2026-11-30"),
        (1, "2026-12-14"),
        (1, "2026-12-28"),
    ]
    assert listed[0]["item_ids"] == [first["id"], second["id"]]
    (withdrawn,) = await facts(service, "plan_items_withdrawn")
    assert withdrawn["item_ids"] == [second["id"]]
    row = await form(http, issuer, "plan_item", first["id"])
    assert list(row)[:4] == [
        "Nama Pelaku Usaha",
        "Lokasi Proyek (Kabupaten)",
        "Realisasi Penanaman Modal",
        "Pemanfaatan fasilitas, insentif dan kemudahan untuk Penanaman Modal",
    ]
    assert (row["Nama Pelaku Usaha"], row["Lokasi Proyek (Kabupaten)"]) == (
        "Toko Contoh",
        "Sumba Timur",
    )
    assert row["Tingkat risiko"] == "tinggi"


async def test_recommendations_assessments_and_findings_are_told_and_have_their_forms(
    desk: Desk,
    http: httpx.AsyncClient,
    issuer: TestIssuer,
    service: ServiceModule,
    licence_id: str,
) -> None:
    violation = await desk.violation(level="light", licence_ids=[licence_id])
    await desk.done(
        "/v1/follow-ups",
        {
            "violation_id": violation,
            "kind": "guidance",
            "guidance_form": "technical_guidance",
            "notes": "Pisahkan limbah",
            "correction_due_on": "2026-07-15",
        },
        role="licensing_official",
    )
    (given,) = await facts(service, "follow_up_given")
    assert (given["kind"], given["correction_due_on"]) == ("guidance", "2026-07-15")
    assert "Pisahkan" not in json.dumps(given)
    shown = await form(http, issuer, "follow_up", given["follow_up_id"])
    assert (shown["Rekomendasi"], shown["Bentuk pembinaan"]) == ("Pembinaan", "Bimbingan teknis")
    assert shown["Uraian rekomendasi"] == "Pisahkan limbah"

    medium = await desk.violation(level="medium", licence_ids=[licence_id])
    sanction = await desk.sanction(medium)
    shown = await form(http, issuer, "sanction", sanction["id"])
    assert shown["Jenis sanksi"] == "Penghentian Sementara Kegiatan Usaha"
    assert shown["Tanggal pengenaan"] == "2026-06-15"
    assert licence_id in shown["Perizinan yang dikenai"]
    (completed, _) = await facts(service, "inspection_completed")
    shown = await form(http, issuer, "inspection", completed["inspection_id"])
    assert shown["Ketidaksesuaian"] == "Lokasi usaha: Berpindah"

    part = {"nib": NIB, "year": 2026}
    scored = [{"code": "K-1", "fulfilled": True, "nspk": "Permendag 26/2021"}]
    await desk.done(
        "/v1/compliance-assessments",
        part | {"part": "technical", "items": scored},
        role="agency_officer",
    )
    assert await facts(service, "compliance_assessed") == []
    points = [{"indicator": "economic_equity", "achieved": 60, "expected": 100}]
    await desk.done(
        "/v1/compliance-assessments",
        part | {"part": "administrative", "source": "report", "items": points},
        role="licensing_official",
    )
    (assessed,) = await facts(service, "compliance_assessed")
    shown = await form(http, issuer, "assessment", assessed["compliance_id"])
    assert shown["Nilai kepatuhan teknis"] == "100.00"
    assert shown["Nilai kepatuhan administratif"] == "60.00"
    assert shown["Kategori (hitungan dinas)"] == "Baik sekali"

    report = await desk.done(
        "/v1/investment-reports",
        {
            "nib": NIB,
            "year": 2026,
            "quarter": 1,
            "stage": "construction",
            "realised_investment_rupiah": 5_000_000,
            "indonesian_workers": 3,
            "foreign_workers": 0,
        },
        role="front_office",
    )
    await desk.done(
        f"/v1/investment-reports/{report['id']}/verification",
        {"accepted": False, "notes": "Lengkapi tenaga kerja"},
        role="licensing_official",
    )
    (judged,) = await facts(service, "investment_report_judged")
    assert judged["outcome"] == "correction_requested"
    shown = await form(http, issuer, "investment_report", report["id"])
    assert (shown["Hasil pemantauan"], shown["Catatan pemantauan"]) == (
        "Perlu perbaikan",
        "Lengkapi tenaga kerja",
    )


async def test_forms_are_for_services_and_of_one_office_only(
    desk: Desk, http: httpx.AsyncClient, issuer: TestIssuer, listener: Listener
) -> None:
    await listener.tell_office("62.02", version=1)
    inspection = await desk.started()
    matters = [{"kind": "inspection", "id": inspection["id"]}]
    asked = {"office_code": "62.02", "matters": matters}
    official = await http.post(
        "/internal/oss-forms", json=asked, headers=desk.acting("licensing_official")
    )
    assert official.status_code == 401
    token = issuer.system.issue("gateway", "inspection")
    elsewhere = await http.post(
        "/internal/oss-forms", json=asked, headers={"Authorization": f"Bearer {token}"}
    )
    assert elsewhere.json() == {"items": []}


@pytest.mark.requirement("R004-P11-4-2")
async def test_what_oss_determined_comes_with_the_acknowledgement_and_prevails(
    desk: Desk, listener: Listener, service: ServiceModule
) -> None:
    part = {"nib": NIB, "year": 2026}
    scored = [{"code": "K-1", "fulfilled": True, "nspk": "Permendag 26/2021"}]
    points = [{"indicator": "economic_equity", "achieved": 100, "expected": 100}]
    path = "/v1/compliance-assessments"
    await desk.done(path, part | {"part": "technical", "items": scored}, role="agency_officer")
    own = await desk.done(
        path,
        part | {"part": "administrative", "source": "report", "items": points},
        role="licensing_official",
    )
    (assessed,) = await facts(service, "compliance_assessed")
    entered = OssEntryAcknowledgedV1(
        office_code=OFFICE,
        entry_id=uuid4(),
        kind="assessment",
        matter_id=assessed["compliance_id"],
        oss_rating="poor",
        entered_at=datetime(2026, 6, 15, 17, 0, tzinfo=UTC),
    )

    await listener.tell(entered)
    await listener.tell(entered.model_copy(update={"kind": "guidance", "oss_rating": None}))

    assert own["rating"] == "very_good"
    (shown,) = (await desk.get(f"/v1/compliance-ratings?nib={NIB}"))["items"]
    assert (shown["rating"], shown["own_rating"], shown["differs_from_oss"]) == (
        "poor",
        "very_good",
        True,
    )
    # One in the morning at the office is the next day.
    assert shown["oss"]["determined_on"] == "2026-06-16"
    assert (await desk.get(f"/v1/businesses/{NIB}"))["compliance"] == "poor"
