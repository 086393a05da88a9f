"""The dashboard of an office: what came in, went out, waits and was late, of its own alone."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import httpx
import pytest

from reporting_service.testing import Listener
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationSubmittedV1,
    ApplicationVerifiedV1,
    LicenceIssuedV1,
    RecommendationGivenV1,
    ServicePublishedV1,
)
from shared.testing.tokens import TestIssuer

PATH = "/v1/dashboard?office_code=62.02&period=2024-Q2"
AT = datetime(2024, 5, 6, 3, tzinfo=UTC)


async def apply(listener: Listener, service: str = "SLF") -> UUID:
    application = uuid4()
    await listener.tell(
        ApplicationSubmittedV1(
            office_code="62.02",
            application_id=application,
            service_code=service,
            channel="MANUAL",
            mode="self_service",
            receipt_number=f"{application}",
            submitted_at=AT,
        )
    )
    return application


def issued(application: UUID, *, working_days: int, version: int) -> LicenceIssuedV1:
    return LicenceIssuedV1(
        office_code="62.02",
        licence_id=uuid4(),
        application_id=application,
        service_code="SLF",
        channel="MANUAL",
        number=f"{application}",
        issued_on=date(2024, 5, 6),
        signed_at=AT,
        working_days=working_days,
        service_version=version,
    )


async def test_what_came_went_waits_and_was_late_is_counted(
    http: httpx.AsyncClient, listener: Listener, head: dict[str, str]
) -> None:
    for version, value in ((2, 3), (3, 9)):
        await listener.tell(
            ServicePublishedV1(
                office_code="62.02",
                service_id=uuid4(),
                service_code="SLF",
                service_version=version,
                standard_value=value,
                standard_unit="working_day",
                published_at=AT,
            )
        )
    waiting, refused, late, timely = [await apply(listener) for _ in range(4)]
    common = {"office_code": "62.02", "service_code": "SLF", "channel": "MANUAL"}
    await listener.tell(
        ApplicationVerifiedV1(application_id=waiting, verified_at=AT, **common),
        ApplicationRejectedV1(application_id=refused, rejected_at=AT, **common),
        issued(late, working_days=5, version=2),
        issued(timely, working_days=5, version=3),
    )
    body = (await http.get(PATH, headers=head)).json()
    assert (body["submitted"], body["issued"], body["rejected"]) == (4, 2, 1)
    # The same five days: late by the second version's standard, in time by the third's.
    assert (body["overdue"], body["overdue_of"]) == (1, 2)
    assert body["open"] == {"submitted": 0, "verified": 1, "validated": 0, "signed": 2}
    (channel,) = body["by_channel"]
    assert (channel["channel"], channel["submitted"], channel["issued"]) == ("MANUAL", 4, 2)
    performance = await http.get("/v1/service-performance?office_code=62.02&period=2024-Q2")
    (service,) = performance.json()["services"]
    assert service["overrun_share"] == 0.5
    assert [(one["service_version"], one["breaches"]) for one in service["versions"]] == [
        (2, 1),
        (3, 0),
    ]


async def test_how_long_agencies_took_is_told_by_service(
    http: httpx.AsyncClient, listener: Listener
) -> None:
    for working_days in (1, 2, 9, None):
        await listener.tell(
            RecommendationGivenV1(
                office_code="62.02",
                application_id=uuid4(),
                service_code="REKLAME",
                agency="bapenda",
                outcome="approve",
                given_at=AT,
                working_days=working_days,
            )
        )
    body = (await http.get("/v1/service-performance?office_code=62.02&period=2024-05")).json()
    (agency,) = body["agencies"]
    assert (agency["agency"], agency["service_code"], agency["answers"]) == (
        "bapenda",
        "REKLAME",
        3,
    )
    assert (agency["median"], agency["p95"]) == (2, 9)


async def test_a_quiet_office_has_no_late_licences_it_does_not_know_of(
    http: httpx.AsyncClient, head: dict[str, str]
) -> None:
    body = (await http.get(PATH, headers=head)).json()
    assert (body["submitted"], body["overdue"], body["by_channel"]) == (0, None, [])


@pytest.mark.parametrize(("role", "office"), [("applicant", "62.02"), ("head", "53.11")])
async def test_others_do_not_see_it(
    http: httpx.AsyncClient, issuer: TestIssuer, role: str, office: str
) -> None:
    answer = await http.get(PATH, headers=issuer.headers(role=role, office=office))
    assert answer.status_code in (403, 404)
    assert (await http.get(PATH)).status_code == 401
