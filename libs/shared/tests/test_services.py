"""A service behind a connection looks like the app it is."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

from shared.errors import NotFound, Unavailable
from shared.local_ports import free_port
from shared.module import ASGIApp
from shared.runtime.serve import http_server
from shared.services import RemoteService, call
from shared.services.pool import MAX_CONNECTIONS
from shared.telemetry import correlation_id, set_correlation_id
from shared.testing.http import client

MEGABYTE = 1024 * 1024


def echo_app() -> FastAPI:
    """Says what it was asked, and does what services do."""
    app = FastAPI()
    app.state.asked = 0

    @app.api_route("/echo/{rest:path}", methods=["GET", "POST", "PUT", "DELETE", "HEAD"])
    async def echo(request: Request, rest: str) -> dict[str, Any]:
        app.state.asked += 1
        return {
            "method": request.method,
            "path": request.url.path,
            "query": request.url.query,
            "body": len(await request.body()),
            "headers": dict(request.headers),
        }

    @app.get("/large")
    async def large() -> StreamingResponse:
        return StreamingResponse(b"x" * MEGABYTE for _ in range(8))

    @app.get("/broken")
    async def broken() -> StreamingResponse:
        async def halves() -> AsyncIterator[bytes]:
            yield b"half"
            raise RuntimeError

        return StreamingResponse(halves())

    @app.post("/early")
    async def early() -> Response:
        return Response(status_code=413)

    @app.get("/nothing")
    async def nothing() -> Response:
        return Response(status_code=204)

    @app.get("/slow")
    async def slow() -> None:
        await asyncio.sleep(1.5)

    @app.post("/slow")
    async def slow_post() -> None:
        app.state.asked += 1
        await asyncio.sleep(1.5)

    return app


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, port: int) -> AsyncIterator[None]:
    task = asyncio.create_task(http_server(app, host="127.0.0.1", port=port)())
    for _ in range(200):
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            break
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def raw_server(handle: Handler, port: int) -> AsyncIterator[RemoteService]:
    """A server that says what no framework would say, and the way to it."""
    handling: set[asyncio.Task[None]] = set()

    async def handled(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handling.add(task)
        try:
            await handle(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    server = await asyncio.start_server(handled, "127.0.0.1", port)
    remote = RemoteService(f"http://127.0.0.1:{port}")
    try:
        yield remote
    finally:
        remote.close()
        server.close()
        await asyncio.gather(*handling)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def app() -> FastAPI:
    return echo_app()


@pytest_asyncio.fixture
async def remote(app: FastAPI, port: int) -> AsyncIterator[RemoteService]:
    service = RemoteService(f"http://127.0.0.1:{port}", answer_timeout_seconds=0.5)
    async with serving(app, port):
        yield service
        service.close()


async def test_what_was_asked_arrives_whole(remote: RemoteService) -> None:
    async with client(remote) as http:
        answer = await http.post(
            "/echo/a%2Fb/%C3%A9?x=1&x=2",
            content=b"hello",
            headers={"X-Request-Id": "r1", "Connection": "x-hop", "X-Hop": "1"},
        )
    seen = answer.json()

    assert answer.status_code == 200
    assert (seen["method"], seen["query"], seen["body"]) == ("POST", "x=1&x=2", 5)
    assert seen["path"] == "/echo/a/b/é"
    assert seen["headers"]["x-request-id"] == "r1"
    assert "x-hop" not in seen["headers"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_every_method_is_carried(remote: RemoteService, method: str) -> None:
    async with client(remote) as http:
        answer = await http.request(method, "/echo/x")
        again = await http.get("/echo/x")

    assert answer.status_code == again.status_code == 200
    assert (answer.content == b"") == (method == "HEAD")


async def test_a_body_of_unknown_length_is_streamed(remote: RemoteService) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"y" * 100_000

    async with client(remote) as http:
        answer = await http.post("/echo/x", content=chunks())

    assert answer.json()["body"] == 2_000_000


async def test_a_large_body_with_length_is_streamed(remote: RemoteService) -> None:
    async with client(remote) as http:
        answer = await http.post("/echo/x", content=b"z" * (4 * MEGABYTE))

    assert answer.json()["body"] == 4 * MEGABYTE


async def test_a_large_answer_arrives_whole_also_at_a_slow_reader(remote: RemoteService) -> None:
    received = 0

    async def send(message: Any) -> None:
        nonlocal received
        received += len(message.get("body", b""))
        await asyncio.sleep(0.002)

    await remote(_get("/large"), _nothing_more, send)

    assert received == 8 * MEGABYTE


async def test_an_answer_without_body_leaves_the_connection_usable(remote: RemoteService) -> None:
    async with client(remote) as http:
        assert (await http.get("/nothing")).status_code == 204
        assert (await http.get("/echo/x")).status_code == 200


async def test_an_answer_before_the_request_was_whole_is_passed_on(remote: RemoteService) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"y" * 100_000
            await asyncio.sleep(0.01)

    async with client(remote) as http:
        answer = await http.post("/early", content=endless())
        again = await http.get("/echo/x")

    assert (answer.status_code, again.status_code) == (413, 200)


async def test_an_answer_that_breaks_off_is_not_passed_off_as_whole(
    remote: RemoteService,
) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever: the server ends the connection
        await remote(_get("/broken"), _nothing_more, send)

    assert all(message.get("more_body", True) for message in sent)


async def test_many_requests_share_few_connections(remote: RemoteService, app: FastAPI) -> None:
    async with client(remote) as http:
        answers = await asyncio.gather(*(http.get("/echo/x") for _ in range(3 * MAX_CONNECTIONS)))

    assert {answer.status_code for answer in answers} == {200}
    assert app.state.asked == 3 * MAX_CONNECTIONS


async def test_a_service_that_is_away_is_said_to_be_unavailable(port: int) -> None:
    async with client(RemoteService(f"http://127.0.0.1:{port}")) as http:
        answer = await http.get("/echo/x")

    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "unavailable"
    assert int(answer.headers["retry-after"]) >= 1


async def test_a_service_that_came_back_is_used_again(app: FastAPI, port: int) -> None:
    remote = RemoteService(f"http://127.0.0.1:{port}")
    async with client(remote) as http:
        async with serving(app, port):
            first = await http.get("/echo/x")
        away = await http.post("/echo/x", content=b"1")
        async with serving(app, port):
            back = await http.post("/echo/x", content=b"1")
        remote.close()

    assert [one.status_code for one in (first, away, back)] == [200, 503, 200]


async def test_a_service_that_does_not_answer_is_said_to_be_unavailable(
    remote: RemoteService,
) -> None:
    async with client(remote) as http:
        answer = await http.get("/slow")

    assert answer.status_code == 503


async def test_a_command_that_may_have_arrived_is_never_sent_twice(
    remote: RemoteService, app: FastAPI
) -> None:
    async with client(remote) as http:
        await http.get("/echo/x")
        app.state.asked = 0
        answer = await http.post("/slow", content=b"1")

    assert (answer.status_code, app.state.asked) == (503, 1)


async def test_a_question_meets_a_closed_connection_and_is_asked_again(port: int) -> None:
    """The server closes after each answer without saying so before."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
        # Reads the head of the next request, then goes away without a word.
        with contextlib.suppress(asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")

    async with raw_server(handle, port) as remote, client(remote) as http:
        answers = [await http.get("/") for _ in range(3)]
        command = await http.post("/", content=b"1")

    assert [one.text for one in answers] == ["ok", "ok", "ok"]
    assert command.status_code == 503


@pytest.mark.parametrize(
    "answer", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: -4\r\n\r\n"]
)
async def test_an_answer_that_is_not_http_is_said_to_be_unavailable(
    port: int, answer: bytes
) -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await reader.read()

    async with raw_server(handle, port) as remote, client(remote) as http:
        refused = await http.get("/")

    assert refused.status_code == 503


async def test_an_answer_without_length_ends_with_its_connection(port: int) -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nall of it")

    async with raw_server(handle, port) as remote, client(remote) as http:
        answer = await http.get("/")

    assert answer.text == "all of it"


@pytest.mark.parametrize("address", ["https://x.test", "x.test:80", "http://x.test/path"])
def test_only_a_plain_address_is_a_services_address(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        RemoteService(address)


@pytest.mark.parametrize("kind", ["mounted", "remote"])
async def test_a_call_asks_a_mounted_and_a_remote_service_alike(
    kind: str, app: FastAPI, remote: RemoteService
) -> None:
    set_correlation_id("c1")
    answer = await call(
        app if kind == "mounted" else remote,
        "POST",
        "/echo/x",
        token="t",
        json={"a": 1},
        query={"offices": "81.02"},
    )

    assert answer.status == 200
    assert answer.json["query"] == "offices=81.02"
    assert answer.json["body"] == 7
    assert answer.json["headers"]["authorization"] == "Bearer t"
    assert answer.json["headers"]["x-request-id"] == "c1"
    assert correlation_id() == "c1"


async def test_a_call_that_takes_too_long_is_given_up(app: FastAPI) -> None:
    with pytest.raises(Unavailable):
        await call(app, "GET", "/slow", timeout=0.05)


async def test_an_app_that_fails_counts_as_away() -> None:
    async def failing(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError

    with pytest.raises(Unavailable):
        await call(failing, "GET", "/")


async def test_what_is_not_there_is_told_from_what_is_away(app: FastAPI) -> None:
    with pytest.raises(NotFound):
        (await call(app, "GET", "/unknown")).require()
    with pytest.raises(Unavailable):
        (await call(app, "POST", "/early")).require()


def _get(path: str) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"x")],
    }


async def _nothing_more() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def test_a_connection_that_lay_idle_as_long_as_clients_keep_them_still_answers() -> None:
    """Clients let go after five seconds: a server that did so too would cut a request off."""
    port = free_port()
    async with serving(echo_app(), port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for pause in (0, 6):
            await asyncio.sleep(pause)
            writer.write(b"GET /nothing HTTP/1.1\r\nhost: x\r\n\r\n")
            answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
            assert answer.startswith(b"HTTP/1.1 204")
        writer.close()
