"""A sanction for a violation: an official or inspector proposes it, the Head imposes it at once.

Who holds both roles only proposes, so that four eyes see every sanction.
"""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.ports import (
    Ports,
    Work,
)
from inspection_service.application.sanction_facts import rung_for, tell_imposed
from inspection_service.domain.business import Business
from inspection_service.domain.ladder import check_licences, entry_reason
from inspection_service.domain.office import Office
from inspection_service.domain.rules import RuleSet, Step
from inspection_service.domain.sanction import Sanction
from inspection_service.domain.violation import Violation
from shared.identity import Caller, Role
from shared.messaging.once import Once

SERIES = "SNK"
PROPOSERS = (Role.LICENSING_OFFICIAL, Role.INSPECTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSanction:
    """Without `licence_ids`, the sanction touches those that the violation concerns."""

    caller: Caller
    violation_id: UUID
    step: Step
    licence_ids: tuple[UUID, ...] = ()
    once: Once | None = None


async def propose_sanction(command: ProposeSanction, ports: Ports) -> Sanction:
    """Raises EntryNotAllowed, GuidanceFirst, LicenceNotOfBusiness, AlreadySanctioned."""
    command.caller.require(Role.HEAD, *PROPOSERS)
    async with ports.begin(command.caller, once=command.once) as work:
        violation = await work.violations.get(command.violation_id)
        business = await work.businesses.get(violation.business_id)
        office = await work.offices.get(violation.office_code)
        today = office.day_of(work.now)
        rules = ports.rules.in_force(office_code=office.code, on=today)
        follow_ups = await work.follow_ups.of_violation(violation.id)
        reason = entry_reason(
            rules.ladder,
            violation,
            step=command.step,
            guidance_failed=any(one.has_failed(today=today) for one in follow_ups),
        )
        sanction = await _proposal(
            command, violation, business, office, rules, work, ports, reason=reason
        )
        if not command.caller.has(*PROPOSERS):
            rung = rung_for(command.step, by=command.caller, office=office, rules=rules, work=work)
            sanction = sanction.impose_at_once(rung, found_by=violation.recorded_by)
        sanction = await work.sanctions.add(sanction)
        if sanction.rungs:
            tell_imposed(sanction, work)
        return work.answer(sanction)


async def _proposal(
    command: ProposeSanction,
    violation: Violation,
    business: Business,
    office: Office,
    rules: RuleSet,
    work: Work,
    ports: Ports,
    *,
    reason: str,
) -> Sanction:
    licences = business.licences_named(command.licence_ids or violation.licence_ids)
    check_licences(rules.ladder, command.step, licences)
    year = office.day_of(work.now).year
    place = await work.numbers.next(office.code, series=SERIES, year=year)
    return Sanction(
        id=ports.new_id(),
        office_code=office.code,
        number=office.number(SERIES, place=place, year=year),
        violation_id=violation.id,
        business_id=business.id,
        nib=business.nib,
        level=violation.level,
        step=command.step,
        licence_ids=tuple(licence.id for licence in licences),
        entry_reason=reason,
        ruleset_version=rules.version,
        proposed_by=command.caller.actor,
        proposed_at=work.now,
    )
