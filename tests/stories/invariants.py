"""The invariants I1 to I8, checked from the databases after a run.

A run counts only if it had teeth: duplicates absorbed, clients that retried, kills that hit work
in flight.
"""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import asyncpg

from shared.messaging.event_log import LoggedEvent, broken_links
from stories.databases import SERVICES, database_of

HASHED = (
    "select id, office, subject_type, subject, sequence, key, key_sequence, type, version, actor,"
    " reason, occurred_at, data, previous_hash, hash from event_log order by subject, sequence"
)
GAPS = (
    "select count(*) from (select {number}, row_number() over (partition by {stream}"
    " order by {number}) as place from event_log) as numbered where {number} <> place"
)
POSITIONS = (
    "select count(*) from (select position, row_number() over (order by position) as place"
    " from feed) as placed where position <> place"
)
FEED_ORDER = (
    "select count(*) from (select e.key_sequence, lag(e.key_sequence) over (partition by e.key"
    " order by f.position) as before from feed f join event_log e on e.id = f.event_id) as told"
    " where before is not null and key_sequence <> before + 1"
)
LEFT_LOCKS = (
    "select count(*) from pg_stat_activity where datname = current_database()"
    " and state = 'idle in transaction' and now() - state_change > interval '10 seconds'"
)


async def drained(home: Path, *, seconds: float = 60) -> None:
    """I7: the log drains; raises when something is left after the bound."""
    async with asyncio.timeout(seconds):
        for service in SERVICES:
            async with database_of(home, service) as connection:
                while await connection.fetchval("select count(*) from unpublished"):
                    await asyncio.sleep(0.1)


async def broken_for_good(
    home: Path, acknowledged: Iterable[tuple[str, str]] = (), *, seconds: float = 90
) -> list[str]:
    """What does not hold. A listener that is still on its way (I3) is waited for, within the bound;
    whatever else is broken is broken now."""
    deadline = asyncio.get_running_loop().time() + seconds
    acknowledged = tuple(acknowledged)
    while broken := await broken_promises(home, acknowledged):
        is_on_its_way = all(one.startswith("I3: ") for one in broken)
        if not is_on_its_way or asyncio.get_running_loop().time() > deadline:
            break
        await asyncio.sleep(0.5)
    return broken


async def broken_promises(home: Path, acknowledged: Iterable[tuple[str, str]] = ()) -> list[str]:
    """What does not hold; empty when everything does. `acknowledged` are (application id, event
    type) of commands that were answered with success."""
    broken: list[str] = []
    for service in SERVICES:
        async with database_of(home, service) as connection:
            broken += [f"{service}: {one}" for one in await _of_one(connection)]
    broken += await _acknowledged(home, acknowledged)
    broken += await _heard(home)
    return broken


async def _of_one(connection: asyncpg.Connection) -> list[str]:
    broken: list[str] = []
    for name, statement in {
        "I4: sequences with gaps": GAPS.format(number="sequence", stream="subject"),
        "I4: key numbers with gaps": GAPS.format(number="key_sequence", stream="key"),
        "I7: positions with gaps": POSITIONS,
        "I8: published out of order": FEED_ORDER,
        "I7: sessions left in a transaction": LEFT_LOCKS,
        "I3: dead letters": "select count(*) from dead_letter where state = 'waiting'",
    }.items():
        if count := await connection.fetchval(statement):
            broken.append(f"{name}: {count}")
    chains: dict[str, list[LoggedEvent]] = {}
    for row in await connection.fetch(HASHED):
        chains.setdefault(str(row["subject"]), []).append(LoggedEvent(**dict(row)))
    links = sum(len(broken_links(chain)) for chain in chains.values())
    return [*broken, f"I6: broken links: {links}"] if links else broken


async def _acknowledged(home: Path, acknowledged: Iterable[tuple[str, str]]) -> list[str]:
    """I1 and I2: each acknowledged command is there, as exactly one event."""
    broken: list[str] = []
    async with database_of(home, "permit") as connection:
        found = await connection.fetch(
            "select key, type, count(*) as n from event_log group by key, type"
        )
        told = {(row["key"], row["type"]): row["n"] for row in found}
    for application, kind in acknowledged:
        count = told.get((application, kind), 0)
        if count != 1:
            broken.append(f"I1, I2: {kind} of {application}: {count} events")
    return broken


async def _heard(home: Path) -> list[str]:
    """I3: every consumer that follows a key has come to its last number, and every reaction has
    one mark per event it was given."""
    broken: list[str] = []
    last: dict[tuple[str, str], int] = {}
    for service in SERVICES:
        async with database_of(home, service) as connection:
            for row in await connection.fetch(
                "select key, max(key_sequence) as n from event_log group by key"
            ):
                last[f"{service}.events", row["key"]] = row["n"]
    for service in SERVICES:
        async with database_of(home, service) as connection:
            for row in await connection.fetch("select * from consumer_position"):
                at = last.get((row["topic"], row["key"]))
                if at != row["key_sequence"]:
                    heard = f"{row['key_sequence']} of {at} on {row['topic']}"
                    broken.append(f"I3: {row['group_name']} has heard {heard}")
    return broken
