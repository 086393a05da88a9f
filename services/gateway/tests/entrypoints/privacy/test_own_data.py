"""A person's copy of their data, put together with their own rights, and the correction of it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Header
from fastapi.responses import JSONResponse, Response, StreamingResponse

from gateway.bootstrap import GatewayModule
from gateway.testing.service import build_gateway
from shared.database.engine import Database
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

Headers = dict[str, str]
PDF = b"%PDF-1.7 signed"
NEW = {
    "username": "pemohon.contoh",
    "password": "a long enough secret",
    "full_name": "Pemohon Contoh",
    "email": "pemohon@contoh.example",
    "phone": "+62 811 0000 000",
    "nik": "8102014507900001",
}


def permit(issuer: TestIssuer) -> FastAPI:
    """Shows each caller their own applications, one a page, and nobody another's."""
    app = FastAPI()

    def actor(authorization: str) -> str:
        return issuer.verifier.verify(authorization.removeprefix("Bearer ")).actor

    @app.get("/v1/applications")
    async def applications(
        authorization: Annotated[str, Header()], cursor: str = "0"
    ) -> dict[str, Any]:
        number = int(cursor)
        items = [{"id": f"{actor(authorization)}-{number}"}]
        return {"items": items, "next_cursor": "1" if number == 0 else None}

    @app.get("/v1/applications/{one}")
    async def application(one: str, authorization: Annotated[str, Header()]) -> Response:
        if not one.startswith(actor(authorization)):
            return JSONResponse({"code": "not_found"}, 404)
        documents = [
            {"id": "clean", "requirement_no": 1, "media_type": "application/pdf"},
            {"id": "infected", "requirement_no": 2, "media_type": "application/pdf"},
            {"id": "waiting", "requirement_no": 3, "media_type": "application/pdf"},
        ]
        return JSONResponse({"id": one, "declaration": {"x": 1}, "documents": documents})

    @app.get("/v1/applications/{one}/timeline")
    async def timeline(one: str) -> dict[str, Any]:
        return {"items": [{"type": "permit.application_submitted"}], "next_cursor": None}

    @app.get("/v1/applications/{one}/documents/{document}")
    async def document(one: str, document: str) -> Response:
        if document == "clean":
            return StreamingResponse(iter([PDF]))
        # As the permit service says it.
        held_back = {"infected": "document_infected", "waiting": "document_not_scanned_yet"}
        return JSONResponse({"code": held_back[document]}, 409)

    @app.get("/v1/licences")
    async def licences() -> dict[str, Any]:
        return {"items": [{"id": "licence-1", "number": "1/X"}], "next_cursor": None}

    @app.get("/v1/licences/{one}/document.pdf")
    async def licence(one: str) -> Response:
        return Response(PDF)

    @app.get("/internal/access-log")
    async def log(owner: str = "") -> list[dict[str, Any]]:
        return [{"id": "1", "purpose": "dossier", "actor": "x", "owner": owner}] if owner else []

    return app


def inspection() -> FastAPI:
    """One complaint, whose story is not in the list."""
    app = FastAPI()

    @app.get("/v1/complaints")
    async def complaints() -> dict[str, Any]:
        return {"items": [{"number": "PGD-1"}], "next_cursor": None}

    @app.get("/v1/complaints/{number}")
    async def complaint(number: str) -> dict[str, Any]:
        return {"number": number, "description": "yang diadukan"}

    @app.get("/internal/access-log")
    async def log() -> list[Any]:
        return []

    return app


@pytest.fixture
def door(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> GatewayModule:
    services = {"permit": permit(issuer), "inspection": inspection()}
    return build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services)


async def signed_in(http: httpx.AsyncClient) -> tuple[str, Headers]:
    account = (await http.post("/v1/accounts", json=NEW)).json()["id"]
    form = {
        "grant_type": "password",
        "username": NEW["username"],
        "password": NEW["password"],
    }
    token = (await http.post("/v1/auth/token", data=form)).json()["access_token"]
    return account, {"Authorization": f"Bearer {token}"}


async def test_a_copy_holds_everything_of_the_person_and_the_files(door: GatewayModule) -> None:
    async with client(door.app) as http:
        account, headers = await signed_in(http)
        answer = await http.get("/v1/me/data-export", headers=headers)

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert "attachment" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as copy:
        assert copy.testzip() is None
        names = set(copy.namelist())
        own = json.loads(copy.read("account.json"))
        one = f"applications/{account}-1"
        document = copy.read(f"{one}/documents/1-clean.pdf")
        licence = copy.read("licences/licence-1/licence.pdf")
        complaints = json.loads(copy.read("complaints.json"))
        log = json.loads(copy.read("access-log.json"))
    assert (own["nik"], own["email"]) == (NEW["nik"], NEW["email"])
    assert "password" not in own
    # Both pages of the list, and no file that was not released.
    assert {f"applications/{account}-{n}/application.json" for n in (0, 1)} < names
    assert not any("infected" in name or "waiting" in name for name in names)
    assert (document, licence) == (PDF, PDF)
    assert complaints[0]["description"] == "yang diadukan"
    assert [(row["service"], row["purpose"], row["actor"]) for row in log] == [
        ("permit", "dossier", None)
    ]


async def test_half_a_copy_is_none(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> None:
    services = {"permit": permit(issuer)}
    door = build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services)
    async with client(door.app) as http:
        _, headers = await signed_in(http)
        answer = await http.get("/v1/me/data-export", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_nobody_else_gets_a_copy(http: httpx.AsyncClient, administrator: Headers) -> None:
    assert (await http.get("/v1/me/data-export")).status_code == 401
    assert (await http.get("/v1/me/data-export", headers=administrator)).status_code == 403


async def test_a_person_corrects_their_own_contact_under_its_version(
    http: httpx.AsyncClient,
) -> None:
    _, headers = await signed_in(http)
    seen = await http.get("/v1/auth/me", headers=headers)
    change = {"email": "baru@contoh.example", "phone": "+62 811 0000 001"}

    assert (await http.patch("/v1/accounts/me", json=change, headers=headers)).status_code == 428
    right = headers | {"If-Match": seen.headers["etag"]}
    changed = await http.patch("/v1/accounts/me", json=change, headers=right)
    stale = await http.patch("/v1/accounts/me", json=change, headers=right)

    assert changed.status_code == 200, changed.text
    assert {name: changed.json()[name] for name in change} == change
    assert changed.json()["full_name"] == NEW["full_name"]
    assert stale.status_code == 412
    again = await http.get("/v1/auth/me", headers=headers)
    assert again.json()["email"] == change["email"]


@pytest.mark.parametrize(
    "change", [{"nik": "8102019907900001"}, {"email": None}, {"full_name": ""}, {"phone": "x"}]
)
async def test_a_correction_that_cannot_be_is_refused_without_echo(
    http: httpx.AsyncClient, change: dict[str, Any]
) -> None:
    _, headers = await signed_in(http)

    refused = await http.patch(
        "/v1/accounts/me", json=change, headers=headers | {"If-Match": '"0"'}
    )

    assert refused.status_code == 422
    assert "8102019907900001" not in refused.text
