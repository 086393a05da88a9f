"""A client cannot tell a direct route from an ordinary one, whatever it sends."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter, Body, Query
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from shared.database.engine import Database
from shared.http import (
    DirectRoute,
    IfMatch,
    Representation,
    SignedIn,
    answers_file,
    create_app,
    respond,
)
from shared.module import Foundation
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

ISSUER = TestIssuer()
NOTE = UUID("018f3a52-7c1e-7b6e-9a44-5b2f0c6d1e2f")
JSON = {"content-type": "application/json"}


class NewNote(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=10)
    count: int = 1


def routes(prefix: str, route_class: type[APIRoute]) -> APIRouter:
    router = APIRouter(prefix=prefix, route_class=route_class)

    @router.get("/notes/{note_id}")
    async def get_note(note_id: UUID, caller: SignedIn) -> Response:
        return respond(Representation(body={"id": note_id, "by": caller.actor}, version=3))

    @router.post("/notes/{note_id}")
    async def post_note(
        note_id: UUID,
        caller: SignedIn,
        version: IfMatch,
        body: Annotated[NewNote | None, Body()] = None,
    ) -> Response:
        said = None if body is None else body.model_dump()
        return respond(Representation(body={"id": note_id, "said": said, "version": version}))

    @router.put("/notes/{note_id}")
    async def put_note(note_id: UUID, body: NewNote) -> Response:
        return respond(Representation(body={"id": note_id, "said": body.model_dump()}))

    return router


@pytest.fixture
async def door(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    foundation = Foundation(
        clock=database.clock,
        database=database,
        verifier=ISSUER.verifier,
        system_tokens=ISSUER.system,
        services={},
    )
    app = create_app(
        service="probe",
        title="Probe",
        version="1",
        foundation=foundation,
        routers=[routes("/direct", DirectRoute), routes("/ordinary", APIRoute)],
    )
    async with client(app) as door:
        yield door


SIGNED_IN = ISSUER.headers(actor="a")
GIVEN: list[tuple[str, str, dict[str, str], bytes]] = [
    *[
        (method, path, headers, b'{"text": "a"}')
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE")
        for path in (
            str(NOTE),
            str(NOTE).upper(),
            f"urn:uuid:{NOTE}",
            "1",
            "0" * 32,
            "----" + "0" * 32,
            "a%00",
        )
        for headers in (JSON, JSON | SIGNED_IN, {"Authorization": "Bearer x"})
    ],
    *[
        (method, str(NOTE), SIGNED_IN | headers, body)
        for method in ("POST", "PUT")
        for headers in (
            JSON,
            {},
            {"content-type": "application/json; charset=utf-8"},
            {"content-type": "application/merge-patch+json"},
            {"content-type": "text/plain"},
        )
        for body in (
            b"",
            b"null",
            b"{}",
            b'{"text": "a", "count": "2"}',
            b'{"text": "aaaaaaaaaaa"}',
            b'{"text": "a", "other": 1}',
            b'{"text": NaN}',
            b'{"text": "a"',
            b'"a"',
            b"[1]",
            b"\xff\xfe",
            b"[" * 100_000,
        )
    ],
    *[
        ("POST", str(NOTE), SIGNED_IN | JSON | {"if-match": value}, b"{}")
        for value in ('"3"', "*", "", "3", 'W/"4"')
    ],
    ("POST", str(NOTE), SIGNED_IN | JSON, b'{"text": "' + b"a" * 2**20 + b'"}'),
]


async def test_whatever_is_sent_is_answered_as_by_an_ordinary_route(
    door: httpx.AsyncClient,
) -> None:
    statuses = set()
    for method, path, headers, body in GIVEN:
        answers = []
        for kind in ("direct", "ordinary"):
            answer = await door.request(
                method, f"/{kind}/notes/{path}", headers=headers, content=body
            )
            told = answer.json() if answer.content else None
            if isinstance(told, dict):
                told.pop("trace_id", None)
            answers.append((answer.status_code, told, answer.headers.get("etag")))
        statuses.add(answers[0][0])
        assert answers[0] == answers[1], (method, path, headers, body[:40])

    assert statuses >= {200, 401, 405, 413, 422}


async def test_a_direct_route_is_described_as_an_ordinary_one(door: httpx.AsyncClient) -> None:
    paths = (await door.get("/openapi.json")).json()["paths"]

    def described(kind: str) -> Any:
        operations = paths[f"/{kind}/notes/{{note_id}}"]
        return {
            method: {name: value for name, value in one.items() if name != "operationId"}
            for method, one in operations.items()
        }

    assert described("direct") == described("ordinary")
    assert "If-Match" in str(described("direct"))


async def test_what_a_direct_route_cannot_read_itself_is_refused_when_it_is_made() -> None:
    router = APIRouter(route_class=DirectRoute)

    async def searched(text: Annotated[str, Query()]) -> None: ...

    async def named(name: str) -> None: ...

    for path, endpoint in (("/notes", searched), ("/notes/{name}", named)):
        with pytest.raises(TypeError):
            router.get(path, responses=answers_file("text/plain"))(endpoint)
