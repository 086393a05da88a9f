"""Results of supervision, for the page that everybody may read: ids and words, no business."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from reporting_service.application.ports import Work
from reporting_service.application.record_facts import office_of, record_supervision
from reporting_service.domain.office import Office
from reporting_service.domain.supervision import ResultKind, SupervisionResult
from reporting_service.entrypoints.consumers.groundwork import EventT, Reaction, listen
from shared.contracts.event import Event
from shared.contracts.inspection import (
    ComplianceRatedV1,
    CorrectionAcceptedV1,
    InspectionAssignedV1,
    InspectionCompletedV1,
    InspectionNotDoneV1,
    PlanPublishedV1,
    SanctionEscalatedV1,
    SanctionImposedV1,
    SanctionLiftedV1,
    ViolationFoundV1,
)
from shared.messaging.contract import AnySubscription, Delivery

Read = Callable[[Any, Office, datetime], SupervisionResult]


def subscriptions() -> tuple[AnySubscription, ...]:
    """A reaction per contract."""
    return tuple(
        listen(contract, "supervision", _noting(read), name=f"note-{name}")
        for contract, read, name in _TOLD
    )


def _noting(read: Read) -> Reaction[EventT]:
    async def note(deliveries: Sequence[Delivery[EventT]], work: Work) -> None:
        office = await office_of(deliveries[0].event.office_code, work)
        results = [read(one.event, office, one.message.occurred_at) for one in deliveries]
        await record_supervision(results, work)

    return note


def _result(
    office: Office,
    told_at: datetime,
    kind: ResultKind,
    subject: UUID,
    *,
    code: str,
    year: int,
    part: str = "",
    number: int = 1,
) -> SupervisionResult:
    return SupervisionResult(
        office_code=office.code,
        kind=kind,
        subject=subject,
        part=part,
        code=code,
        year=year,
        number=number,
        told_at=told_at,
    )


def _plan(event: PlanPublishedV1, office: Office, told_at: datetime) -> SupervisionResult:
    return _result(
        office,
        told_at,
        ResultKind.PLAN,
        event.plan_id,
        code="published",
        year=event.year,
        number=event.items,
    )


def _assigned(event: InspectionAssignedV1, office: Office, told_at: datetime) -> SupervisionResult:
    year = event.valid_from.year
    kind = ResultKind.ASSIGNED
    return _result(office, told_at, kind, event.inspection_id, code=event.kind, year=year)


def _done(event: InspectionCompletedV1, office: Office, told_at: datetime) -> SupervisionResult:
    code = "violation_found" if event.violations else "no_violation"
    year = office.today(event.completed_at).year
    kind = ResultKind.FINDING
    return _result(office, told_at, kind, event.inspection_id, code=code, year=year)


def _not_done(event: InspectionNotDoneV1, office: Office, told_at: datetime) -> SupervisionResult:
    year, kind = office.today(told_at).year, ResultKind.NOT_DONE
    return _result(office, told_at, kind, event.inspection_id, code=event.reason_code, year=year)


def _violation(event: ViolationFoundV1, office: Office, told_at: datetime) -> SupervisionResult:
    year, kind = office.today(event.found_at).year, ResultKind.VIOLATION
    return _result(office, told_at, kind, event.violation_id, code=event.level, year=year)


def _corrected(event: CorrectionAcceptedV1, office: Office, told_at: datetime) -> SupervisionResult:
    year, kind = office.today(event.accepted_at).year, ResultKind.CORRECTION
    return _result(office, told_at, kind, event.violation_id, code="accepted", year=year)


def _imposed(event: SanctionImposedV1, office: Office, told_at: datetime) -> SupervisionResult:
    return _sanction(event.sanction_id, event.step, event.imposed_at, office, told_at)


def _escalated(event: SanctionEscalatedV1, office: Office, told_at: datetime) -> SupervisionResult:
    return _sanction(event.sanction_id, event.step, event.escalated_at, office, told_at)


def _sanction(
    sanction: UUID, step: str, at: datetime, office: Office, told_at: datetime
) -> SupervisionResult:
    """Each rung counts in the year in which it was reached."""
    year, kind = office.today(at).year, ResultKind.SANCTION
    return _result(office, told_at, kind, sanction, code=step, year=year, part=step)


def _lifted(event: SanctionLiftedV1, office: Office, told_at: datetime) -> SupervisionResult:
    year, kind = office.today(event.lifted_at).year, ResultKind.LIFTED
    return _result(office, told_at, kind, event.sanction_id, code="lifted", year=year)


def _rated(event: ComplianceRatedV1, office: Office, told_at: datetime) -> SupervisionResult:
    """The last rating of a business's year stands."""
    return _result(
        office,
        told_at,
        ResultKind.RATING,
        event.business_id,
        code=event.rating,
        year=event.year,
        part=str(event.year),
    )


_TOLD: tuple[tuple[type[Event], Read, str], ...] = (
    (PlanPublishedV1, _plan, "plan"),
    (InspectionAssignedV1, _assigned, "assigned-inspection"),
    (InspectionCompletedV1, _done, "finding"),
    (InspectionNotDoneV1, _not_done, "inspection-not-done"),
    (ViolationFoundV1, _violation, "violation"),
    (CorrectionAcceptedV1, _corrected, "correction"),
    (SanctionImposedV1, _imposed, "imposed-sanction"),
    (SanctionEscalatedV1, _escalated, "escalated-sanction"),
    (SanctionLiftedV1, _lifted, "lifted-sanction"),
    (ComplianceRatedV1, _rated, "rating"),
)
