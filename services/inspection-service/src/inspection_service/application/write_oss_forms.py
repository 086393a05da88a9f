"""The forms of what is entered in OSS by hand, as things stand when the officer reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.ports import Ports, Stores
from inspection_service.domain.oss_form import (
    Lines,
    OssMatter,
    of_assessment,
    of_business,
    of_follow_up,
    of_inspection,
    of_investment_report,
    of_plan_item,
    of_sanction,
)
from inspection_service.domain.rules import Step
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller

MAX_FORMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a form is about; of a sanction, the rung that is entered (the present one else)."""

    kind: OssMatter
    id: UUID
    step: Step | None = None


async def write_oss_forms(
    office_code: str, matters: Sequence[Matter], caller: Caller, ports: Ports
) -> dict[Matter, Lines]:
    """By the matter; what the office has no such thing of is left out."""
    caller.require(Role.SYSTEM)
    forms: dict[Matter, Lines] = {}
    async with ports.read(system_caller("inspection", office_code)) as stores:
        rows = [one for one in matters if one.kind is OssMatter.PLAN_ITEM]
        if rows:
            forms |= await _plan_items(rows, office_code, stores)
        for one in matters:
            if one.kind is not OssMatter.PLAN_ITEM:
                try:
                    forms[one] = await _form(one, office_code, stores, ports)
                except NotFound:
                    continue
    return forms


async def _plan_items(
    rows: Sequence[Matter], office_code: str, stores: Stores
) -> dict[Matter, Lines]:
    office = await stores.offices.get(office_code)
    items = {one.id: one for one in await stores.plans.items_named([one.id for one in rows])}
    businesses = await stores.businesses.named(sorted({one.business_id for one in items.values()}))
    by_id = {one.id: one for one in businesses}
    return {
        one: of_plan_item(item, by_id[item.business_id], office)
        for one in rows
        if (item := items.get(one.id)) is not None
    }


async def _form(matter: Matter, office_code: str, stores: Stores, ports: Ports) -> Lines:
    office = await stores.offices.get(office_code)
    match matter.kind:
        case OssMatter.FOLLOW_UP:
            follow_up = await stores.follow_ups.get(matter.id)
            violation = await stores.violations.get(follow_up.violation_id)
            business = await stores.businesses.get(follow_up.business_id)
            return of_follow_up(follow_up, violation, business)
        case OssMatter.SANCTION:
            sanction = await stores.sanctions.get(matter.id)
            violation = await stores.violations.get(sanction.violation_id)
            business = await stores.businesses.get(sanction.business_id)
            return of_sanction(sanction, violation, business, office, step=matter.step)
        case OssMatter.INSPECTION:
            inspection = await stores.inspections.get(matter.id)
            found = inspection.bap.violation_ids if inspection.bap else ()
            violations = [await stores.violations.get(one) for one in found]
            business = await stores.businesses.get(inspection.business_id)
            return of_inspection(inspection, violations, business, office)
        case OssMatter.INVESTMENT_REPORT:
            report = await stores.investment_reports.get(matter.id)
            return of_investment_report(report, await stores.businesses.get(report.business_id))
        case OssMatter.ASSESSMENT:
            compliance = await stores.compliance.get(matter.id)
            today = office.day_of(ports.clock.now())
            rule = ports.rules.in_force(office_code=office_code, on=today).compliance
            business = await stores.businesses.get(compliance.business_id)
            return of_assessment(compliance, rule, business)
    return of_business(await stores.businesses.get(matter.id))
