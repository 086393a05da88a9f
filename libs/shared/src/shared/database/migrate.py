"""Migrations per service, each under a lock and with time-outs; and what must stand before them.

`provision` is run once by somebody who may create databases and roles; `upgrade` by the owner.
A service's login role has no rights of its own: its sessions take the application or relay role.
"""

import asyncio
from collections.abc import Sequence
from importlib.resources import files

import asyncpg
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from shared.database.engine import connection_arguments
from shared.database.row_security import policies_read_per_row

_LOCK = 0x5A7D_0001


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


async def provision(admin_url: str, *, service: str, password: str) -> None:
    """Creates what is missing: the roles `<service>_app`, `…_relay` and `…_keys`, the login
    `<service>` that may take them, and the database `<service>`."""
    connection = await asyncpg.connect(**connection_arguments(make_url(admin_url)))
    try:
        await ensure_roles(connection, service)
        login = _quoted(service)
        if not await connection.fetchval("select 1 from pg_roles where rolname = $1", service):
            await connection.execute(f"create role {login} login noinherit")
        await connection.execute(f"alter role {login} password {_literal(password)}")
        await connection.execute(f"grant {service}_app, {service}_relay, {service}_keys to {login}")
        if not await connection.fetchval("select 1 from pg_database where datname = $1", service):
            await connection.execute(f"create database {login}")
    finally:
        await connection.close()


async def ensure_roles_at(owner_url: str, service: str) -> None:
    """As `ensure_roles`, on a connection of its own."""
    connection = await asyncpg.connect(**connection_arguments(make_url(owner_url)))
    try:
        await ensure_roles(connection, service)
    finally:
        await connection.close()


async def ensure_roles(connection: asyncpg.Connection, service: str) -> None:
    """Creates the service's rights-bearing roles where they are missing."""
    for role in (f"{service}_app", f"{service}_relay", f"{service}_keys"):
        if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
            try:
                await connection.execute(f"create role {_quoted(role)} nologin")
            except asyncpg.exceptions.UniqueViolationError:
                continue


async def upgrade(package: str, owner_url: str, *, service: str, to: str = "head") -> None:
    """Brings the service's schema to the newest version, or up to an older one; raises when a lock
    is not to be had."""
    engine = create_async_engine(owner_url)
    try:
        await ensure_roles_at(owner_url, service)
        async with engine.connect() as connection:
            await connection.run_sync(_upgrade, package, to)
    finally:
        await engine.dispose()


def upgrade_now(package: str, owner_url: str, *, service: str) -> None:
    """`upgrade` for callers without a loop."""
    asyncio.run(upgrade(package, owner_url, service=service))


async def drift(owner_url: str, metadata: sa.MetaData) -> Sequence[object]:
    """What the tables in code and in the database differ in, and policies that read who calls for
    each row; empty when all is as it should be."""
    engine = create_async_engine(owner_url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_drift, metadata)
    finally:
        await engine.dispose()


def _drift(connection: Connection, metadata: sa.MetaData) -> Sequence[object]:
    differing = compare_metadata(MigrationContext.configure(connection), metadata)
    return [*differing, *policies_read_per_row(connection)]


def _upgrade(connection: Connection, package: str, to: str) -> None:
    """Does nothing, quickly, where nothing is to be done: a start should not wait for it."""
    config = Config()
    config.set_main_option("script_location", str(files(f"{package}.adapters") / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    heads = set(ScriptDirectory.from_config(config).get_heads())
    current = set(MigrationContext.configure(connection).get_current_heads())
    connection.rollback()
    if current != heads:
        command.upgrade(config, to)


def run_migrations(config: Config, metadata: sa.MetaData) -> None:
    """What every service's `migrations/env.py` calls: one transaction, one lock, two time-outs."""
    from alembic import context

    connection: Connection = config.attributes["connection"]
    connection.execute(sa.text("set lock_timeout = '5s'"))
    connection.execute(sa.text("set statement_timeout = '60s'"))
    connection.execute(sa.text(f"select pg_advisory_lock({_LOCK})"))
    connection.commit()
    try:
        context.configure(connection=connection, target_metadata=metadata)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    finally:
        connection.rollback()
        connection.execute(sa.text(f"select pg_advisory_unlock({_LOCK})"))
        connection.commit()
