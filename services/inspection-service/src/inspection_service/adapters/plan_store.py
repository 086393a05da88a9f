"""Annual plans and their items in PostgreSQL."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError

from inspection_service.adapters import tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.inspection import Status
from inspection_service.domain.plan import (
    InspectionPlan,
    ItemExists,
    ItemUnknown,
    PlanExists,
    PlanItem,
    PlanStatus,
)

_ITEM = TypeAdapter(PlanItem)


class PostgresPlans(AggregateStore[InspectionPlan]):
    """Plans and items; the database itself refuses a second plan and a doubled visit."""

    mapping = Mapping(InspectionPlan, tables.inspection_plan)

    async def add(self, aggregate: InspectionPlan) -> InspectionPlan:
        """A new plan; raises PlanExists."""
        try:
            return await super().add(aggregate)
        except IntegrityError as error:
            if tables.ONE_PLAN in str(error.orig):
                raise PlanExists from error
            raise

    async def all(self) -> list[InspectionPlan]:
        """Every plan, the oldest first."""
        return await self.where()

    async def add_items(self, items: Iterable[PlanItem]) -> None:
        """New rows; raises ItemExists."""
        rows = [_row(item) for item in items]
        if not rows:
            return
        try:
            await self._connection.execute(sa.insert(tables.plan_item), rows)
        except IntegrityError as error:
            if tables.ONE_VISIT in str(error.orig):
                raise ItemExists from error
            raise

    async def items(self, plan_id: UUID, *, after: UUID | None, limit: int) -> list[PlanItem]:
        """The rows that stand, in their order."""
        table = tables.plan_item
        conditions = [table.c.plan_id == plan_id, table.c.removed_reason.is_(None)]
        if after is not None:
            conditions.append(table.c.id > after)
        rows = await self._connection.execute(
            sa.select(table).where(*conditions).order_by(table.c.id).limit(limit)
        )
        return [_ITEM.validate_python(row._asdict()) for row in rows]

    async def items_named(self, item_ids: Sequence[UUID]) -> list[PlanItem]:
        """By their ids, in their order."""
        table = tables.plan_item
        rows = await self._connection.execute(
            sa.select(table).where(table.c.id.in_(item_ids)).order_by(table.c.id)
        )
        return [_ITEM.validate_python(row._asdict()) for row in rows]

    async def item_count(self, plan_id: UUID) -> int:
        """How many rows stand."""
        table = tables.plan_item
        counted = await self._connection.execute(
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.plan_id == plan_id, table.c.removed_reason.is_(None))
        )
        return counted.scalar_one()

    async def remove_items(self, plan_id: UUID, item_ids: Iterable[UUID], *, reason: str) -> None:
        """The rows stand no longer; raises ItemUnknown when one did not."""
        wanted = set(item_ids)
        table = tables.plan_item
        removed = await self._connection.execute(
            sa.update(table)
            .where(
                table.c.plan_id == plan_id,
                table.c.id.in_(wanted),
                table.c.removed_reason.is_(None),
            )
            .values(removed_reason=reason)
            .returning(table.c.id)
        )
        if set(removed.scalars()) != wanted:
            raise ItemUnknown

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
                item.c.removed_reason.is_(None),
                plan.c.year == year,
                plan.c.status == PlanStatus.VERIFIED,
                ~taken,
            )
            .order_by(item.c.planned_month, item.c.visit_no)
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else _ITEM.validate_python(row._asdict())


def _row(item: PlanItem) -> dict[str, object]:
    plain: dict[str, object] = _ITEM.dump_python(item)
    return plain | {"reasons": list(item.reasons), "facilities": list(item.facilities)}
