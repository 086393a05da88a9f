"""What every service's HTTP edge promises, on an app of a few routes and real PostgreSQL."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter, Body
from fastapi.requests import Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlalchemy import text

from shared.clock import SystemClock
from shared.database.engine import Database
from shared.database.keyring import Keyring
from shared.errors import StaleVersion
from shared.http import (
    Idempotent,
    IfMatch,
    Representation,
    RequiredIfMatch,
    SignedIn,
    System,
    by,
    create_app,
    receive_upload,
    respond,
)
from shared.identity import ANYBODY, Role
from shared.ids import new_id
from shared.messaging.once import Once
from shared.module import Foundation
from shared.testing.http import client
from shared.testing.probe import NoteWrittenV1, count_up
from shared.testing.tokens import TestIssuer

NIK = "8102045507900001"


class NewNote(BaseModel):
    text: str = Field(max_length=100)
    nik: str = Field(default="", max_length=16)


def router(database: Database) -> APIRouter:
    routes = APIRouter()

    async def write(caller: Any, once: Once | None) -> UUID:
        async with database.begin(caller, once=once) as work:
            note = new_id()
            await count_up(work, note, "62.02")
            work.events.add(NoteWrittenV1(office_code="62.02", note_id=note))
            await asyncio.sleep(0.05)
            return work.answer(note)

    @routes.post("/notes")
    async def post_note(
        body: Annotated[NewNote, Body()], caller: SignedIn, request: Idempotent
    ) -> Response:
        return await request.run(
            lambda once: write(caller, once),
            body=body,
            shape=lambda note: Representation(body={"id": note}, version=1, location="/notes/1"),
            status=201,
        )

    @routes.get("/notes/1")
    async def get_note() -> Response:
        return respond(Representation(body={"id": 1}, version=7))

    @routes.post("/notes/1/move")
    async def move_note(version: IfMatch) -> None:
        if version not in (None, 7):
            raise StaleVersion

    @routes.put("/notes/1")
    async def put_note(version: RequiredIfMatch) -> None: ...

    @routes.put("/notes/1/seal", dependencies=by(Role.HEAD))
    async def seal_note(
        body: Annotated[NewNote, Body()], caller: SignedIn, version: RequiredIfMatch
    ) -> None: ...

    @routes.post("/files")
    async def post_file(request: Request) -> dict[str, int]:
        return {"size": len(await (await receive_upload(request)).read())}

    @routes.get("/bug")
    async def bug() -> None:
        raise RuntimeError(f"the NIK is {NIK}")

    @routes.get("/internal/note")
    async def internal(caller: System) -> str:
        return caller.actor

    return routes


ISSUER = TestIssuer()


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
        routers=[router(database)],
    )
    async with client(app) as door:
        yield door


def signed_in(actor: UUID, key: str | None = None) -> dict[str, str]:
    headers = ISSUER.headers(role="front_office", office="62.02", actor=actor)
    return headers if key is None else headers | {"Idempotency-Key": key}


async def written(database: Database) -> int:
    rows = await database.fetch_all(
        "with caller as materialized (select set_config('app.offices', '62.02', true))"
        " select count(*) as n from note where (select * from caller) is not null"
    )
    return int(rows[0]["n"])


def is_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["trace_id"] == answer.headers["x-request-id"]
    return body


async def test_the_same_key_and_body_get_the_same_bytes_and_have_one_effect(
    door: httpx.AsyncClient, database: Database
) -> None:
    me = new_id()
    first = await door.post("/notes", json={"text": "a"}, headers=signed_in(me, "k"))
    again = await door.post("/notes", json={"text": "a"}, headers=signed_in(me, "k"))

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"] == '"1"'
    assert again.headers["location"] == "/notes/1"
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert await written(database) == 1


async def test_five_at_once_with_one_key_have_one_effect_and_one_answer(
    door: httpx.AsyncClient, database: Database
) -> None:
    me = new_id()
    answers = await asyncio.gather(
        *(door.post("/notes", json={"text": "a"}, headers=signed_in(me, "k")) for _ in range(5))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await written(database) == 1


async def test_the_same_key_with_another_body_is_refused(
    door: httpx.AsyncClient, database: Database
) -> None:
    me = new_id()
    await door.post("/notes", json={"text": "a"}, headers=signed_in(me, "k"))
    answer = await door.post("/notes", json={"text": "b"}, headers=signed_in(me, "k"))

    is_problem(answer, 422, "idempotency_key_reused")
    assert await written(database) == 1


async def test_two_people_may_use_the_same_key(door: httpx.AsyncClient, database: Database) -> None:
    for _ in range(2):
        answer = await door.post("/notes", json={"text": "a"}, headers=signed_in(new_id(), "k"))
        assert answer.status_code == 201
    assert await written(database) == 2


async def test_a_key_that_is_being_handled_is_said_to_be_so(
    door: httpx.AsyncClient, database: Database
) -> None:
    me = new_id()
    first = await door.post("/notes", json={"text": "a"}, headers=signed_in(me, "k"))
    assert first.status_code == 201
    async with database.begin(ANYBODY) as work:
        await work.connection.execute(text("update once_mark set answer = null"))

    answer = await door.post("/notes", json={"text": "a"}, headers=signed_in(me, "k"))
    is_problem(answer, 409, "request_in_flight")


async def test_a_stored_answer_cannot_be_read_in_the_database(
    door: httpx.AsyncClient, database: Database
) -> None:
    answer = await door.post("/notes", json={"text": "a"}, headers=signed_in(new_id(), "k"))
    (row,) = await database.fetch_all("select mark, answer from once_mark")

    assert answer.json()["id"].encode() not in row["answer"]
    assert row["mark"].startswith("http:")
    assert len(row["mark"]) == len("http:") + 64


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ('{"text": 1}', "/text"),
        (f'{{"text": "a", "nik": "{NIK}{NIK}"}}', "/nik"),
        ("{", ""),
        ("", ""),
        ('["a"]', ""),
    ],
)
async def test_a_wrong_body_is_pointed_at_and_never_repeated(
    door: httpx.AsyncClient, database: Database, body: str, pointer: str
) -> None:
    headers = signed_in(new_id()) | {"Content-Type": "application/json"}
    answer = await door.post("/notes", content=body, headers=headers)

    problem = is_problem(answer, 422, "invalid_request")
    assert problem["errors"][0]["pointer"].startswith(pointer)
    assert NIK not in answer.text
    assert await written(database) == 0


async def test_a_bug_says_nothing_but_its_trace_id(
    door: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await door.get("/bug")

    is_problem(answer, 500, "internal_error")
    assert NIK not in answer.text + caplog.text


async def test_who_is_not_signed_in_or_has_a_forged_token_is_told_to_sign_in(
    door: httpx.AsyncClient,
) -> None:
    for headers in ({}, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Basic eA=="}):
        answer = await door.post("/notes", json={"text": "a"}, headers=headers)
        is_problem(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": b"{"},
        {"content": b"\xff"},
        {"json": {"text": 1}},
        {"json": {"text": "a"}},
        {"json": {"text": "a"}, "headers": {"If-Match": "seven"}},
        {"json": {"text": "a"}, "headers": {"If-Match": '"6"'}},
    ],
)
async def test_who_asks_is_judged_before_what_was_sent(
    door: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    head = ISSUER.headers(role="head", office="62.02", actor=new_id())
    own = wrong.get("headers", {}) | {"Content-Type": "application/json"}

    async def seals(who: dict[str, str]) -> httpx.Response:
        return await door.put("/notes/1/seal", **(wrong | {"headers": own | who}))

    nobody, officer = await seals({}), await seals(signed_in(new_id()))
    head_of_office = await seals(head)

    is_problem(nobody, 401, "unauthenticated")
    is_problem(officer, 403, "forbidden")
    assert head_of_office.status_code in {200, 422, 428}


async def test_a_people_token_does_not_open_an_internal_route(door: httpx.AsyncClient) -> None:
    refused = await door.get("/internal/note", headers=signed_in(new_id()))
    is_problem(refused, 401, "unauthenticated")
    other = await door.get("/internal/note", headers=ISSUER.system_headers("permit"))
    is_problem(other, 401, "unauthenticated")
    answer = await door.get("/internal/note", headers=ISSUER.system_headers("probe"))
    assert answer.json() == "test"


async def test_versions_are_said_honoured_and_required(door: httpx.AsyncClient) -> None:
    etag = (await door.get("/notes/1")).headers["etag"]
    assert etag == '"7"'
    assert (await door.post("/notes/1/move", headers={"If-Match": etag})).status_code == 200
    stale = await door.post("/notes/1/move", headers={"If-Match": '"6"'})
    is_problem(stale, 412, "precondition_failed")
    is_problem(await door.put("/notes/1"), 428, "precondition_required")
    wrong = await door.put("/notes/1", headers={"If-Match": "seven"})
    is_problem(wrong, 422, "invalid_request")


async def test_an_unknown_path_and_a_wrong_method_are_problems_too(
    door: httpx.AsyncClient,
) -> None:
    is_problem(await door.get("/nowhere"), 404, "not_found")
    is_problem(await door.delete("/notes/1"), 405, "method_not_allowed")


async def test_a_hundred_megabytes_are_refused_before_they_are_read(
    door: httpx.AsyncClient,
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        for _ in range(100):
            sent += 1
            yield b"0" * 1024 * 1024

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    is_problem(await door.post("/files", content=endless(), headers=headers), 413, "too_large")

    declared = headers | {"Content-Length": str(100 * 1024 * 1024)}
    is_problem(await door.post("/files", content=b"", headers=declared), 413, "too_large")


async def test_a_json_body_has_a_smaller_cap(door: httpx.AsyncClient) -> None:
    body = json.dumps({"text": "a" * 2 * 1024 * 1024})
    headers = signed_in(new_id()) | {"Content-Type": "application/json"}
    is_problem(await door.post("/notes", content=body, headers=headers), 413, "too_large")


async def test_an_upload_without_a_file_or_that_is_none_is_refused(
    door: httpx.AsyncClient,
) -> None:
    is_problem(await door.post("/files", json={}), 415, "unsupported_type")
    empty = await door.post("/files", data={"a": "b"}, files={"other": b"x"})
    is_problem(empty, 422, "invalid_request")
    taken = await door.post("/files", files={"file": ("a.pdf", b"abc")})
    assert taken.json() == {"size": 3}


async def test_a_request_keeps_the_id_it_came_with(door: httpx.AsyncClient) -> None:
    kept = await door.get("/notes/1", headers={"X-Request-Id": "abc-1"})
    assert kept.headers["x-request-id"] == "abc-1"
    new = await door.get("/notes/1", headers={"X-Request-Id": "a b"})
    assert UUID(new.headers["x-request-id"])


async def test_health_figures_and_version_are_there(door: httpx.AsyncClient) -> None:
    assert (await door.get("/healthz")).json() == {"status": "alive"}
    assert (await door.get("/readyz")).json() == {"status": "ready"}
    assert (await door.get("/version")).json() == {"service": "probe", "version": "1"}
    assert "process_start_time_seconds" in (await door.get("/metrics")).text


async def test_a_database_that_is_away_is_a_503_and_not_a_bug() -> None:
    gone = Database(
        "postgresql+asyncpg://u:p@127.0.0.1:1/none",
        name="probe",
        clock=SystemClock(),
        keyring=Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32),
    )
    foundation = Foundation(
        clock=gone.clock,
        database=gone,
        verifier=ISSUER.verifier,
        system_tokens=ISSUER.system,
        services={},
    )
    app = create_app(
        service="probe", title="P", version="1", foundation=foundation, routers=[router(gone)]
    )
    async with client(app) as door:
        answer = await door.post("/notes", json={"text": "a"}, headers=signed_in(new_id()))
        is_problem(answer, 503, "unavailable")
        assert answer.headers["retry-after"] == "1"
        is_problem(await door.get("/readyz"), 503, "unavailable")
    await gone.close()
