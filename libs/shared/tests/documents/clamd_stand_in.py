"""A daemon that speaks clamd's protocol and fails on purpose: what a real one cannot be told to."""

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def take_stream(reader: asyncio.StreamReader) -> int:
    """Reads a whole INSTREAM, and says how many bytes it had."""
    await reader.readuntil(b"\0")
    taken = 0
    while size := struct.unpack("!I", await reader.readexactly(4))[0]:
        await reader.readexactly(size)
        taken += size
    return taken


def saying(answer: bytes) -> Talk:
    """Takes the file and answers with these words."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await take_stream(reader)
        writer.write(answer)

    return talk


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes the file and says nothing."""
    await take_stream(reader)
    await asyncio.sleep(60)


async def cut_short(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Goes away in the middle of the file."""
    await reader.readuntil(b"\0")
    await reader.readexactly(4)
    writer.transport.abort()


@asynccontextmanager
async def stand_in(talk: Talk) -> AsyncIterator[str]:
    """The address of a daemon that talks so."""
    talking: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talking.add(task)
        try:
            await talk(reader, writer)
        except (asyncio.CancelledError, EOFError, OSError):
            return
        finally:
            talking.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
