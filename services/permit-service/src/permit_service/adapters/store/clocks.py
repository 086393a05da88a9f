"""Running clocks and the rules of warnings on PostgreSQL.

The candidates come from partial indexes that hold what was not told yet: a step costs what there
is to tell, however many applications there are.
"""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import clock_rule as table
from permit_service.adapters.tables.applications import RUNS
from permit_service.domain.clock_rule import ClockRule, ClockRuleExists

_OVERDUE = sa.text(
    f"select id from application where office_code = :office and {RUNS}"  # noqa: S608
    " and exceeded_on is distinct from due_on and due_on is not null"
    " and (due_at < :at or due_at is null)"
    " order by due_at nulls first limit :limit for update skip locked"
)
_ENDING = sa.text(
    f"select id from application where office_code = :office and {RUNS}"  # noqa: S608
    " and warned_on is distinct from due_on and due_on <= :until"
    " order by due_on limit :limit for update skip locked"
)


class PostgresRunningClocks:
    """Applications whose clocks run."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def overdue(self, office_code: str, *, at: datetime, limit: int) -> list[UUID]:
        """Held until the transaction ends."""
        values = {"office": office_code, "at": at, "limit": limit}
        return list((await self._connection.execute(_OVERDUE, values)).scalars())

    async def ending(self, office_code: str, *, until: date, limit: int) -> list[UUID]:
        """Held until the transaction ends."""
        values = {"office": office_code, "until": until, "limit": limit}
        return list((await self._connection.execute(_ENDING, values)).scalars())


class PostgresClockRules:
    """Rules of an office, by date."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, office_code: str) -> list[ClockRule]:
        """Oldest first."""
        found = await self._connection.execute(
            sa.select(table.c.effective_from, table.c.warn_before, table.c.source, table.c.verified)
            .where(table.c.office_code == office_code)
            .order_by(table.c.effective_from)
        )
        return [ClockRule(**row) for row in found.mappings()]

    async def add(self, office_code: str, rule: ClockRule, *, by: str, at: datetime) -> None:
        """Raises ClockRuleExists for a second one from the same day."""
        added = await self._connection.execute(
            insert(table)
            .values(
                office_code=office_code,
                effective_from=rule.effective_from,
                warn_before=rule.warn_before,
                source=rule.source,
                verified=rule.verified,
                recorded_by=by,
                recorded_at=at,
            )
            .on_conflict_do_nothing()
            .returning(table.c.office_code)
        )
        if added.first() is None:
            raise ClockRuleExists
