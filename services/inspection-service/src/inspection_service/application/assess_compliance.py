"""The two parts of an assessment, each by whom the article names, and the value of OSS (Ps 11).

Each change that gives another rating changes the business, and is told.
"""

from dataclasses import dataclass, replace

from inspection_service.application.ports import Ports, Work
from inspection_service.domain.business import Business, Rating
from inspection_service.domain.compliance import (
    AdministrativePart,
    Compliance,
    OssValue,
    TechnicalPart,
)
from inspection_service.domain.rules import ComplianceRule
from shared.contracts.inspection import ComplianceAssessedV1, ComplianceRatedV1
from shared.identity import Caller, Role
from shared.messaging.once import Once

Part = TechnicalPart | AdministrativePart | OssValue


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessCompliance:
    """One part of a business's assessment of a year; it takes the place of an older one."""

    caller: Caller
    nib: str
    year: int
    part: Part
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """The assessment with the rule that makes its value."""

    compliance: Compliance
    rule: ComplianceRule


async def assess_compliance(command: AssessCompliance, ports: Ports) -> Assessed:
    """Raises Forbidden: agencies score the technical part, the DPMPTSP the administrative one
    and what OSS determined (Ps 11(2)-(4))."""
    command.caller.require(_assessor(command.part))
    async with ports.begin(command.caller, once=command.once) as work:
        business = await work.businesses.by_nib(command.nib)
        office = await work.offices.get(business.office_code)
        rules = ports.rules.in_force(office_code=office.code, on=office.day_of(work.now))
        found = await work.compliance.of_year(business.id, year=command.year)
        known = found or Compliance(
            id=ports.new_id(),
            office_code=office.code,
            business_id=business.id,
            nib=business.nib,
            year=command.year,
            ruleset_version=rules.version,
        )
        changed = replace(_with(known, command.part), ruleset_version=rules.version)
        save = work.compliance.add if found is None else work.compliance.save
        compliance = await save(changed)
        if not isinstance(command.part, OssValue) and compliance.is_complete:
            _tell_assessed(compliance, work)
        await carry_rating(business, compliance, compliance.rating(rules.compliance), work)
        return work.answer(Assessed(compliance=compliance, rule=rules.compliance))


def _assessor(part: Part) -> Role:
    return Role.AGENCY_OFFICER if isinstance(part, TechnicalPart) else Role.LICENSING_OFFICIAL


def _with(compliance: Compliance, part: Part) -> Compliance:
    match part:
        case TechnicalPart():
            return compliance.with_technical(part)
        case AdministrativePart():
            return compliance.with_administrative(part)
        case OssValue():
            return compliance.with_oss(part)


def _tell_assessed(compliance: Compliance, work: Work) -> None:
    """Both parts are entered in OSS, which determines the value of them (Ps 11(4))."""
    work.events.add(
        ComplianceAssessedV1(
            office_code=compliance.office_code,
            compliance_id=compliance.id,
            business_id=compliance.business_id,
            nib=compliance.nib,
            year=compliance.year,
            assessed_at=work.now,
        )
    )


async def carry_rating(
    business: Business, compliance: Compliance, rating: Rating | None, work: Work
) -> None:
    """The business carries the rating of its newest year."""
    newest = await work.compliance.of_business(business.id)
    if rating is None or compliance.year < max(one.year for one in newest):
        return
    if rating is business.compliance:
        return
    await work.businesses.save(replace(business, compliance=rating))
    work.events.add(
        ComplianceRatedV1(
            office_code=business.office_code,
            business_id=business.id,
            nib=business.nib,
            year=compliance.year,
            rating=rating.value,
        )
    )


async def ratings_of(nib: str, caller: Caller, ports: Ports) -> list[Assessed]:
    """Every year's assessment of a business, the oldest first; staff of its office only."""
    caller.require(
        Role.LICENSING_OFFICIAL,
        Role.AGENCY_OFFICER,
        Role.INSPECTOR,
        Role.HEAD,
        Role.PROVINCE,
        Role.BACK_OFFICE,
        Role.FRONT_OFFICE,
    )
    async with ports.read(caller) as stores:
        business = await stores.businesses.by_nib(nib)
        office = await stores.offices.get(business.office_code)
        found = await stores.compliance.of_business(business.id)
    today = office.day_of(ports.clock.now())
    rule = ports.rules.in_force(office_code=office.code, on=today).compliance
    return [Assessed(compliance=one, rule=rule) for one in found]
