"""An app beside is asked without a connection, and leaves the loop to everybody else."""

import asyncio
import contextlib

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from shared.services import call

MEGABYTE = 1024 * 1024


async def test_a_streamed_answer_of_an_app_beside_arrives_whole() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        chunks = (b"x" * MEGABYTE for _ in range(20))
        await StreamingResponse(chunks)(scope, receive, send)

    answer = await call(app, "GET", "/")

    assert (answer.status, len(answer.content)) == (200, 20 * MEGABYTE)


async def test_an_app_that_listens_for_the_end_leaves_the_loop_to_others() -> None:
    heard: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append((await receive())["type"])
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.01):
                heard.append((await receive())["type"])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    answer = await call(app, "GET", "/")

    assert answer.status == 204
    assert heard == ["http.request"]
