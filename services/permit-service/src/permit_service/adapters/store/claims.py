"""Claims on steps, on PostgreSQL. What two people try at once, an index decides."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import Row, instant
from permit_service.adapters.tables import step_claim as table
from permit_service.domain.errors import HeldByAnother
from permit_service.domain.step_claim import Ending, OfficerStep, StepClaim, Task

# Read with the file of an application.
LIVE_CLAIMS = """
  coalesce((select jsonb_agg(to_jsonb(c) order by c.claimed_at, c.id) from step_claim c
            where c.application_id = a.id and c.ended_at is null), '[]') as claims
"""


class PostgresStepClaims:
    """In the caller's transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, claim: StepClaim) -> None:
        """Raises HeldByAnother when the step is held."""
        kept = await self._connection.execute(
            insert(table)
            .values(_columns_of(claim))
            .on_conflict_do_nothing(
                index_elements=["application_id", "step", "agency"],
                index_where=sa.text("ended_at is null"),
            )
            .returning(table.c.id)
        )
        if kept.first() is None:
            raise HeldByAnother

    async def end(self, claim: StepClaim) -> None:
        """What has ended already stays as it is."""
        await self._connection.execute(
            sa.update(table)
            .where(table.c.id == claim.id, table.c.ended_at.is_(None))
            .values(ended_at=claim.ended_at, ended_by=claim.ended_by, ending=claim.ending)
        )

    async def of_holder(self, holder: str) -> list[StepClaim]:
        """What an account holds, the oldest first."""
        rows = await self._connection.execute(
            sa.select(table)
            .where(table.c.holder == holder, table.c.ended_at.is_(None))
            .order_by(table.c.claimed_at, table.c.id)
        )
        return [claim_of(row) for row in rows.mappings()]


def claim_of(row: Row) -> StepClaim:
    """A row of `step_claim`, also from JSON."""
    ended_at = row["ended_at"]
    return StepClaim(
        id=UUID(str(row["id"])),
        application_id=UUID(str(row["application_id"])),
        office_code=row["office_code"],
        task=Task(step=OfficerStep(row["step"]), agency=row["agency"]),
        holder=row["holder"],
        holder_name=row["holder_name"],
        claimed_at=instant(row["claimed_at"]),
        expires_at=instant(row["expires_at"]),
        ended_at=None if ended_at is None else instant(ended_at),
        ended_by=row["ended_by"],
        ending=None if row["ending"] is None else Ending(row["ending"]),
    )


def _columns_of(claim: StepClaim) -> dict[str, Any]:
    columns = asdict(claim)
    del columns["task"]
    return columns | {"step": claim.task.step.value, "agency": claim.task.agency}
