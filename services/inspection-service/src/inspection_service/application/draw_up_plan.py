"""The office draws up the plan of a year from the businesses it knows (Ps 8(3)-(6))."""

from dataclasses import dataclass

from inspection_service.application.guards import own_office
from inspection_service.application.ports import (
    Ports,
    Work,
)
from inspection_service.domain.business import Business
from inspection_service.domain.plan import (
    InspectionPlan,
    PlanStatus,
    PlanStep,
    check_may_be_drawn,
)
from inspection_service.domain.plan_compilation import compile_plan
from shared.identity import Caller, Role
from shared.messaging.once import Once

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawUpPlan:
    """The year that is planned."""

    caller: Caller
    year: int
    once: Once | None = None


async def draw_up_plan(command: DrawUpPlan, ports: Ports) -> InspectionPlan:
    """Raises TooEarlyToPlan, PlanExists. A plan that is drawn up late is marked so."""
    command.caller.require(Role.LICENSING_OFFICIAL)
    office_code = own_office(command.caller)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(office_code)
        today = office.day_of(work.now)
        rules = ports.rules.in_force(office_code=office_code, on=today)
        is_late = check_may_be_drawn(rules.plan, year=command.year, today=today)
        plan_id = ports.new_id()
        compiled = compile_plan(
            await _businesses(work),
            rules.frequency,
            plan_id=plan_id,
            realised=await work.investment_reports.realised(),
            fresh_id=ports.new_id,
        )
        latest = await work.operations.latest()
        drawn = PlanStep(
            status=PlanStatus.DRAFT, by=command.caller.actor, at=work.now, is_late=is_late
        )
        plan = await work.plans.add(
            InspectionPlan(
                id=plan_id,
                office_code=office_code,
                year=command.year,
                ruleset_version=rules.version,
                created_by=command.caller.actor,
                created_at=work.now,
                history=(drawn,),
                exclusions=compiled.exclusions,
                source_import_id=latest,
            )
        )
        await work.plans.add_items(compiled.items)
        return work.answer(plan)


async def _businesses(work: Work) -> list[Business]:
    found: list[Business] = []
    after: str | None = None
    while batch := await work.businesses.page(after=after, limit=BATCH):
        found += batch
        after = batch[-1].nib
    return found
