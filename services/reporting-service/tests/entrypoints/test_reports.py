"""Who reads a report, of which quarter, and where its months begin and end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from reporting_service.testing import Listener
from shared.contracts.gateway import IntegrationOutageEndedV1, IntegrationOutageStartedV1
from shared.contracts.inspection import ComplaintFiledV1, ComplaintResolvedV1
from shared.contracts.permit import LicenceImportedV1, LicenceIssuedV1
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

REPORT = "/v1/reports/quarterly/2024/2?office_code=62.02"


async def table(http: httpx.AsyncClient, headers: dict[str, str], table_id: str) -> dict[str, Any]:
    report = (await http.get(REPORT, headers=headers)).json()
    (found,) = [one for one in report["tables"] if one["id"] == table_id]
    return dict(found)


def licence(service: str, channel: str, issued_on: date) -> LicenceIssuedV1:
    return LicenceIssuedV1(
        office_code="62.02",
        licence_id=uuid4(),
        application_id=uuid4(),
        service_code=service,
        channel=channel,  # type: ignore[arg-type]
        number=f"{uuid4()}",
        issued_on=issued_on,
        signed_at=datetime.combine(issued_on, datetime.min.time(), tzinfo=UTC),
        working_days=3,
    )


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/reports/quarterly/2024/5?office_code=62.02", 422, "invalid_request"),
        ("/v1/reports/quarterly/2024/0?office_code=62.02", 422, "invalid_request"),
        ("/v1/reports/quarterly/abcd/1?office_code=62.02", 422, "invalid_request"),
        ("/v1/reports/quarterly/2024/4?office_code=62.02", 422, "invalid_request"),
        ("/v1/reports/quarterly/2031/1?office_code=62.02", 422, "invalid_request"),
        ("/v1/reports/quarterly/2024/2?office_code=99.99", 404, "not_found"),
        ("/v1/reports/quarterly/2024/2?office_code=53.11", 404, "not_found"),
        ("/v1/reports/quarterly/2024/2?office_code=%27--", 422, "invalid_request"),
    ],
)
async def test_a_report_that_cannot_be_is_refused(
    http: httpx.AsyncClient, head: dict[str, str], path: str, status: int, code: str
) -> None:
    answer = await http.get(path, headers=head)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_an_applicant_reads_no_draft(http: httpx.AsyncClient, issuer: TestIssuer) -> None:
    headers = issuer.headers(role="applicant")
    assert (await http.get(REPORT, headers=headers)).status_code in (403, 404)


async def test_a_province_reads_its_offices(http: httpx.AsyncClient, issuer: TestIssuer) -> None:
    headers = issuer.headers(role="province", office="62.02")
    assert (await http.get(REPORT, headers=headers)).status_code == 200


async def test_a_quarter_is_open_then_a_draft(
    http: httpx.AsyncClient, head: dict[str, str], clock: FixedClock
) -> None:
    assert (await http.get(REPORT, headers=head)).json()["state"] == "draft"
    running = "/v1/reports/quarterly/2024/3?office_code=62.02"
    assert (await http.get(running, headers=head)).json()["state"] == "open"


async def test_a_report_of_nothing_says_that_it_knows_nothing(
    http: httpx.AsyncClient, head: dict[str, str]
) -> None:
    report = (await http.get(REPORT, headers=head)).json()
    assert len(report["tables"]) == 12
    assert {one["message"] for one in report["tables"]} == {"data belum tersedia"}
    assert len(report["missing_sections"]) == 12


@pytest.mark.requirement("R002-T4-kesehatan")
async def test_licences_are_counted_by_channel_and_rolled_up_to_their_row(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    await listener.tell(
        licence("SIP-DOKTER", "MPPD", date(2024, 4, 1)),
        licence("SIP-BIDAN", "MPPD", date(2024, 4, 30)),
        licence("SIP-BIDAN", "MPPD", date(2024, 6, 30)),
        licence("SIP-BIDAN", "MPPD", date(2024, 7, 1)),
        licence("REKLAME", "SICANTIK", date(2024, 5, 2)),
    )
    health = await table(http, head, "licences_mppd")
    assert health["rows"] == [["1", "Izin kesehatan", "2", "0", "1", "3"]]
    sicantik = await table(http, head, "licences_sicantik")
    assert [row[2:] for row in sicantik["rows"]] == [
        ["0", "0", "0", "0"],
        ["0", "1", "0", "1"],
        ["0", "0", "0", "0"],
    ]


async def test_a_licence_told_twice_is_counted_once(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    await listener.tell(
        licence("PBG", "MANUAL", date(2024, 4, 2)),
        LicenceImportedV1(
            office_code="62.02",
            licence_id=uuid4(),
            service_code="PBG",
            channel="MANUAL",
            number="12/2024",
            issued_on=date(2024, 5, 2),
        ),
    )
    await listener.deliver(listener.told)
    rows = (await table(http, head, "licences_manual"))["rows"]
    assert rows[0][2:] == ["1", "1", "0", "2"]


@pytest.mark.requirement("R002-2.3-period")
async def test_a_complaint_of_before_is_carried_over_until_it_is_resolved(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    old, fresh, settled = uuid4(), uuid4(), uuid4()
    filed = {
        old: datetime(2024, 1, 24, 2, tzinfo=UTC),
        fresh: datetime(2024, 4, 19, 1, tzinfo=UTC),
        settled: datetime(2024, 2, 1, tzinfo=UTC),
    }
    # The end is told before the beginning: order does not matter.
    await listener.tell(
        ComplaintResolvedV1(
            office_code="62.02",
            complaint_id=settled,
            resolved_at=datetime(2024, 3, 1, tzinfo=UTC),
        )
    )
    await listener.tell(
        *(
            ComplaintFiledV1(
                office_code="62.02",
                complaint_id=complaint,
                number=f"{place}/ADU/2024",
                kind="complaint",
                against="business",
                ground="licensing",
                filed_at=filed_at,
            )
            for place, (complaint, filed_at) in enumerate(filed.items(), start=1)
        )
    )
    rows = (await table(http, head, "complaints"))["rows"]
    assert [(row[1], row[2], row[-1]) for row in rows] == [
        ("1/ADU/2024", "24 Januari 2024", "dibawa dari periode sebelumnya"),
        ("2/ADU/2024", "19 April 2024", ""),
    ]


@pytest.mark.requirement("R002-T1-period")
async def test_the_quarter_begins_and_ends_at_the_offices_own_midnight(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    midnight = datetime(2024, 6, 30, 17, 0, tzinfo=UTC)  # 1 July in Pontianak
    await listener.tell(
        *(
            ComplaintFiledV1(
                office_code="62.02",
                complaint_id=uuid4(),
                number=number,
                kind="complaint",
                against="business",
                ground="licensing",
                filed_at=filed_at,
            )
            for number, filed_at in (
                ("last", midnight - timedelta(seconds=1)),
                ("late", midnight),
            )
        )
    )
    rows = (await table(http, head, "complaints"))["rows"]
    assert [row[1] for row in rows] == ["last"]


async def test_outages_write_themselves_into_the_obstacles(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    outage = uuid4()
    began = datetime(2024, 5, 6, 1, 0, tzinfo=UTC)
    started = IntegrationOutageStartedV1(
        office_code="62.02", outage_id=outage, system="SICANTIK", started_at=began
    )
    ended = IntegrationOutageEndedV1(
        office_code="62.02",
        outage_id=outage,
        system="SICANTIK",
        started_at=began,
        ended_at=began + timedelta(hours=2, minutes=5),
    )
    maintained = IntegrationOutageStartedV1(
        office_code="62.02",
        outage_id=uuid4(),
        system="SICANTIK",
        started_at=began + timedelta(days=1),
        kind="maintenance",
    )
    await listener.tell(started, ended, maintained)
    await listener.deliver(listener.told)
    rows = (await table(http, head, "obstacles"))["rows"]
    assert [row[1] for row in rows] == [
        "Gangguan sistem SICANTIK mulai 6 Mei 2024 08:00 sampai 6 Mei 2024 10:05 (2 jam 5 menit)",
        "Pemeliharaan sistem SICANTIK mulai 7 Mei 2024 08:00, belum berakhir",
    ]


async def test_an_end_of_an_outage_that_is_told_once_more_is_a_correction(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    began = datetime(2024, 5, 6, 1, 0, tzinfo=UTC)
    ended = IntegrationOutageEndedV1(
        office_code="62.02",
        outage_id=uuid4(),
        system="SICANTIK",
        started_at=began,
        ended_at=began + timedelta(hours=9),
    )
    await listener.tell(ended)
    await listener.tell(ended.model_copy(update={"ended_at": began + timedelta(hours=1)}))
    rows = (await table(http, head, "obstacles"))["rows"]
    assert [row[1] for row in rows] == [
        "Gangguan sistem SICANTIK mulai 6 Mei 2024 08:00 sampai 6 Mei 2024 09:00 (1 jam 0 menit)"
    ]


async def test_a_table_says_how_long_its_newest_fact_was_on_its_way(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str], clock: FixedClock
) -> None:
    told_at = clock.now() - timedelta(minutes=5)
    await listener.tell(licence("PBG", "MANUAL", date(2024, 4, 2)), at=told_at)
    found = await table(http, head, "licences_manual")
    assert datetime.fromisoformat(found["as_of"]) == told_at
    assert found["lag_seconds"] == 300
