"""The SKRD: what an application owes, assessed by the back office, revisable until it is paid."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from permit_service.application.access import VALIDATORS
from permit_service.application.dossier import Dossier
from permit_service.application.numbers import next_number
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.office_rule import RuleKey, rule_on
from permit_service.domain.retribution import Assessment, require_retribution
from permit_service.domain.steps import Status
from shared.contracts.permit import RetributionAssessedV1
from shared.errors import InvalidRequest, TransitionNotAllowed

ASSESSED_IN = frozenset({Status.VERIFIED, Status.VALIDATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessRetribution(Step):
    """`amount` in whole rupiah; nothing owed, or a revision, needs its `reason`."""

    amount: int
    basis: str
    due_on: date | None = None
    reason: str | None = None


async def assess_retribution(command: AssessRetribution, ports: Ports) -> Dossier:
    """Raises RetributionNotApplicable, RetributionPaid, TransitionNotAllowed."""
    command.caller.require(*VALIDATORS)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        require_retribution(dossier.service)
        if dossier.application.status not in ASSESSED_IN:
            raise TransitionNotAllowed
        before = dossier.retribution
        after = before.assessed(await _assessment(command, dossier, work))
        after = replace(after, bills=tuple(one.superseded() for one in after.bills))
        await work.retributions.save(dossier.application, after, before=before)
        dossier = replace(dossier, retribution=after)
        work.events.add(_told(dossier))
        return await kept(dossier, dossier.settled(dossier.application), work)


async def _assessment(command: AssessRetribution, dossier: Dossier, work: Work) -> Assessment:
    current = dossier.retribution.current
    due_on = command.due_on or await _due_on(dossier, work)
    if due_on < dossier.today:
        raise InvalidRequest(pointers=(("/due_on", "in_the_past"),))
    number = current.number if current else await next_number("SKRD", dossier, work)
    return Assessment(
        revision=current.revision + 1 if current else 1,
        number=number,
        amount=command.amount,
        basis=command.basis,
        reason=command.reason,
        due_on=due_on,
        assessed_by=command.caller.actor,
        assessed_at=dossier.now,
    )


async def _due_on(dossier: Dossier, work: Work) -> date:
    """So many calendar days from today as the office's rule says."""
    rules = await work.rules.of(dossier.office.code)
    rule = rule_on(rules, RuleKey.RETRIBUTION_DUE_CALENDAR_DAYS, dossier.today)
    return dossier.today + timedelta(days=rule.value)


def _told(dossier: Dossier) -> RetributionAssessedV1:
    application, current = dossier.application, dossier.retribution.current
    assert current is not None
    return RetributionAssessedV1(
        office_code=application.office_code,
        application_id=application.id,
        service_code=application.service_code,
        number=current.number,
        revision=current.revision,
        amount=current.amount,
        due_on=current.due_on,
        assessed_at=current.assessed_at,
    )
