"""Annual plans and their items in PostgreSQL."""

from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from inspection_service.adapters import tables
from inspection_service.domain.inspection import Status
from inspection_service.domain.plan_item import PlanItem

_ITEM = TypeAdapter(PlanItem)


class PostgresPlans:
    """Plans and items."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def verified_item(self, *, location_id: UUID, year: int) -> PlanItem | None:
        """The first item of the place in the year's verified plan that nobody carries out yet."""
        item, plan, visit = tables.plan_item, tables.inspection_plan, tables.inspection
        taken = sa.exists().where(
            visit.c.plan_item_id == item.c.id, visit.c.status != Status.NOT_DONE
        )
        found = await self._connection.execute(
            sa.select(item)
            .join(plan, plan.c.id == item.c.plan_id)
            .where(
                item.c.location_id == location_id,
                plan.c.year == year,
                plan.c.status == "verified",
                ~taken,
            )
            .order_by(item.c.planned_month, item.c.visit_no)
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else _ITEM.validate_python(row._asdict())
