"""The server itself: made at the first start, started, watched and stopped by its one owner.

Product data are always durable: a commit that was acknowledged is on the disk.
"""

import asyncio
import contextlib
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import asyncpg

from shared.database.embedded.account import EmbeddedPostgresError
from shared.database.embedded.address import (
    SOCKET_ONLY_PORT,
    SUPERUSER,
    socket_address,
    tcp_address,
)
from shared.database.embedded.binaries import find_binaries, reachable
from shared.database.embedded.cluster import (
    last_words,
    major_of,
    make_cluster,
    spawn,
)
from shared.database.embedded.ownership import end_leftovers, own
from shared.database.embedded.placement import (
    ELSEWHERE,
    Place,
    password_of,
    place_in,
    socket_directory,
)
from shared.database.embedded.tuning import server_settings

# Long, because a server that was killed replays its log before it lets anybody in.
_READY_SECONDS = 300.0
_FAST_STOP_SECONDS = 30.0
_NEVER_STARTED = "the embedded PostgreSQL was never started"
_POLL_SECONDS = 0.02
_WATCH_SECONDS = 0.1
# The death signal is tied to the *thread* that forked, so one thread that lives as long as the
# interpreter starts them all.
_spawner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedded-postgres")


class EmbeddedPostgres:
    """One PostgreSQL server below one home, for as long as this process lives."""

    def __init__(
        self,
        home: Path,
        *,
        port: int | None = None,
        durable: bool = True,
        elsewhere: Path = ELSEWHERE,
    ) -> None:
        """Listens on a unix socket, and on 127.0.0.1 too where a port is given. What is not
        `durable` is for tests alone: it does not survive a crash of the machine. `elsewhere` is
        where things are put that the server's account could not reach in the home."""
        self.home = home
        self.port = port
        self._elsewhere = elsewhere
        self._durable = durable
        self._place: Place | None = None
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: Path | None = None
        self._password = ""

    @property
    def alive(self) -> bool:
        """Whether the server's process lives at this moment."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The number of the server's process, None while there is none."""
        return self._process.pid if self._process and self.alive else None

    @property
    def log(self) -> Path:
        """The file to which the server writes what it has to say."""
        return self._placed.log

    async def start(self) -> None:
        """Returns when the server takes connections; makes the cluster at the first start.

        Starts a server that died anew. Raises AlreadyRunning when another process runs this
        home's cluster, EmbeddedPostgresError when it cannot be run at all.
        """
        if self.alive:
            return
        launch = asyncio.get_running_loop().run_in_executor(_spawner, self._launch)
        try:
            await asyncio.shield(launch)
            await self._wait_until_ready()
        except OSError as problem:
            await self.stop()
            raise EmbeddedPostgresError(str(problem)) from problem
        except BaseException:
            await asyncio.wait((launch,))
            await self.stop()
            raise

    async def stop(self) -> None:
        """Ends sessions, writes everything, and gives the cluster free. May be repeated."""
        try:
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                if self._process and await self._ends_after(self._process, number):
                    break
        finally:
            self._process = None
            if self._lock is not None:
                self._lock.close()
                self._lock = None

    async def died(self) -> None:
        """Returns once the server does not run, however it ended."""
        while self.alive:  # noqa: ASYNC110 - a process has no event to wait for
            await asyncio.sleep(_WATCH_SECONDS)

    def address(
        self,
        database: str,
        *,
        user: str = SUPERUSER,
        password: str | None = None,
        tcp: bool = False,
    ) -> str:
        """An SQLAlchemy address of a database; the superuser's when no user is named.

        `tcp` gives the one on 127.0.0.1, for programs that do not share this file system.
        """
        secret = self._password if password is None else password
        if tcp:
            return tcp_address(self._port, database=database, user=user, password=secret)
        return socket_address(
            self._listening, self._port, database=database, user=user, password=secret
        )

    async def ensure_database(self, name: str) -> None:
        """Creates a database of this name where there is none."""
        connection = await self._connect()
        try:
            if not await connection.fetchval("select 1 from pg_database where datname = $1", name):
                quoted = name.replace('"', '""')
                await connection.execute(f'create database "{quoted}"')
        finally:
            await connection.close()

    @property
    def _port(self) -> int:
        return self.port or SOCKET_ONLY_PORT

    @property
    def _listening(self) -> Path:
        if self._socket is None:
            raise EmbeddedPostgresError(_NEVER_STARTED)
        return self._socket

    @property
    def _placed(self) -> Place:
        if self._place is None:
            raise EmbeddedPostgresError(_NEVER_STARTED)
        return self._place

    def _launch(self) -> None:
        place = self._place = place_in(self.home, elsewhere=self._elsewhere)
        if self._lock is None:
            self._lock = own(place)
        end_leftovers(place)
        self._password = password_of(place)
        binaries = reachable(find_binaries(major_of(place)), place.account, shelf=self._elsewhere)
        if not place.data.exists():
            make_cluster(place, binaries, password=self._password, durable=self._durable)
        self._socket = socket_directory(place)
        settings = server_settings(
            name=place.name,
            socket=self._socket,
            port=self.port,
            durable=self._durable,
            major=binaries.major,
        )
        self._process = spawn(place, (str(binaries.postgres), "-D", str(place.data), *settings))

    async def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while self.alive and time.monotonic() < deadline:
            with contextlib.suppress(
                OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError
            ):
                await (await self._connect()).close()
                return
            await asyncio.sleep(_POLL_SECONDS)
        state = "is not ready" if self.alive else "ended"
        message = f"PostgreSQL {state}, see {self.log}: {last_words(self.log)}"
        raise EmbeddedPostgresError(message)

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(
            host=str(self._listening),
            port=self._port,
            user=SUPERUSER,
            password=self._password,
            database="postgres",
            ssl=False,
        )

    async def _ends_after(self, process: subprocess.Popen[bytes], number: signal.Signals) -> bool:
        deadline = time.monotonic() + _FAST_STOP_SECONDS
        process.send_signal(number)
        while process.poll() is None and time.monotonic() < deadline:  # noqa: ASYNC110 - as above
            await asyncio.sleep(_POLL_SECONDS)
        return process.poll() is not None
