"""What the counter keeps, on PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import Row, instant
from permit_service.adapters.tables import original_seen, wrong_claim_codes
from permit_service.domain.counter import OriginalSeen, WrongCodes

# Read with the file of an application.
ORIGINALS = """
  coalesce((select jsonb_agg(to_jsonb(o) order by o.requirement_no) from original_seen o
            where o.application_id = a.id), '[]') as originals
"""


class PostgresOriginals:
    """In the caller's transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(
        self, application_id: UUID, seen: Sequence[OriginalSeen], *, office_code: str
    ) -> None:
        """The first time that an original was seen stays."""
        owned = {"application_id": application_id, "office_code": office_code}
        statement = insert(original_seen).values([asdict(one) | owned for one in seen])
        returned = sa.func.coalesce(original_seen.c.returned_at, statement.excluded.returned_at)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["application_id", "requirement_no"],
                set_={"returned_at": returned},
            )
        )


class PostgresWrongClaimCodes:
    """An account's own count, which no office sees."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, actor: str, *, now: datetime) -> WrongCodes:
        """Held until the transaction ends, so that many at once are all counted."""
        await self._connection.execute(
            insert(wrong_claim_codes)
            .values(actor=actor, since=now, count=0)
            .on_conflict_do_nothing()
        )
        found = await self._connection.execute(
            sa.select(wrong_claim_codes).where(wrong_claim_codes.c.actor == actor).with_for_update()
        )
        return WrongCodes(**found.mappings().one())

    async def save(self, wrong: WrongCodes) -> None:
        """Writes the count."""
        await self._connection.execute(
            sa.update(wrong_claim_codes)
            .where(wrong_claim_codes.c.actor == wrong.actor)
            .values(since=wrong.since, count=wrong.count)
        )


def original_of(row: Row) -> OriginalSeen:
    """A row of `original_seen`, from JSON."""
    returned_at = row["returned_at"]
    return OriginalSeen(
        requirement_no=row["requirement_no"],
        seen_by=row["seen_by"],
        seen_at=instant(row["seen_at"]),
        returned_at=None if returned_at is None else instant(returned_at),
    )
