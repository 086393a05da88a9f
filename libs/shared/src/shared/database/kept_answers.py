"""Answers that are kept for repeated requests are kept for so long and no longer.

The marks of messages stay: only those of requests go, with their sealed answers.
"""

from datetime import timedelta

from shared.database.engine import Database

KEPT_FOR = timedelta(days=30)
BATCH = 1_000
MAX_BATCHES = 100

_FORGET = (
    "delete from once_mark where mark in (select mark from once_mark"
    " where mark like 'http:%' and made_at < $1 limit $2 for update skip locked) returning mark"
)


async def forget_answers(database: Database) -> int:
    """How many went; bounded, the rest goes next time. Several may run at once."""
    before = database.clock.now() - KEPT_FOR
    gone = 0
    for _ in range(MAX_BATCHES):
        rows = await database.fetch_all(_FORGET, before, BATCH)
        gone += len(rows)
        if len(rows) < BATCH:
            break
    return gone
