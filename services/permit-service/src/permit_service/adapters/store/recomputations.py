"""Recomputations on PostgreSQL; at most one unfinished for an office, by a partial unique index."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import clock_recomputation as table
from permit_service.adapters.tables import clock_recomputation_line as line_table
from permit_service.adapters.tables.applications import OPEN
from permit_service.application.recomputation_ports import CarriedOut
from permit_service.domain.recomputation import (
    LineCode,
    Phase,
    Recomputation,
    RecomputationAtWork,
    RecomputationLine,
)
from shared.errors import NotFound

_AFFECTED = sa.text(
    f"select id from application where office_code = :office and {OPEN}"  # noqa: S608
    " and calendar_version is distinct from :version"
    " and (cast(:after as uuid) is null or id > cast(:after as uuid)) order by id limit :limit"
)
_LINE = ("application_id", "calendar_before", "due_before", "due_after", "code", "carried_out_at")


class PostgresRecomputations:
    """In the caller's transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, recomputation: Recomputation) -> None:
        """Raises RecomputationAtWork while the office has an unfinished one."""
        added = await self._connection.execute(
            insert(table)
            .values(_columns(recomputation))
            .on_conflict_do_nothing()
            .returning(table.c.id)
        )
        if added.first() is None:
            raise RecomputationAtWork

    async def get(self, recomputation_id: UUID) -> Recomputation:
        """Raises NotFound."""
        found = await self._connection.execute(
            sa.select(table).where(table.c.id == recomputation_id)
        )
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _recomputation(row)

    async def take(self, office_code: str) -> Recomputation | None:
        """Held until the transaction ends."""
        found = await self._connection.execute(
            sa.select(table)
            .where(table.c.office_code == office_code, table.c.finished_at.is_(None))
            .with_for_update(skip_locked=True)
        )
        row = found.mappings().first()
        return None if row is None else _recomputation(row)

    async def save(self, recomputation: Recomputation) -> None:
        """Writes how far it is."""
        await self._connection.execute(
            sa.update(table).where(table.c.id == recomputation.id).values(_columns(recomputation))
        )

    async def affected(
        self, recomputation: Recomputation, *, after: UUID | None, limit: int
    ) -> list[UUID]:
        """In the order of their ids."""
        values = {
            "office": recomputation.office_code,
            "version": recomputation.calendar_version,
            "after": after,
            "limit": limit,
        }
        return list((await self._connection.execute(_AFFECTED, values)).scalars())

    async def save_lines(
        self, recomputation: Recomputation, lines: Sequence[RecomputationLine]
    ) -> None:
        """Keeps or overwrites them in one statement."""
        if not lines:
            return
        owned = {
            "recomputation_id": recomputation.id,
            "office_code": recomputation.office_code,
        }
        statement = insert(line_table).values([asdict(one) | owned for one in lines])
        changing = {name: statement.excluded[name] for name in _LINE if name != "application_id"}
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["recomputation_id", "application_id"], set_=changing
            )
        )

    async def lines(
        self, recomputation_id: UUID, *, after: UUID | None, limit: int
    ) -> list[RecomputationLine]:
        """In the order of the applications' ids."""
        statement = sa.select(*(line_table.c[name] for name in _LINE)).where(
            line_table.c.recomputation_id == recomputation_id
        )
        if after is not None:
            statement = statement.where(line_table.c.application_id > after)
        found = await self._connection.execute(
            statement.order_by(line_table.c.application_id).limit(limit)
        )
        return [_line(row) for row in found.mappings()]

    async def of_application(self, application_id: UUID) -> list[CarriedOut]:
        """Oldest first."""
        found = await self._connection.execute(
            sa.select(
                line_table.c.recomputation_id,
                table.c.calendar_version,
                *(line_table.c[name] for name in _LINE),
            )
            .join(table, table.c.id == line_table.c.recomputation_id)
            .where(
                line_table.c.application_id == application_id,
                line_table.c.carried_out_at.is_not(None),
            )
            .order_by(line_table.c.carried_out_at)
        )
        return [
            CarriedOut(
                recomputation_id=row["recomputation_id"],
                calendar_version=row["calendar_version"],
                line=_line(row),
            )
            for row in found.mappings()
        ]


def _columns(recomputation: Recomputation) -> dict[str, Any]:
    return asdict(recomputation) | {"phase": recomputation.phase.value}


def _recomputation(row: Any) -> Recomputation:
    return Recomputation(**dict(row) | {"phase": Phase(row["phase"])})


def _line(row: Any) -> RecomputationLine:
    code = row["code"]
    return RecomputationLine(
        **{name: row[name] for name in _LINE if name != "code"},
        code=None if code is None else LineCode(code),
    )
