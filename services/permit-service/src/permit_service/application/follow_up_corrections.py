"""What happens when corrections are not answered in time: a reminder, and a lapse where the
office's rule says so.

Decided anew on each application while it is held: two workers at once, or a clock that jumps,
remind once and end once.
"""

from uuid import UUID

from permit_service.application.answer_correction import keep_round
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import kept
from permit_service.domain.correction import CorrectionRound, open_round
from permit_service.domain.office import Office
from permit_service.domain.office_rule import OfficeRule, RuleKey, rule_on
from shared.calendar.office_time import local_date
from shared.contracts.permit import ApplicationWithdrawnV1, CorrectionOverdueV1
from shared.identity import Caller, system_caller

BATCH = 100


async def follow_up_corrections(ports: Ports) -> None:
    """Every office's overdue rounds, in bounded batches."""
    async with ports.read(system_caller("permit")) as reading:
        offices = await reading.offices.all()
    for office in offices:
        await _follow_up(office, ports)


async def _follow_up(office: Office, ports: Ports) -> None:
    caller = system_caller("permit", office.code)
    last: UUID | None = None
    while True:
        async with ports.read(caller) as reading:
            today = local_date(reading.now, office.zone)
            overdue = await reading.corrections.overdue(
                office.code, today=today, after=last, limit=BATCH
            )
            rules = await reading.rules.of(office.code)
        for one in overdue:
            await _decide(one, rules, caller, ports)
        if len(overdue) < BATCH:
            return
        last = overdue[-1]


async def _decide(
    application_id: UUID, rules: tuple[OfficeRule, ...], caller: Caller, ports: Ports
) -> None:
    async with ports.begin(caller) as work:
        dossier = await work.dossier(application_id)
        standing = open_round(dossier.rounds)
        if standing is None or not standing.is_overdue(today=dossier.today):
            return
        if standing.reminded_at is None:
            await _remind(dossier, standing, work)
        elif _is_lapsed(dossier, standing, rules):
            await _lapse(dossier, standing, work)


def _is_lapsed(dossier: Dossier, standing: CorrectionRound, rules: tuple[OfficeRule, ...]) -> bool:
    """Whether the rule of the day on which it was asked ends it. Never for a rule of 0."""
    asked_on = local_date(standing.asked_at, dossier.office.zone)
    days = rule_on(rules, RuleKey.CORRECTION_LAPSE_WORKING_DAYS, asked_on).value
    if days == 0:
        return False
    return dossier.calendar.working_days_between(standing.answer_by, dossier.today) > days


async def _remind(dossier: Dossier, standing: CorrectionRound, work: Work) -> None:
    dossier = await keep_round(dossier, standing.reminded(at=dossier.now), work)
    application = dossier.application
    told = CorrectionOverdueV1(
        office_code=application.office_code,
        application_id=application.id,
        service_code=application.service_code,
        round=standing.number,
        answer_by=standing.answer_by,
    )
    work.events.add(told)
    await kept(dossier, application, work)


async def _lapse(dossier: Dossier, standing: CorrectionRound, work: Work) -> None:
    dossier = await keep_round(dossier, standing.lapsed(at=dossier.now), work)
    application = dossier.application.withdraw(at=dossier.now)
    told = ApplicationWithdrawnV1(
        office_code=application.office_code,
        application_id=application.id,
        service_code=application.service_code,
        channel=application.channel.value,
        withdrawn_at=dossier.now,
        is_lapsed=True,
    )
    work.events.add(told, reason="lapsed")
    await kept(dossier, application, work)
