"""A copied database that goes from one test to the next: emptied, or found to be no copy any more.

Rows are deleted where tests write them. A copy whose schema or seeded rows differ from the
original's, or that has grown, is not worth repairing.
"""

from dataclasses import dataclass

import asyncpg

_GROWTH_BYTES = 8_000_000

_OURS = """relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
  and relpersistence = 'p'"""

_TABLES = f"""
select oid::regclass::text from pg_class where relkind in ('r', 'p') and {_OURS} order by oid"""

_SEQUENCES = f"""
select oid::regclass::text from pg_class where relkind = 'S' and {_OURS} order by oid"""

# What a migration can change, but no row: relations, columns, constraints, policies, triggers,
# functions, and who may do what. An analysed table is the same table.
_SCHEMA = f"""
with ours as materialized (
  select oid, relname, relkind, relrowsecurity, relforcerowsecurity, reloptions, relacl
  from pg_class where {_OURS} and relkind <> 't')
select md5(concat(
  (select string_agg(o::text, ',' order by oid) from ours o),
  (select string_agg(concat_ws(':', attrelid, attname, atttypid, attnotnull, attisdropped), ','
     order by attrelid, attnum) from pg_attribute where attrelid in (select oid from ours)),
  (select string_agg(concat_ws(':', oid, conname, convalidated), ',' order by oid)
     from pg_constraint where conrelid in (select oid from ours)),
  (select string_agg(p::text, ',' order by oid) from pg_policy p),
  (select string_agg(concat_ws(':', oid, tgname, tgenabled), ',' order by oid) from pg_trigger),
  (select string_agg(concat_ws(':', oid, md5(prosrc)), ',' order by oid) from pg_proc
     where pronamespace <> 'pg_catalog'::regnamespace)))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A template: its name and size in bytes, and what a copy of it has to look like again."""

    name: str
    size: int
    schema: str
    seeds: str
    seeded: str
    empty: str


async def read_original(connection: asyncpg.Connection, name: str) -> Original:
    """Looks at a template: which of its tables have rows and which are empty."""
    tables = [row[0] for row in await connection.fetch(_TABLES)]
    seeded = [
        table for table in tables if await connection.fetchval(f"select exists (table {table})")
    ]
    rows = "".join(
        f", (select string_agg(r::text, ',' order by r::text) from {table} r)" for table in seeded
    )
    seeds = f"select md5(concat(''{rows}))"
    deletions = [f"delete from {table};" for table in tables if table not in seeded]
    sequences = [row[0] for row in await connection.fetch(_SEQUENCES)]
    restarts = [f"alter sequence {sequence} restart;" for sequence in sequences]
    return Original(
        name=name,
        size=await _size(connection),
        schema=await connection.fetchval(_SCHEMA),
        seeds=seeds,
        seeded=await connection.fetchval(seeds),
        empty="".join(["set session_replication_role = replica;", *deletions, *restarts]),
    )


async def was_emptied(connection: asyncpg.Connection, original: Original) -> bool:
    """Whether the copy connected to is the original again; its rows are gone then."""
    if await _size(connection) > original.size + _GROWTH_BYTES:
        return False
    if await connection.fetchval(original.seeds) != original.seeded:
        return False
    if await connection.fetchval(_SCHEMA) != original.schema:
        return False
    await connection.execute(original.empty)
    return True


async def _size(connection: asyncpg.Connection) -> int:
    return int(await connection.fetchval("select pg_database_size(current_database())"))
