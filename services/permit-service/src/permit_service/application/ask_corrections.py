"""A new round of corrections, with the day by which it is to be answered."""

from collections.abc import Sequence
from datetime import date

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Work
from permit_service.domain.correction import CorrectionRound, Question
from permit_service.domain.decision import Correction
from permit_service.domain.office_rule import RuleKey, rule_on
from shared.errors import InvalidRequest


async def new_round(
    dossier: Dossier,
    work: Work,
    *,
    notes: str,
    corrections: Sequence[Correction],
    answer_by: date | None,
    by: str,
) -> CorrectionRound:
    """The officer's day, or so many working days of the office's calendar as its rule says.

    Raises InvalidRequest for a day that is not after today, CalendarHole where the rule leads
    beyond the calendar.
    """
    source = "set by the officer"
    if answer_by is None:
        rules = await work.rules.of(dossier.office.code)
        rule = rule_on(rules, RuleKey.CORRECTION_ANSWER_WORKING_DAYS, dossier.today)
        answer_by = dossier.calendar.add_working_days(dossier.today, rule.value)
        source = rule.source
    elif answer_by <= dossier.today:
        raise InvalidRequest(pointers=(("/answer_by", "not_after_today"),))
    return CorrectionRound(
        number=len(dossier.rounds) + 1,
        notes=notes,
        questions=tuple(
            Question(number=place, requirement_no=one.requirement_no, question=one.question)
            for place, one in enumerate(corrections, start=1)
        ),
        answer_by=answer_by,
        answer_by_source=source,
        asked_by=by,
        asked_at=dossier.now,
    )
