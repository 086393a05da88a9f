"""The feed: what was published, by a dense position. Rebuilds and outside readers follow it.

An actor is told to siblings alone, and only where the contract says so; what leaves the building
has none: who did it stays in the audit trail.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.contracts.event import tells_actor
from shared.database.engine import Database
from shared.identity import Caller

MAX_EVENTS = 1_000

_FEED = text(
    "select f.position, e.id, e.type, e.version, e.office, e.subject_type, e.subject,"
    " e.sequence, e.key, e.key_sequence, e.occurred_at, e.correlation, e.causation, e.data,"
    " e.actor"
    " from feed f join event_log e on e.id = f.event_id where f.position > :after"
    " order by f.position limit :limit"
)
_TRAIL = text(
    "select id, office, subject_type, subject, sequence, key, key_sequence, type, version, actor,"
    " reason, occurred_at, correlation, causation, data, previous_hash, hash from event_log"
    " where subject_type = :subject_type and subject = :subject order by sequence limit 1000"
)


async def read_feed(
    database: Database, caller: Caller, after: int, limit: int
) -> list[dict[str, Any]]:
    """Events after a position, oldest first; `data` is the text that was hashed."""
    async with database.read(caller) as connection:
        rows = await connection.execute(_FEED, {"after": after, "limit": min(limit, MAX_EVENTS)})
        return [_told(dict(row)) for row in rows.mappings()]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return row if tells_actor(row["type"], row["version"]) else row | {"actor": None}


async def audit_trail(
    database: Database, caller: Caller, subject_type: str, subject: UUID
) -> list[dict[str, Any]]:
    """One subject's history with actors and hashes (hex), in sequence."""
    async with database.read(caller) as connection:
        rows = await connection.execute(_TRAIL, {"subject_type": subject_type, "subject": subject})
        return [
            dict(row) | {"previous_hash": row["previous_hash"].hex(), "hash": row["hash"].hex()}
            for row in rows.mappings()
        ]
