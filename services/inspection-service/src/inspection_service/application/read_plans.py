"""Plans and their items as staff see them."""

from uuid import UUID

from inspection_service.application.guards import is_reader
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.plan import InspectionPlan, PlanItem
from shared.errors import Forbidden, Unauthenticated
from shared.identity import ANYBODY, Caller


async def list_plans(caller: Caller, ports: Ports) -> list[InspectionPlan]:
    """Every plan of the office: one a year."""
    _require_reader(caller)
    async with ports.read(caller) as stores:
        return await stores.plans.all()


async def show_plan(plan_id: UUID, caller: Caller, ports: Ports) -> InspectionPlan:
    """One plan; raises NotFound."""
    _require_reader(caller)
    async with ports.read(caller) as stores:
        return await stores.plans.get(plan_id)


async def list_items(
    plan_id: UUID, caller: Caller, ports: Ports, *, after: UUID | None, limit: int
) -> list[PlanItem]:
    """The plan's rows, one more than `limit`."""
    _require_reader(caller)
    async with ports.read(caller) as stores:
        plan = await stores.plans.get(plan_id)
        return await stores.plans.items(plan.id, after=after, limit=limit + 1)


def _require_reader(caller: Caller) -> None:
    if caller is ANYBODY:
        raise Unauthenticated
    if not is_reader(caller):
        raise Forbidden
