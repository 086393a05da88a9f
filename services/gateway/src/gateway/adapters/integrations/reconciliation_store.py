"""Comparisons with outside systems on PostgreSQL, as they came out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import integration_reconciliation as table
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import Finding, Reconciliation

_FINDINGS = TypeAdapter(tuple[Finding, ...])


class PostgresReconciliations:
    """Those of the caller's offices."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, reconciliation: Reconciliation) -> None:
        """Keeps it."""
        one = reconciliation
        await self._connection.execute(
            sa.insert(table).values(
                id=one.id,
                office_code=one.office_code,
                system=one.system,
                period=one.period,
                ran_at=one.ran_at,
                counted_here=one.counted_here,
                counted_there=one.counted_there,
                findings=_FINDINGS.dump_python(one.findings, mode="json"),
            )
        )

    async def page(
        self, system: OutsideSystem, *, before: UUID | None, limit: int
    ) -> Sequence[Reconciliation]:
        """The latest first, one more than the limit."""
        query = (
            sa.select(table)
            .where(table.c.system == system)
            .order_by(table.c.id.desc())
            .limit(limit + 1)
        )
        if before is not None:
            query = query.where(table.c.id < before)
        return [_kept(row) for row in (await self._connection.execute(query)).mappings()]

    async def last_of(self, system: OutsideSystem, office_code: str) -> Reconciliation | None:
        """The latest of an office."""
        found = await self._connection.execute(
            sa.select(table)
            .where(table.c.system == system, table.c.office_code == office_code)
            .order_by(table.c.id.desc())
            .limit(1)
        )
        row = found.mappings().first()
        return None if row is None else _kept(row)


def _kept(row: Any) -> Reconciliation:
    values = dict(row)
    return Reconciliation(
        **values
        | {
            "system": OutsideSystem(values["system"]),
            "findings": _FINDINGS.validate_python(values["findings"]),
        }
    )
