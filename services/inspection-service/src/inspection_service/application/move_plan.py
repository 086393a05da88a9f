"""A plan's way to verification: notified, adjusted by agencies, updated, verified by OSS."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.plan_facts import tell_listed, tell_withdrawn
from inspection_service.application.ports import (
    Ports,
    Work,
)
from inspection_service.domain.business import Risk
from inspection_service.domain.plan import (
    InspectionPlan,
    ItemSource,
    PlanItem,
    PlanStatus,
    PlanStep,
    check_may_be_adjusted,
    due_in_oss,
    is_late_update,
)
from inspection_service.domain.plan_compilation import NAME_UNKNOWN
from shared.contracts.inspection import PlanPublishedV1
from shared.errors import InvalidRequest
from shared.identity import Caller, Role
from shared.messaging.once import Once

PAGE = 500


class NameUnknown(InvalidRequest):
    """An item of the plan holds the business's name (Ps 8(4)a)."""

    message = "The name of this business is not known yet."

    def __init__(self) -> None:
        super().__init__(pointers=(("/add", NAME_UNKNOWN),))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A place that is added."""

    nib: str
    risk: Risk
    planned_month: int
    visit_no: int = 1
    location_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePlan:
    """The next status, with what changes on the way. `reference` is a letter or OSS's answer."""

    caller: Caller
    plan_id: UUID
    to: PlanStatus
    reason: str | None = None
    reference: str | None = None
    add: tuple[NewItem, ...] = ()
    remove: tuple[UUID, ...] = ()
    expected_version: int | None = None
    once: Once | None = None


_MOVERS = {
    PlanStatus.NOTIFIED: (Role.LICENSING_OFFICIAL,),
    # Agencies adjust, or the office writes down what they sent.
    PlanStatus.ADJUSTED: (Role.AGENCY_OFFICER, Role.LICENSING_OFFICIAL),
    PlanStatus.UPDATED: (Role.LICENSING_OFFICIAL,),
    PlanStatus.VERIFIED: (Role.LICENSING_OFFICIAL,),
}


async def move_plan(command: MovePlan, ports: Ports) -> InspectionPlan:
    """Raises WindowClosed, TransitionNotAllowed, ItemExists, ItemUnknown."""
    command.caller.require(*_MOVERS[command.to])
    async with ports.begin(command.caller, once=command.once) as work:
        plan = await work.plans.get(command.plan_id)
        require_version(plan.version, command.expected_version)
        is_late = await _is_late(command, plan, work, ports)
        plan = plan.moved(
            PlanStep(
                status=command.to,
                by=command.caller.actor,
                at=work.now,
                is_late=is_late,
                reference=command.reference,
            )
        )
        plan = await work.plans.save(plan)
        added = [await _item(one, command, plan, work, ports) for one in command.add]
        await work.plans.add_items(added)
        if command.remove:
            await work.plans.remove_items(
                plan.id, command.remove, reason=command.reason or command.to.value
            )
        if command.to is PlanStatus.NOTIFIED:
            await _tell(plan, work)
            added = await _standing(plan, work)
        elif command.remove:
            tell_withdrawn(plan, command.remove, work)
        due_on = await _due_in_oss(command, plan, work, ports)
        tell_listed(plan, [one.id for one in added], due_on=due_on, work=work)
        return work.answer(plan)


async def _is_late(command: MovePlan, plan: InspectionPlan, work: Work, ports: Ports) -> bool:
    office = await work.offices.get(plan.office_code)
    today = office.day_of(work.now)
    dates = ports.rules.in_force(office_code=office.code, on=today).plan
    if command.to is PlanStatus.ADJUSTED:
        check_may_be_adjusted(dates, year=plan.year, today=today)
    return command.to is PlanStatus.UPDATED and is_late_update(dates, year=plan.year, today=today)


async def _due_in_oss(command: MovePlan, plan: InspectionPlan, work: Work, ports: Ports) -> date:
    office = await work.offices.get(plan.office_code)
    today = office.day_of(work.now)
    dates = ports.rules.in_force(office_code=office.code, on=today).plan
    return due_in_oss(dates, year=plan.year, status=command.to)


async def _standing(plan: InspectionPlan, work: Work) -> list[PlanItem]:
    found: list[PlanItem] = []
    after: UUID | None = None
    while page := await work.plans.items(plan.id, after=after, limit=PAGE):
        found += page
        after = page[-1].id
    return found


async def _item(
    new: NewItem, command: MovePlan, plan: InspectionPlan, work: Work, ports: Ports
) -> PlanItem:
    business = await work.businesses.by_nib(new.nib)
    if business.name is None:
        raise NameUnknown
    adjusted = command.to is PlanStatus.ADJUSTED
    return PlanItem(
        id=ports.new_id(),
        office_code=plan.office_code,
        plan_id=plan.id,
        business_id=business.id,
        nib=business.nib,
        name=business.name,
        location_id=business.location(new.location_id).id,
        risk=new.risk,
        visit_no=new.visit_no,
        planned_month=new.planned_month,
        reasons=(command.reason,) if command.reason else (),
        source=ItemSource.ADJUSTMENT if adjusted else ItemSource.PROPOSAL,
    )


async def _tell(plan: InspectionPlan, work: Work) -> None:
    work.events.add(
        PlanPublishedV1(
            office_code=plan.office_code,
            plan_id=plan.id,
            year=plan.year,
            items=await work.plans.item_count(plan.id),
        )
    )


def movers(to: PlanStatus) -> Iterable[Role]:
    """Who may take that step."""
    return _MOVERS[to]
