"""What passes through the door, and what ends there."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.entrypoints.routes import PERMIT, SERVICES, service_for
from gateway.testing.service import build_gateway, echo_service
from shared.database.engine import Database
from shared.http.app import UPLOAD_BYTES
from shared.services import RemoteService
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

UNUSED = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/v1/applications", "permit"),
        ("/v1/applications/7/documents", "permit"),
        ("/v1/services/REKLAME", "permit"),
        ("/v1/licences/7/document.pdf", "permit"),
        ("/v1/document-links", "permit"),
        ("/documents/secret", "permit"),
        ("/v1/tracking/R-1", "permit"),
        ("/v1/verification/t", "permit"),
        ("/v1/licence-imports", "permit"),
        ("/v1/survey-invitations/t/response", "survey"),
        ("/v1/survey-responses", "survey"),
        ("/v1/survey-response-imports", "survey"),
        ("/v1/satisfaction-index", "survey"),
        ("/v1/questionnaires", "survey"),
        ("/v1/improvement-actions", "survey"),
        ("/survey/token", "survey"),
        ("/v1/businesses/1", "inspection"),
        ("/v1/business-imports", "inspection"),
        ("/v1/inspections/7/bap", "inspection"),
        ("/v1/inspection-plans", "inspection"),
        ("/v1/violations/7/stop-order", "inspection"),
        ("/v1/follow-ups", "inspection"),
        ("/v1/sanctions/7/lifting", "inspection"),
        ("/v1/investment-reports", "inspection"),
        ("/v1/investment-report-obligations", "inspection"),
        ("/v1/compliance-ratings", "inspection"),
        ("/v1/complaints/C-1", "inspection"),
        ("/v1/administrative-actions", "inspection"),
        ("/v1/reports/quarterly/2024/2", "reporting"),
        ("/v1/licence-count-imports", "reporting"),
        ("/v1/investment-realisation-imports", "reporting"),
        ("/v1/evaluations", "reporting"),
        ("/v1/data-requests", "reporting"),
        ("/v1/report-lint", "reporting"),
        ("/v1/service-performance", "reporting"),
        ("/v1/accounts", None),
        ("/v1/offices", None),
        ("/v1/operations/7", None),
        ("/v1/events", None),
        ("/v1/applicationsX", None),
        ("/v1/../internal/events", None),
        ("/internal/events", None),
        ("/v2/applications", None),
        ("/", None),
        ("", None),
    ],
)
def test_each_path_has_one_service(path: str, service: str | None) -> None:
    assert service_for(path) == service


async def test_a_request_reaches_the_service_with_what_it_carried(http: httpx.AsyncClient) -> None:
    sent = {"Authorization": "Bearer x", "X-Request-Id": "r-1", "Accept-Language": "en"}
    answer = await http.get("/v1/applications?status=draft", headers=sent)
    seen = answer.json()

    assert (seen["service"], seen["path"]) == ("permit", "/v1/applications")
    assert seen["headers"]["authorization"] == "Bearer x"
    assert seen["headers"]["accept-language"] == "en"
    assert seen["headers"]["x-request-id"] == "r-1"
    assert answer.headers.get_list("x-request-id") == ["r-1"]


@pytest.mark.parametrize("given", [None, "", "a b", "x" * 65, "<script>"])
async def test_whatever_id_was_sent_one_is_kept_throughout(
    http: httpx.AsyncClient, given: str | None
) -> None:
    headers = {} if given is None else {"X-Request-Id": given}
    for path in ("/v1/licences", "/v1/offices", "/v1/nowhere"):
        answer = await http.get(path, headers=headers)
        (kept,) = answer.headers.get_list("x-request-id")
        assert kept
        assert kept != given
        if path == "/v1/licences":
            assert answer.json()["headers"]["x-request-id"] == kept


async def test_a_trace_gives_its_id_to_the_request(http: httpx.AsyncClient) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    answer = await http.get(
        "/v1/offices", headers={"traceparent": f"00-{trace}-b7ad6b716920331-01"}
    )
    whole = await http.get(
        "/v1/offices", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    )

    assert answer.headers["x-request-id"] != trace
    assert whole.headers["x-request-id"] == trace
    assert whole.headers["traceparent"].split("-")[1] == trace
    assert "traceparent" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/internal/events",
        "/internal",
        "//internal/events",
        "/%69nternal/events",
        "/internal/applications/7/contact",
    ],
)
async def test_internal_routes_do_not_exist_for_anybody_outside(
    http: httpx.AsyncClient, issuer: TestIssuer, path: str
) -> None:
    answer = await http.get(path, headers=issuer.headers(role="administrator", office="81.02"))

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["/v1/applications/../../internal/events", "/v1/nowhere", "/admin"]
)
async def test_what_is_nowhere_is_not_found(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.request("GET", path)

    assert (answer.status_code, answer.json()["code"]) in {(404, "not_found")}


async def test_a_request_that_says_it_is_too_large_ends_at_the_door(
    http: httpx.AsyncClient,
) -> None:
    headers = {"content-length": str(UPLOAD_BYTES + 1)}
    answer = await http.post("/v1/applications/7/documents", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["x-request-id"]


@pytest.fixture
async def half_away(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """Permit is there, survey does not answer, the others were never given."""
    services: dict[str, Any] = {"permit": echo_service("permit"), "survey": RemoteService(UNUSED)}
    gateway = build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services)
    async with client(gateway.app) as one:
        yield one


async def test_a_service_that_is_away_closes_its_own_routes_only(
    half_away: httpx.AsyncClient,
) -> None:
    assert (await half_away.get("/v1/licences")).status_code == 200
    assert (await half_away.get("/v1/offices")).status_code == 200
    for path in ("/v1/satisfaction-index", "/v1/sanctions"):
        answer = await half_away.get(path)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) >= 1


async def test_the_door_is_ready_when_everything_behind_it_is(
    http: httpx.AsyncClient, half_away: httpx.AsyncClient
) -> None:
    assert (await http.get("/readyz")).status_code == 200
    assert (await half_away.get("/readyz")).status_code == 503
    assert (await half_away.get("/healthz")).status_code == 200


async def test_each_answer_tells_how_much_is_left(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> None:
    gateway = build_gateway(
        database, clock=clock, issuer=issuer, home=tmp_path, requests_per_minute=3
    )
    async with client(gateway.app) as http:
        answers = [await http.get("/v1/licences") for _ in range(4)]
    left = [one.headers["ratelimit"].split(";")[1] for one in answers]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert left == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[0].headers["ratelimit-policy"] == '"address";q=3;w=60'
    assert answers[3].json()["code"] == "rate_limited"
    assert 0 < int(answers[3].headers["retry-after"]) <= 60


def test_every_service_has_a_route() -> None:
    assert set(SERVICES) == {"permit", "survey", "inspection", "reporting"}


def test_the_keys_of_licences_are_the_permit_service_s_to_publish() -> None:
    assert service_for("/.well-known/licence-keys.json") == PERMIT
    assert service_for("/.well-known/jwks.json") is None
    assert service_for("/v1/signing-certificates/mine") == PERMIT
