"""Prepares a deployment whose processes are started by somebody else: databases, settings, doors.

May be repeated, and is at every start: what is there stays. A service's folder holds what that
service alone may read, one file per setting; the owner's address of a database is in none.
"""

import asyncio
import json
import os
from collections.abc import Mapping
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from satupintu.configuration import Values, values_for
from satupintu.databases import prepare
from satupintu.first_start import open_apart
from satupintu.home import SERVICES, Home
from satupintu.servers import GivenServer

_OWNER_READS = 0o400
_OWNER_ENTERS = 0o700
# Who starts the processes says these itself; nobody who serves needs the owner's rights.
NOT_WRITTEN = frozenset(
    {
        "environment",
        "public_base_url",
        "owner_database_url",
        # A service apart follows its own file of keys, and sees nothing of the home.
        "data_keys_path",
        "data_keys_member",
    }
)


class NotPrepared(Exception):
    """The server did not let us in, or does not answer; the message says which."""


async def prepare_deployment(home: Home, *, postgres: str, into: Path) -> None:
    """Makes `home` with its secrets, the databases on the server at `postgres` (the address of
    one who may create them), the files `into/<service>/<setting>`, offices and accounts.

    Raises NotPrepared when the server is not to be reached."""
    try:
        addresses = await prepare(GivenServer(postgres), home.secrets().database_passwords)
    except (OSError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise NotPrepared(f"PostgreSQL: {error}") from error
    values = {service: _values(service, home, addresses[service]) for service in SERVICES}
    for service, of_service in values.items():
        await asyncio.to_thread(write_settings, into / service, of_service)
    await open_apart(home, values["gateway"])


def with_password(address: str, password: str | None) -> str:
    """The address with this password, unless there is none to add."""
    if password is None:
        return address
    return make_url(address).set(password=password).render_as_string(hide_password=False)


def write_settings(folder: Path, values: Values) -> None:
    """One file per setting, each whole or not there, for the owner's eyes only."""
    folder.mkdir(mode=_OWNER_ENTERS, parents=True, exist_ok=True)
    for name, text in _texts(values).items():
        new = folder / f".{name}.new"
        new.unlink(missing_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_READS)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        new.replace(folder / name)


def _values(service: str, home: Home, addresses: Mapping[str, str]) -> Values:
    # Opening a deployment makes no link, so that the public address does not matter here.
    return values_for(
        service,
        home,
        addresses=addresses,
        public_base_url="http://localhost",
        environment="production",
    )


def _texts(values: Values) -> Mapping[str, str]:
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in values.items()
        if name not in NOT_WRITTEN
    }
