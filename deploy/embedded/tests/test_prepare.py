"""What is prepared for processes that somebody else starts, on a real server of their own."""

import json
import shutil
import stat
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from satupintu.command import command
from satupintu.home import SERVICES, Home
from satupintu.listening import NotHeard, until_heard
from satupintu.prepare import NotPrepared, prepare_deployment, with_password, write_settings
from satupintu.servers import GivenServer
from shared.database.embedded import EmbeddedPostgres
from shared.database.engine import connection_arguments
from shared.local_ports import free_port


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A home, the server's address, and the folders that were written."""

    home: Home
    postgres: str
    into: Path

    async def again(self) -> None:
        await prepare_deployment(self.home, postgres=self.postgres, into=self.into)

    def text(self, service: str, setting: str) -> str:
        return (self.into / service / setting).read_text()

    def everything(self) -> dict[str, str]:
        files = [path for path in self.into.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.into)): path.read_text() for path in files}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def prepared() -> AsyncIterator[Prepared]:
    place = Path(tempfile.mkdtemp(prefix="satupintu-test-"))
    place.chmod(0o711)
    server = EmbeddedPostgres(place / "server", port=free_port(), durable=False)
    try:
        await server.start()
        one = Prepared(
            home=Home(place / "home"),
            postgres=server.address("postgres", tcp=True),
            into=place / "settings",
        )
        await one.again()
        yield one
    finally:
        await server.stop()
        shutil.rmtree(place, ignore_errors=True)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_gets_into_its_own_database_and_does_not_own_it(
    prepared: Prepared, service: str
) -> None:
    address = make_url(prepared.text(service, "database_url"))
    connection = await asyncpg.connect(**connection_arguments(address))
    try:
        assert await connection.fetchval("select current_database()") == service
        await connection.execute(f"set role {service}_app")
        assert await connection.fetchval("select count(*) from once_mark") == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("create table mine (id int)")
    finally:
        await connection.close()


async def test_offices_and_accounts_are_there_before_any_process_is(prepared: Prepared) -> None:
    owner = GivenServer(prepared.postgres).address("gateway")
    connection = await asyncpg.connect(**connection_arguments(make_url(owner)))
    try:
        accounts = await connection.fetchval("select count(*) from account")
        waiting = await connection.fetchval("select count(*) from unpublished")
    finally:
        await connection.close()
    assert accounts == len(json.loads(prepared.home.accounts_file.read_text())["accounts"]) > 0
    assert waiting > 0


async def test_a_service_that_hears_nothing_is_named(prepared: Prepared) -> None:
    server = GivenServer(prepared.postgres)
    addresses = {service: {"owner": server.address(service)} for service in SERVICES}
    owner = await asyncpg.connect(**connection_arguments(make_url(addresses["survey"]["owner"])))
    try:
        await owner.execute(
            "insert into consumer_position (group_name, topic, key, key_sequence)"
            " values ('survey', 'gateway.events', '62.02', 1)"
        )
    finally:
        await owner.close()
    with pytest.raises(NotHeard, match=r"^permit, inspection, reporting: "):
        await until_heard(addresses, offices=1, seconds=0.5)


async def test_preparing_again_leaves_what_is_there(prepared: Prepared) -> None:
    written, accounts = prepared.everything(), prepared.home.accounts_file.read_text()
    await prepared.again()
    assert prepared.everything() == written
    assert prepared.home.accounts_file.read_text() == accounts


def test_what_was_written_is_for_its_owner_alone(prepared: Prepared) -> None:
    files = [path for path in prepared.into.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o400}
    folders = [prepared.into / service for service in SERVICES]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_no_service_is_given_the_owners_password_or_another_ones_key(prepared: Prepared) -> None:
    password = make_url(prepared.postgres).password
    assert password
    assert [name for name, text in prepared.everything().items() if password in text] == []
    for setting in ("database_url", "data_keys", "index_key"):
        assert len({prepared.text(service, setting) for service in SERVICES}) == len(SERVICES)
    assert [name for name in prepared.everything() if name.endswith("token_key")] == [
        "gateway/token_key"
    ]


def test_a_write_that_broke_off_is_no_obstacle(tmp_path: Path) -> None:
    left_behind = tmp_path / ".jwks.new"
    left_behind.write_text("half")
    left_behind.chmod(0o400)
    write_settings(tmp_path, {"jwks": "whole", "data_keys": {"1": "key"}})
    assert (tmp_path / "jwks").read_text() == "whole"
    assert json.loads((tmp_path / "data_keys").read_text()) == {"1": "key"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data_keys", "jwks"]


def test_a_password_may_hold_any_character() -> None:
    address = with_password("postgresql://postgres@postgres/postgres", "a@b:c/d%?")
    assert make_url(address).password == "a@b:c/d%?"
    assert make_url(address).host == "postgres"


async def test_a_wrong_password_is_said_and_nothing_is_written(
    prepared: Prepared, tmp_path: Path
) -> None:
    wrong = with_password(prepared.postgres, "wrong")
    with pytest.raises(NotPrepared, match="password authentication failed"):
        await prepare_deployment(Home(tmp_path / "home"), postgres=wrong, into=tmp_path / "into")
    assert not (tmp_path / "into").exists()


def test_the_command_names_a_server_that_does_not_answer(tmp_path: Path) -> None:
    address = f"postgresql://postgres@127.0.0.1:{free_port()}/postgres"
    places = ["--home", str(tmp_path / "home"), "--into", str(tmp_path / "into")]
    outcome = CliRunner().invoke(command, ["prepare", "--postgres", address, *places])
    assert outcome.exit_code == 1
    assert not (tmp_path / "into").exists()
