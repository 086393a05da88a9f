"""The facts a sanction tells, each with the licences it touches, and the rung behind them."""

from inspection_service.application.ports import (
    Work,
)
from inspection_service.domain.errors import PERBUP
from inspection_service.domain.office import Office
from inspection_service.domain.rules import RuleSet, Step
from inspection_service.domain.sanction import Rung, Sanction
from shared.contracts.inspection import (
    SanctionEscalatedV1,
    SanctionImposedV1,
    SanctionLiftedV1,
    SanctionObjectedV1,
)
from shared.identity import Caller


def rung_for(step: Step, *, by: Caller, office: Office, rules: RuleSet, work: Work) -> Rung:
    """A step imposed now; the business has working days of the office's calendar to answer."""
    days = rules.ladder.answer_working_days.get(step)
    today = office.day_of(work.now)
    return Rung(
        step=step,
        imposed_by=by.actor,
        imposed_at=work.now,
        legal_basis=f"{PERBUP} Ps 5(2), 5(5); {rules.ladder.basis.source}",
        answer_due_on=None if days is None else office.calendar.add_working_days(today, days),
        calendar_version=None if days is None else office.calendar.version,
    )


def tell_imposed(sanction: Sanction, work: Work) -> None:
    """The permit service suspends or revokes what is named."""
    work.events.add(
        SanctionImposedV1(
            office_code=sanction.office_code,
            sanction_id=sanction.id,
            violation_id=sanction.violation_id,
            business_id=sanction.business_id,
            nib=sanction.nib,
            step=sanction.step.value,
            licence_ids=sanction.licence_ids,
            imposed_at=work.now,
            answer_due_on=sanction.answer_due_on,
        )
    )


def tell_escalated(sanction: Sanction, work: Work) -> None:
    """The next rung was reached."""
    work.events.add(
        SanctionEscalatedV1(
            office_code=sanction.office_code,
            sanction_id=sanction.id,
            violation_id=sanction.violation_id,
            business_id=sanction.business_id,
            nib=sanction.nib,
            step=sanction.step.value,
            licence_ids=sanction.licence_ids,
            escalated_at=work.now,
            answer_due_on=sanction.answer_due_on,
        )
    )


def tell_objected(sanction: Sanction, work: Work) -> None:
    """The business objected."""
    work.events.add(
        SanctionObjectedV1(
            office_code=sanction.office_code,
            sanction_id=sanction.id,
            business_id=sanction.business_id,
            nib=sanction.nib,
            licence_ids=sanction.licence_ids,
            objected_at=work.now,
        )
    )


def tell_lifted(sanction: Sanction, work: Work) -> None:
    """The permit service reinstates what was suspended."""
    work.events.add(
        SanctionLiftedV1(
            office_code=sanction.office_code,
            sanction_id=sanction.id,
            violation_id=sanction.violation_id,
            business_id=sanction.business_id,
            nib=sanction.nib,
            licence_ids=sanction.licence_ids,
            lifted_at=work.now,
        )
    )
