"""Recaps opened to services, documents by stage, and service times."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import httpx
import pytest

from reporting_service.testing import Listener
from shared.contracts.gateway import BusinessRegisteredV1, ProjectRegisteredV1
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationSubmittedV1,
    LicenceIssuedV1,
    ServicePublishedV1,
)
from shared.testing.tokens import TestIssuer

COUNTS = "/v1/licence-count-imports"
RECAPS = "/v1/reports/licence-recaps/2024/2"
REPORT = "/v1/reports/quarterly/2024/2?office_code=62.02"
PERFORMANCE = "/v1/service-performance?office_code=62.02&period="


def count(**fields: Any) -> dict[str, Any]:
    return {
        "year": 2024,
        "month": 4,
        "channel": "MPPD",
        "kind": "Izin kesehatan",
        "measure": "licences",
        "count": 148,
        "source": "MPP Digital",
    } | fields


def issued(
    service: str,
    channel: Literal["MANUAL", "SICANTIK", "OSS", "MPPD"],
    *,
    working_days: int | None = 3,
    application_id: UUID | None = None,
    signed_at: datetime = datetime(2024, 4, 5, 3, tzinfo=UTC),
) -> LicenceIssuedV1:
    return LicenceIssuedV1(
        office_code="62.02",
        licence_id=uuid4(),
        application_id=application_id or uuid4(),
        service_code=service,
        channel=channel,
        number=f"{uuid4()}",
        issued_on=date(2024, 4, 5),
        signed_at=signed_at,
        working_days=working_days,
    )


def published(
    service: str, *, version: int, value: int, office_code: str = "62.02"
) -> ServicePublishedV1:
    return ServicePublishedV1(
        office_code=office_code,
        service_id=uuid4(),
        service_code=service,
        service_version=version,
        standard_value=value,
        standard_unit="working_day",
        published_at=datetime(2024, 4, 1, tzinfo=UTC),
    )


@pytest.mark.requirement("R002-T4-drill")
async def test_a_row_opens_to_its_services_and_no_split_is_invented(
    http: httpx.AsyncClient, listener: Listener, administrator: dict[str, str]
) -> None:
    body = {"counts": [count(), count(month=5, count=137), count(month=6, count=65)]}
    await http.post(COUNTS, json=body, headers=administrator)
    await http.post(COUNTS, json=count(kind="SIP-BIDAN", count=20), headers=administrator)
    await listener.tell(*(issued("SIP-DOKTER", "MPPD") for _ in range(3)))
    query = "?channel=MPPD&group_by=service_code"
    found = (await http.get(RECAPS + query, headers=administrator)).json()["channels"][0]
    assert [(row["label"], row["total"]) for row in found["rows"]] == [
        ("SIP-BIDAN", 20),
        ("SIP-DOKTER", 3),
        ("Izin kesehatan (tidak dirinci)", 327),
    ]
    assert found["totals"][0]["total"] == 350


@pytest.mark.requirement("R002-T2-total")
async def test_a_mixed_total_comes_only_when_asked_for_and_with_a_warning(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    body = {
        "counts": [
            count(channel="OSS", kind="Detail Perizinan Berusaha", count=17),
            count(channel="OSS", kind="Detail Proyek", measure="projects", count=3206),
            count(channel="OSS", kind="Detail NIB", measure="nib", count=2303),
        ]
    }
    await http.post(COUNTS, json=body, headers=administrator)
    plain = (await http.get(f"{RECAPS}?channel=OSS", headers=administrator)).json()
    assert [one["total"] for one in plain["channels"][0]["totals"]] == [17, 3206, 2303]
    assert "5526" not in str(plain)
    mixed = f"{RECAPS}?channel=OSS&mixed_total=true"
    asked = (await http.get(mixed, headers=administrator)).json()["channels"][0]
    assert asked["mixed_total"]["value"] == 5526
    assert "berbeda" in asked["mixed_total"]["warning"]


async def test_where_more_is_recorded_than_counted_the_record_stands_and_is_noted(
    http: httpx.AsyncClient, listener: Listener, administrator: dict[str, str]
) -> None:
    await http.post(
        COUNTS, json=count(channel="MANUAL", kind="PBG", count=1), headers=administrator
    )
    await listener.tell(issued("PBG", "MANUAL"), issued("PBG", "MANUAL"))
    report = (await http.get(REPORT, headers=administrator)).json()
    manual = report["tables"][0]
    assert manual["rows"][0][1:] == ["Persetujuan Bangunan Gedung (PBG)", "2", "0", "0", "2"]
    assert any("izin yang tercatat lebih banyak" in note for note in manual["notes"])


async def test_another_offices_recap_is_not_there(
    http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    stranger = issuer.headers(role="head", office="53.11")
    answer = await http.get(f"{RECAPS}?office_code=62.02", headers=stranger)
    assert answer.status_code == 404
    assert (await http.get(RECAPS)).status_code == 401


@pytest.mark.requirement("R002-1.3a-1", "R002-1.3a-2", "R002-1.3a-3")
async def test_documents_are_received_in_process_or_signed(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    received = datetime(2024, 3, 31, 16, 59, tzinfo=UTC)  # the last minute of March in Pontianak
    await listener.tell(
        *(
            ApplicationSubmittedV1(
                office_code="62.02",
                application_id=application,
                service_code="REKLAME",
                channel="SICANTIK",
                mode="self_service",
                receipt_number=str(application),
                submitted_at=at,
            )
            for application, at in (
                (first, received),
                (second, received + timedelta(minutes=1)),
                (third, received + timedelta(days=2)),
            )
        )
    )
    await listener.tell(
        issued("REKLAME", "SICANTIK", application_id=first),
        ApplicationRejectedV1(
            office_code="62.02",
            application_id=second,
            service_code="REKLAME",
            channel="SICANTIK",
            rejected_at=received + timedelta(days=3),
        ),
    )
    await listener.deliver(listener.told)
    report = (await http.get(REPORT, headers=head)).json()
    documents = report["annexes"][0]
    assert documents["rows"] == [["1", "REKLAME", "SICANTIK", "2", "1", "1", "0", "1"]]


@pytest.mark.requirement("R002-T2-proyek", "R002-T2-NIB")
async def test_projects_and_nibs_count_once_under_their_own_key(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    told_at = datetime(2024, 5, 2, tzinfo=UTC)
    business = uuid4()
    registered = BusinessRegisteredV1(office_code="62.02", business_id=business, nib="9120001")
    projects = [
        ProjectRegisteredV1(
            office_code="62.02",
            business_id=business,
            nib="9120001",
            project_id=project_id,
            kbli="47111",
            planned_investment_rupiah=50_000_000,
        )
        for project_id in ("R-1", "R-2", "R-1")
    ]
    await listener.tell(registered, *projects, at=told_at)
    await listener.tell(registered, at=told_at)
    report = (await http.get(REPORT, headers=head)).json()
    assert report["tables"][1]["totals"] == {"licences": "0", "projects": "2", "nib": "1"}


@pytest.mark.requirement("R002-2.2-rencana")
async def test_planned_investment_is_summed_by_sector_or_not_available(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    before = (await http.get(REPORT, headers=head)).json()["annexes"][1]
    assert (before["rows"], before["message"]) == ([], "data belum tersedia")
    await listener.tell(
        *(
            ProjectRegisteredV1(
                office_code="62.02",
                business_id=uuid4(),
                nib="9120001",
                project_id=f"R-{kbli}-{rupiah}",
                kbli=kbli,
                planned_investment_rupiah=rupiah,
            )
            for kbli, rupiah in (
                ("01262", 1_500_000_000),
                ("10431", 2_000_000_000),
                ("47111", 50_000_000),
                ("55110", 25_500_000),
            )
        ),
        at=datetime(2024, 5, 2, tzinfo=UTC),
    )
    await listener.deliver(listener.told)
    plan = (await http.get(REPORT, headers=head)).json()["annexes"][1]
    assert plan["rows"] == [
        ["1", "Sektor Primer", "1", "1500.00"],
        ["2", "Sektor Sekunder", "1", "2000.00"],
        ["3", "Sektor Tersier", "2", "75.50"],
    ]
    assert plan["totals"] == {"Proyek": "4", "Rencana Investasi (Rp Juta)": "3575.50"}
    assert plan["source"] == "Proyek yang diberitahukan OSS"


@pytest.mark.requirement("R003-P02-1")
async def test_service_times_are_public_and_held_against_the_standard(
    http: httpx.AsyncClient, listener: Listener
) -> None:
    await listener.tell(
        *(issued("REKLAME", "SICANTIK", working_days=days) for days in (1, 2, 3, 4, 9)),
        issued("PBG", "MANUAL", working_days=None),
    )
    found = (await http.get(f"{PERFORMANCE}2024-Q2")).json()
    (reklame,) = found["services"]
    assert reklame["service_code"] == "REKLAME"
    assert reklame["standard"] == {"value": 5, "unit": "working_day"}
    assert (reklame["median"], reklame["p95"], reklame["licences"]) == (3, 9, 5)
    assert (reklame["on_time_share"], reklame["breaches"]) == (0.8, 1)
    assert (await http.get(f"{PERFORMANCE}2024-05")).json()["services"] == []


async def test_the_standard_is_the_offices_own_once_it_has_published_one(
    http: httpx.AsyncClient, listener: Listener
) -> None:
    await listener.tell(
        *(issued("REKLAME", "SICANTIK", working_days=days) for days in (1, 2, 3, 4, 9)),
        published("REKLAME", version=3, value=2),
        published("REKLAME", version=2, value=30),
        published("REKLAME", version=9, value=1, office_code="53.11"),
    )

    (reklame,) = (await http.get(f"{PERFORMANCE}2024-Q2")).json()["services"]

    assert reklame["standard"] == {"value": 2, "unit": "working_day"}
    assert reklame["name"] == "Izin Penyelenggaraan Reklame"
    assert (reklame["on_time_share"], reklame["breaches"]) == (0.4, 3)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?office_code=62.02&period=2024-Q5", 422),
        ("?office_code=62.02&period=lately", 422),
        ("?office_code=62.02", 422),
        ("?office_code=99.99&period=2024", 404),
        ("?office_code=x&period=2024", 422),
    ],
)
async def test_times_of_no_office_or_no_period_are_refused(
    http: httpx.AsyncClient, query: str, status: int
) -> None:
    assert (await http.get(f"/v1/service-performance{query}")).status_code == status
