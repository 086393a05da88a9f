"""ClamAV's daemon over its socket, TCP or Unix: a file is streamed in, one line comes back.

The protocol is `INSTREAM` of clamd(8): pieces with their length before them, an empty piece at the
end. One connection per file, each under a deadline; what it answers is taken by the letter.
"""

import asyncio
import struct
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import unquote, urlsplit

from shared.documents.scanning import NoVerdict, Verdict
from shared.telemetry import logger

log = logger(__name__)

DEADLINE_SECONDS = 60.0
PING_SECONDS = 2.0
MAX_ANSWER_BYTES = 4096
_END_OF_ANSWER = b"\0"
_CLEAN = b"stream: OK"
_FOUND = b" FOUND"
_SIZE = struct.Struct("!I")

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Clamd:
    """A scanner at `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`."""

    def __init__(self, url: str, *, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"tcp", "unix"} or not (parts.hostname or parts.path):
            raise ValueError("a scanner is at tcp://host:port or unix:///path")
        self._path = unquote(parts.path) if parts.scheme == "unix" else None
        self._host, self._port = parts.hostname, parts.port or 3310
        self._deadline_seconds = deadline_seconds

    async def scan(self, chunks: AsyncIterable[bytes]) -> Verdict:
        """The verdict on a stream; what `chunks` raises passes through."""
        async with self._connected(self._deadline_seconds) as (reader, writer):
            writer.write(b"zINSTREAM\0")
            async for piece in chunks:
                if piece:
                    writer.write(_SIZE.pack(len(piece)) + piece)
                    await writer.drain()
            writer.write(_SIZE.pack(0))
            await writer.drain()
            answer = await _answer(reader)
        return _verdict(answer)

    async def is_there(self) -> bool:
        """Whether it answers a PING within two seconds."""
        try:
            async with self._connected(PING_SECONDS) as (reader, writer):
                writer.write(b"zPING\0")
                await writer.drain()
                return await _answer(reader) == b"PONG"
        except NoVerdict:
            return False

    @asynccontextmanager
    async def _connected(self, seconds: float) -> AsyncIterator[Connection]:
        """A connection for one command. Its faults are NoVerdict, those of a file's source are
        not: they come as refusals."""
        writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(seconds):
                reader, writer = await self._open()
                yield reader, writer
        except (OSError, EOFError, ValueError) as error:
            log.warning("scanner_gave_no_verdict", error=type(error).__name__)
            raise NoVerdict from error
        finally:
            if writer is not None:
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()

    async def _open(self) -> Connection:
        if self._path is not None:
            return await asyncio.open_unix_connection(self._path, limit=MAX_ANSWER_BYTES)
        return await asyncio.open_connection(self._host, self._port, limit=MAX_ANSWER_BYTES)


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """Up to the zero byte; an answer that breaks off or does not end is an error."""
    try:
        line = await reader.readuntil(_END_OF_ANSWER)
    except asyncio.LimitOverrunError as error:
        raise ValueError("the answer is too long") from error
    return line.removesuffix(_END_OF_ANSWER).strip()


def _verdict(answer: bytes) -> Verdict:
    """A file over the daemon's own limit, for one, has no verdict."""
    if answer == _CLEAN:
        return Verdict.CLEAN
    if answer.startswith(b"stream: ") and answer.endswith(_FOUND):
        return Verdict.INFECTED
    log.warning("scanner_gave_no_verdict", error="refused")
    raise NoVerdict
