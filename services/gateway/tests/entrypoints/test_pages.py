"""Pages that people open: what the API says to anybody, and nothing more."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from gateway.entrypoints.pages.texts import STATUSES, TEXTS
from gateway.testing.service import build_gateway
from shared.database.engine import Database
from shared.services import RemoteService
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

LICENCE: dict[str, Any] = {
    "number": "0001/REKLAME/DPMPTSP/VI/2026",
    "service": "Izin Reklame <script>",
    "holder": "T*** C***",
    "issued_on": "2026-06-15",
    "valid_until": None,
    "status": "suspended",
    "signature": {"valid": True, "signed_by": "Kepala", "signed_at": "2026-06-15T01:00:00Z"},
}


def permit() -> FastAPI:
    app = FastAPI()

    @app.get("/v1/verification/{token}")
    async def verification(token: str) -> Any:
        return LICENCE if token == "known" else JSONResponse({"code": "not_found"}, 404)

    @app.get("/v1/tracking/{receipt_number}")
    async def tracking(receipt_number: str, request: Request) -> Any:
        stage = {"code": "a", "label": request.headers["accept-language"], "state": "done"}
        body = {"service_name": "Izin Reklame", "status": "verified", "stages": [stage]}
        is_known = receipt_number == "R 1"
        return body | {"receipt_number": "R 1"} if is_known else JSONResponse({}, 404)

    return app


@pytest.fixture
async def pages(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    services = {"permit": permit()}
    gateway = build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services)
    async with client(gateway.app) as one:
        yield one


async def test_the_code_on_a_document_tells_what_it_is_worth_today(
    pages: httpx.AsyncClient,
) -> None:
    page = await pages.get("/verification/known")

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "Dibekukan sementara" in page.text
    assert "0001/REKLAME" in page.text
    assert "<script>" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("token", ["forged", "%3Cscript%3E", "x" * 500, "..", "%2e%2e%2fknown"])
async def test_a_document_that_is_not_on_record_is_not_taken_as_genuine(
    pages: httpx.AsyncClient, token: str
) -> None:
    page = await pages.get(f"/verification/{token}", headers={"Accept-Language": "id"})

    assert page.status_code == 404
    assert "<script>" not in page.text


async def test_an_application_is_followed_by_its_receipt(pages: httpx.AsyncClient) -> None:
    indonesian = await pages.get("/tracking/R 1")
    english = await pages.get("/tracking/R%201?lang=en")

    assert "id: selesai" in indonesian.text
    assert "Izin Reklame" in indonesian.text
    assert "en: done" in english.text
    assert (await pages.get("/tracking/R-2")).status_code == 404


async def test_a_page_says_when_the_service_is_away(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> None:
    services = {"permit": RemoteService("http://127.0.0.1:9")}
    gateway = build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services)
    async with client(gateway.app) as http:
        page = await http.get("/verification/known", headers={"Accept-Language": "en-GB"})

    assert page.status_code == 503
    assert TEXTS["en"]["away"] in page.text


def test_both_languages_say_the_same() -> None:
    assert TEXTS["id"].keys() == TEXTS["en"].keys()
    assert STATUSES["id"].keys() == STATUSES["en"].keys()
