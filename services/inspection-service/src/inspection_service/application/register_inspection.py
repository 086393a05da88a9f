"""An official registers an inspection: routine by a verified plan, incidental by a circumstance."""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.ports import (
    Ports,
    Work,
)
from inspection_service.domain.business import Business, Location, Risk
from inspection_service.domain.errors import ComplaintUnknown
from inspection_service.domain.frequency import allowance, check_another_visit
from inspection_service.domain.inspection import (
    Circumstance,
    Form,
    Inspection,
    Kind,
    Mode,
    Trigger,
    check_plan,
    check_reasons,
    check_supervised,
    form_for,
)
from inspection_service.domain.rules import RuleSet
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once

SERIES = "INS"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterInspection:
    """`location_id` may be left out where the business has one place only."""

    caller: Caller
    nib: str
    kind: Kind
    mode: Mode
    location_id: UUID | None = None
    triggers: tuple[Trigger, ...] = ()
    mode_reason: str | None = None
    form: Form | None = None
    form_reason: str | None = None
    once: Once | None = None


async def register_inspection(command: RegisterInspection, ports: Ports) -> Inspection:
    """Raises VerifiedPlanMissing, TriggerMissing, FrequencyLimitReached and the like."""
    command.caller.require(Role.LICENSING_OFFICIAL)
    check_reasons(
        kind=command.kind,
        mode=command.mode,
        triggers=command.triggers,
        mode_reason=command.mode_reason,
    )
    async with ports.begin(command.caller, once=command.once) as work:
        await _check_complaints(command.triggers, work)
        business = await work.businesses.by_nib(command.nib)
        location = business.location(command.location_id)
        office = await work.offices.get(business.office_code)
        today = office.day_of(work.now)
        check_supervised(business, on=today)
        rules = ports.rules.in_force(office_code=office.code, on=today)
        plan_item_id, risk = await _plan_item(command, business, location, rules, work, today.year)
        place = await work.numbers.next(office.code, series=SERIES, year=today.year)
        inspection = await work.inspections.add(
            Inspection(
                id=ports.new_id(),
                office_code=office.code,
                number=office.number(SERIES, place=place, year=today.year),
                business_id=business.id,
                nib=business.nib,
                location_id=location.id,
                kind=command.kind,
                mode=command.mode,
                form=form_for(
                    business,
                    kind=command.kind,
                    form=command.form,
                    form_reason=command.form_reason,
                ),
                risk=risk,
                ruleset_version=rules.version,
                planned_year=today.year,
                created_by=command.caller.actor,
                created_at=work.now,
                triggers=command.triggers,
                plan_item_id=plan_item_id,
                mode_reason=command.mode_reason,
                form_reason=command.form_reason,
            )
        )
        return work.answer(inspection)


async def _check_complaints(triggers: tuple[Trigger, ...], work: Work) -> None:
    """A complaint that is named as the source stands in the register (Ps 17(1)a)."""
    for trigger in triggers:
        if trigger.circumstance is not Circumstance.COMPLAINT or trigger.source is None:
            continue
        try:
            await work.complaints.by_number(trigger.source)
        except NotFound:
            raise ComplaintUnknown from None


async def _plan_item(
    command: RegisterInspection,
    business: Business,
    location: Location,
    rules: RuleSet,
    work: Work,
    year: int,
) -> tuple[UUID | None, Risk | None]:
    """The item of the verified plan that a routine inspection carries out, and its risk."""
    if command.kind is not Kind.ROUTINE:
        return None, None
    item = await work.plans.verified_item(location_id=location.id, year=year)
    check_plan(kind=command.kind, plan_item_id=None if item is None else item.id)
    assert item is not None
    visits = await work.inspections.routine_visits(
        location_id=location.id, risk=item.risk, year=year
    )
    allowed = allowance(
        rules.frequency, risk=item.risk, rating=business.compliance, scale=business.scale
    )
    check_another_visit(allowed, visits_so_far=visits)
    return item.id, item.risk
