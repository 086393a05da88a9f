"""What was sealed cannot be changed unseen: each change is found and named, and nothing else is."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.database.engine import Database, connection_arguments
from shared.documents.sealed_code import SealingKeys
from shared.identity import Caller
from shared.ids import new_id
from shared.messaging.event_log import LoggedEvent, event_hash
from shared.messaging.in_process import InProcessBus
from shared.messaging.relay import Relay
from shared.seals.copies import FolderCopies, SealCopies
from shared.seals.rows import read_seals
from shared.seals.sealing import Sealer, Sealing
from shared.seals.verify import Verdict, verify_log
from shared.testing.clock import FixedClock
from shared.testing.probe import SERVICE, write_note

KOTIM = Caller(actor="front office of Kotim", offices=("62.02",))
MALRA = Caller(actor="front office of Malra", offices=("81.02",))
NOTES = [UUID(int=number) for number in (1, 2, 3)]
TABLES = ("event_log", "feed", "stream_head", "audit_seal")


@dataclass
class Log:
    """A log that is written, published, sealed, changed behind its back, and verified."""

    database: Database
    sealer: Sealer
    superuser: asyncpg.Connection
    home: Path

    async def write(self, rounds: int) -> None:
        """Events of three subjects in turn, of two offices."""
        for _ in range(rounds):
            for place, note in enumerate(NOTES):
                await write_note(self.database, MALRA if place == 1 else KOTIM, note)
        await publish(self.database)

    async def verify(self) -> Verdict:
        return await verify_log(
            self.database.url.render_as_string(hide_password=False),
            log=SERVICE,
            keys=self.sealer.sealing.keys.published(),
            copies=self.sealer.sealing.copies,
        )

    async def found(self) -> list[str]:
        return sorted(map(str, (await self.verify()).findings))

    async def change(self, *statements: str) -> None:
        """As whoever owns the database: no policy, no key and no trigger binds."""
        await self.superuser.execute("set session_replication_role = replica")
        for statement in statements:
            await self.superuser.execute(statement)

    async def keep_originals(self) -> None:
        for table in TABLES:
            await self.superuser.execute(f"create temporary table original_{table} (like {table})")
            await self.superuser.execute(f"insert into original_{table} table {table}")

    async def restore(self) -> None:
        for table in TABLES:
            await self.change(f"delete from {table}", f"insert into {table} table original_{table}")

    def copy(self, number: int) -> Path:
        return self.home / "copies" / f"{number:012d}.json"


async def publish(database: Database) -> None:
    """Lets the relay run until nothing waits."""
    relay = Relay(database, InProcessBus())
    connection = await relay.connect()
    try:
        while await connection.fetchval("select count(*) from unpublished"):
            await relay.step(connection)
    finally:
        await connection.close()


def sealer_of(database: Database, home: Path, copies: SealCopies | None = None) -> Sealer:
    sealing = Sealing(
        keys=SealingKeys.at(home / "keys", clock=database.clock),
        copies=copies or FolderCopies(home / "copies"),
        interval_seconds=3600,
    )
    return Sealer(database=database, sealing=sealing, clock=database.clock)


@pytest.fixture
async def log(database: Database, address: str, tmp_path: Path) -> AsyncIterator[Log]:
    superuser = await asyncpg.connect(**connection_arguments(database.url))
    yield Log(database, sealer_of(database, tmp_path), superuser, tmp_path)
    await superuser.close()


async def rewrite(log: Log, subject: UUID, sequence: int) -> None:
    """An attacker who knows how hashes are made: everything agrees again, down to the head."""
    rows = await log.superuser.fetch(
        "select id, office, subject_type, subject, sequence, key, key_sequence, type, version,"
        " actor, reason, occurred_at, data, previous_hash, hash from event_log"
        " where subject = $1 and sequence >= $2 order by sequence",
        subject,
        sequence,
    )
    previous = rows[0]["previous_hash"]
    for row in rows:
        event = replace(LoggedEvent(**dict(row)), previous_hash=previous)
        if event.sequence == sequence:
            event = replace(event, actor="somebody else")
        previous = event_hash(event)
        await log.superuser.execute(
            "update event_log set actor = $2, previous_hash = $3, hash = $4 where id = $1",
            event.id,
            event.actor,
            event.previous_hash,
            previous,
        )
    await log.superuser.execute(
        "update stream_head set chain_head = $2 where id = $1", str(subject), previous
    )


def event(position: int) -> str:
    """How a finding names the event that was published at a position."""
    subject, sequence = NOTES[(position - 1) % 3], (position - 1) // 3 + 1
    return f"note {subject}, event {sequence} of the subject"


def at(position: int) -> str:
    return f"(select event_id from feed where position = {position})"


def without(condition: str) -> Sequence[str]:
    return (
        f"delete from event_log where id in (select event_id from feed where {condition})",
        f"delete from feed where {condition}",
    )


def swap(one: int, other: int) -> Sequence[str]:
    return [
        f"update feed set position = {to} where position = {where}"
        for where, to in ((one, 1000), (other, one), (1000, other))
    ]


HEADS = (
    "update stream_head h set sequence = l.sequence, chain_head = l.hash,"
    " key_sequence = l.sequence from (select distinct on (subject) subject, sequence, hash"
    " from event_log order by subject, sequence desc) l where h.id = l.subject::text"
)

# Two seals, up to 12 and up to 24; 25 to 27 are not sealed yet. What was done, and what is found.
CHANGES: dict[str, tuple[Sequence[str], list[str]]] = {
    "an edit": (
        [f"update event_log set data = '{{}}' where id = {at(5)}"],
        [f"edited, position 5, {event(5)}"],
    ),
    "an edit that is not sealed yet": (
        [f"update event_log set actor = 'x' where id = {at(26)}"],
        [f"edited, position 26, {event(26)}"],
    ),
    "a deletion": (
        without("position = 7"),
        [f"deleted, {event(7)}", "deleted, position 7"],
    ),
    "a deletion from the feed alone": (
        ["delete from feed where position = 8"],
        [f"deleted, {event(8)}", "deleted, position 8"],
    ),
    "a deletion after which the positions were closed up": (
        [
            *without("position = 12"),
            "update feed set position = position + 999 where position > 12",
            "update feed set position = position - 1000 where position > 12",
        ],
        [f"deleted, {event(12)}", "deleted, position 12"],
    ),
    "the deletion of a subject's last event": (
        without("position = 27"),
        [f"deleted, {event(27)}"],
    ),
    "a swap of two positions": (
        swap(4, 11),
        [f"reordered, position 11, {event(4)}", f"reordered, position 4, {event(11)}"],
    ),
    "a swap over the border of two seals": (
        swap(3, 20),
        [f"reordered, position 20, {event(3)}", f"reordered, position 3, {event(20)}"],
    ),
    "two events of a subject that changed places": (
        [
            "update event_log set sequence = sequence + 1000"
            f" where subject = '{NOTES[0]}' and sequence in (2, 3)",
            "update event_log set sequence = 1005 - sequence"
            f" where subject = '{NOTES[0]}' and sequence > 1000",
        ],
        [f"reordered, position 4, {event(7)}", f"reordered, position 7, {event(4)}"],
    ),
    "a cut": (
        [*without("position > 20"), HEADS, "delete from audit_seal where number = 2"],
        ["truncated, position 21 to 24"],
    ),
    "a cut, the seals too": (
        [*without("position > 0"), "delete from stream_head", "delete from audit_seal"],
        ["missing_seal, seal 1", "truncated, position 1 to 12", "truncated, position 13 to 24"],
    ),
    "a seal of another root": (
        ["update audit_seal set root = sha256('x') where number = 1"],
        ["forged_seal, seal 1"],
    ),
    "an older seal in a newer one's place": (
        [
            "update audit_seal n set signature = o.signature from audit_seal o"
            " where n.number = 2 and o.number = 1"
        ],
        ["forged_seal, seal 2"],
    ),
    "a seal that was taken away": (
        ["delete from audit_seal where number = 1"],
        ["missing_seal, seal 1"],
    ),
}


async def test_each_change_of_a_sealed_log_is_found_and_named(log: Log) -> None:
    await log.write(4)
    await log.sealer.step()
    await log.write(4)
    await log.sealer.step()
    await log.write(1)
    verdict = await log.verify()
    assert (verdict.findings, verdict.events, verdict.seals) == ((), 27, 2)

    await log.keep_originals()
    found = {}
    for name, (statements, _) in CHANGES.items():
        await log.change(*statements)
        found[name] = await log.found()
        await log.restore()
    assert found == {name: sorted(expected) for name, (_, expected) in CHANGES.items()}

    # Somebody who makes every hash anew is found by the seals alone.
    await rewrite(log, NOTES[1], 6)
    assert await log.found() == [
        f"edited, position {position}, {event(position)}" for position in (17, 20, 23)
    ]
    # Who has taken the copy away as well hides where it was, and not that it was.
    log.copy(2).unlink()
    assert await log.found() == ["edited, position 13 to 24, seal 2", "missing_copy, seal 2"]
    await log.restore()
    assert await log.found() == ["missing_copy, seal 2"]
    log.copy(1).chmod(0o600)
    log.copy(1).write_bytes(log.copy(1).read_bytes().replace(b'"leaves": "', b'"leaves": "AAAA'))
    assert await log.found() == ["forged_copy, seal 1", "missing_copy, seal 2"]


async def test_a_log_that_is_written_to_is_clean(log: Log, second_database: Database) -> None:
    """Writers, a relay and two sealers at once, while it is verified again and again."""
    relay = Relay(log.database, InProcessBus())
    other = sealer_of(second_database, log.home)

    async def for_ever(step: Callable[[], Awaitable[object]]) -> None:
        while True:
            await step()

    work: list[Awaitable[None]] = [
        relay.run(),
        for_ever(lambda: write_note(log.database, KOTIM, NOTES[0])),
        for_ever(lambda: write_note(second_database, MALRA, new_id())),
        for_ever(log.sealer.step),
        for_ever(other.step),
    ]
    tasks = [asyncio.ensure_future(one) for one in work]
    verdicts = []
    async with asyncio.timeout(60):
        while not verdicts or verdicts[-1].seals < 8:
            assert [one.exception() for one in tasks if one.done()] == []
            verdicts.append(await log.verify())
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    assert [one.findings for one in verdicts if one.findings] == []
    seals = await read_seals(log.database, before=None, limit=200)
    assert [one["number"] for one in seals] == list(range(len(seals), 0, -1))


class DiesAfterwards(FolderCopies):
    """Keeps the copy; whoever asked for it does not live to see it."""

    async def keep(self, number: int, content: bytes) -> bytes:
        await super().keep(number, content)
        raise ConnectionError


async def test_whoever_died_after_the_copy_is_continued_from_it(log: Log) -> None:
    await log.write(1)
    dying = sealer_of(log.database, log.home, DiesAfterwards(log.home / "copies"))
    with pytest.raises(ConnectionError):
        await dying.step()
    kept = log.copy(1).read_bytes()
    assert await read_seals(log.database, before=None, limit=1) == []
    assert await log.found() == []

    await log.write(1)
    assert await log.sealer.step() == 2
    assert await log.sealer.step() == 0
    seals = await read_seals(log.database, before=None, limit=5)
    assert [(one["number"], one["position"]) for one in seals] == [(2, 6), (1, 3)]
    assert seals[1]["signature"].encode() in log.copy(1).read_bytes() == kept
    assert await log.found() == []


async def test_nothing_is_sealed_over_a_change(log: Log) -> None:
    await log.write(2)
    await log.sealer.step()
    await log.keep_originals()
    await log.change(*without("position > 3"), HEADS, "delete from audit_seal")
    assert await log.sealer.step() == 0

    await log.restore()
    await log.write(1)
    content = log.copy(1).read_bytes()
    log.copy(1).unlink()
    assert await log.sealer.step() == 0
    log.copy(1).write_bytes(content)
    assert await log.sealer.step() == 1
    log.copy(2).rename(log.home / "aside")
    log.copy(2).write_bytes(content)
    await log.write(1)
    assert await log.sealer.step() == 0
    (log.home / "aside").replace(log.copy(2))
    await log.change("update audit_seal set frontier = sha256('x') where number = 2")
    await log.write(1)
    assert await log.sealer.step() == 0
    assert await log.found() == ["forged_seal, seal 2"]


async def test_seals_of_an_older_key_stay_genuine_and_a_strangers_are_not(
    log: Log, tmp_path: Path
) -> None:
    await log.write(1)
    await log.sealer.step()
    assert isinstance(log.database.clock, FixedClock)
    log.database.clock.move(timedelta(seconds=1))
    log.sealer.sealing.keys.rotate()
    await log.write(1)
    await log.sealer.step()
    first, second = reversed(await read_seals(log.database, before=None, limit=2))
    assert first["key_id"] != second["key_id"]
    assert await log.found() == []

    stranger = SealingKeys.at(tmp_path / "other", clock=log.database.clock).published()
    verdict = await verify_log(
        log.database.url.render_as_string(hide_password=False),
        log=SERVICE,
        keys=stranger,
        copies=log.sealer.sealing.copies,
    )
    assert {str(one.kind) for one in verdict.findings} == {"forged_seal", "forged_copy"}


@pytest.mark.parametrize(
    "statement",
    [
        "delete from audit_seal",
        "update audit_seal set root = ''",
        "insert into audit_seal values (9, 9, '', '', '', now(), '', '')",
    ],
)
async def test_the_application_can_only_read_seals(log: Log, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with log.database.begin(KOTIM) as work:
            await work.connection.execute(text(statement))
