"""How long each step took and where time ran out: for everybody by service, step and agency, by
officer for the head of the office alone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from reporting_service.testing import Listener
from shared.contracts.event import Event
from shared.contracts.gateway import CalendarChangedV1, CalendarDay
from shared.contracts.permit import (
    ApplicationSubmittedV1,
    ApplicationValidatedV1,
    ApplicationVerifiedV1,
    LicenceDeliveredV1,
    LicenceIssuedV1,
    RecommendationGivenV1,
    RecommendationRequestedV1,
    ServicePublishedV1,
    ServiceTimeExceededV1,
)
from shared.contracts.survey import SurveyCompletedV1
from shared.testing.tokens import TestIssuer

PATH = "/v1/service-performance?office_code=62.02&period=2024-Q2"
FRONT, BACK = str(uuid4()), str(uuid4())


def at(day: int) -> datetime:
    return datetime(2024, 5, day, 3, tzinfo=UTC)


def facts(application: UUID, *, validated: int, advised: int) -> list[tuple[str | None, Event]]:
    """An application of Monday 6 May: verified on Tuesday, asked of an agency until Friday."""
    about: dict[str, Any] = {"office_code": "62.02", "application_id": application}
    service: dict[str, Any] = about | {"service_code": "SLF"}
    local: dict[str, Any] = service | {"channel": "MANUAL"}
    licence: dict[str, Any] = local | {"licence_id": uuid4()}
    return [
        (
            None,
            ApplicationSubmittedV1(
                **local, mode="self_service", receipt_number=str(application), submitted_at=at(6)
            ),
        ),
        (FRONT, ApplicationVerifiedV1(**local, verified_at=at(7))),
        (
            None,
            RecommendationRequestedV1(
                **service, agency="bapenda", requested_at=at(7), due_on=date(2024, 5, 10)
            ),
        ),
        (
            str(uuid4()),
            RecommendationGivenV1(
                **service, agency="bapenda", outcome="approve", given_at=at(advised), working_days=1
            ),
        ),
        (
            BACK,
            ApplicationValidatedV1(
                **local, mode="self_service", survey_gate="required", validated_at=at(validated)
            ),
        ),
        (None, SurveyCompletedV1(**about, completed_at=at(28), collection_mode="gate")),
        (
            "permit",
            LicenceIssuedV1(
                **licence,
                number=str(application),
                issued_on=date(2024, 5, 29),
                signed_at=at(29),
                working_days=9,
            ),
        ),
        ("permit", LicenceDeliveredV1(**licence, delivered_at=at(29))),
    ]


@pytest.fixture
async def told(listener: Listener) -> Listener:
    """Two applications: one validated after the service's time, its agency late; one in time."""
    await listener.tell(
        ServicePublishedV1(
            office_code="62.02",
            service_id=uuid4(),
            service_code="SLF",
            service_version=2,
            standard_value=8,
            standard_unit="working_day",
            published_at=at(1),
        ),
        CalendarChangedV1(
            office_code="62.02",
            office_id=UUID(int=6202),
            year=2024,
            calendar_version=1,
            days=(CalendarDay(day=date(2024, 5, 14), name="Hari jadi", is_working=False),),
        ),
    )
    late, timely = uuid4(), uuid4()
    for by, event in (
        *facts(late, validated=20, advised=13),
        *facts(timely, validated=13, advised=8),
    ):
        await listener.tell(event, by=by)
    await listener.tell(
        ServiceTimeExceededV1(
            office_code="62.02", application_id=late, service_code="SLF", due_on=date(2024, 5, 17)
        )
    )
    return listener


def by_step(steps: list[dict[str, Any]]) -> Mapping[str, tuple[Any, ...]]:
    return {
        one["step"]: (one["finished"], one["longest"], one["breaches"], one["on_time_share"])
        for one in steps
    }


@pytest.mark.requirement("R002-IV-4.2a")
async def test_breaches_and_shares_stand_by_service_step_and_agency_and_officers_for_the_head(
    http: httpx.AsyncClient, told: Listener, head: dict[str, str], door: Any
) -> None:
    body = (await http.get(PATH)).json()
    expected = {
        "verification": (2, 1, 0, 1.0),
        # Ascension Day and the day after it lie between 7 and 13 May.
        "recommendation": (2, 2, 1, 0.5),
        # From 13 May to 20 May: the fourteenth is the office's own day off.
        "validation": (2, 4, 1, 0.5),
        # The wait for the survey, until 28 May, is nobody's.
        "signature": (2, 1, 0, 1.0),
        "delivery": (2, 0, 0, 1.0),
    }
    assert by_step(body["steps"]) == expected
    (service,) = body["services"]
    assert by_step(service["steps"]) == expected
    assert (service["breaches"], service["on_time_share"]) == (2, 0.0)
    (of_service,) = body["service_steps"]
    assert (of_service["service_code"], by_step(of_service["steps"])) == ("SLF", expected)
    (agency,) = body["agencies"]
    assert (agency["agency"], agency["measured"], agency["breaches"]) == ("bapenda", 2, 1)
    assert agency["on_time_share"] == 0.5
    assert "officers" not in body
    assert FRONT not in str(body)

    answer = await http.get(PATH, headers=head)
    assert answer.headers["Cache-Control"] == "private, no-store"
    officers = {one["account_id"]: one for one in answer.json()["officers"]}
    assert set(officers) == {FRONT, BACK}
    assert {one["name"] for one in officers.values()} == {"Kepala Uji"}
    assert by_step(officers[BACK]["steps"]) == {"validation": expected["validation"]}
    assert by_step(officers[FRONT]["steps"]) == {"verification": expected["verification"]}


@pytest.mark.parametrize(
    ("role", "office"),
    [
        ("administrator", "62.02"),
        ("licensing_official", "62.02"),
        ("province", "62.02"),
        ("head", "53.11"),
        ("applicant", "62.02"),
    ],
)
async def test_nobody_but_the_head_of_the_office_sees_officers(
    http: httpx.AsyncClient, told: Listener, issuer: TestIssuer, role: str, office: str
) -> None:
    answer = await http.get(PATH, headers=issuer.headers(role=role, office=office))
    assert "officers" not in answer.json()
    assert answer.json()["steps"]


async def test_names_are_kept_nowhere_and_missing_ones_do_not_stop_the_list(
    http: httpx.AsyncClient, told: Listener, head: dict[str, str], signatory: dict[str, Any]
) -> None:
    await http.get(PATH, headers=head)
    signatory["full_name"] = "Nama Baru"
    officers = (await http.get(PATH, headers=head)).json()["officers"]
    assert {one["name"] for one in officers} == {"Nama Baru"}
    del signatory["full_name"]
    officers = (await http.get(PATH, headers=head)).json()["officers"]
    assert {one["name"] for one in officers} == {None}
