"""What the inspection service tells. Streams are keyed by the business."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event

Level = Literal["light", "medium", "heavy"]
Step = Literal[
    "warning_1",
    "warning_2",
    "warning_3",
    "first_and_last_warning",
    "suspension",
    "licence_revocation",
    "supporting_licence_revocation",
]


class PlanPublishedV1(Event, subject="plan_id"):
    """The annual plan was notified."""

    plan_id: UUID
    year: int
    items: int


class PlanItemsListedV1(Event, subject="plan_id"):
    """Rows of a plan that belong into the supervision database of OSS until a day (Ps 8(4), (9),
    (11)). A long plan is told in several."""

    plan_id: UUID
    year: int
    item_ids: tuple[UUID, ...]
    due_on: date


class PlanItemsWithdrawnV1(Event, subject="plan_id"):
    """Rows that stand in the plan no longer (Ps 8(8))."""

    plan_id: UUID
    year: int
    item_ids: tuple[UUID, ...]


class InspectionAssignedV1(Event, subject="inspection_id", key="business_id"):
    """The assignment letter was signed (Perbup Sumba Timur 32/2023 Ps 21(2)a)."""

    inspection_id: UUID
    business_id: UUID
    nib: str
    kind: Literal["routine", "incidental"]
    mode: Literal["physical", "virtual"]
    valid_from: date
    valid_until: date


class InspectionCompletedV1(Event, subject="inspection_id", key="business_id"):
    """The BAP was made."""

    inspection_id: UUID
    business_id: UUID
    nib: str
    completed_at: datetime
    violations: int


class InspectionNotDoneV1(Event, subject="inspection_id", key="business_id"):
    """The inspection was not carried out as planned (Ps 8(12))."""

    inspection_id: UUID
    business_id: UUID
    nib: str
    reason_code: str


class ViolationFoundV1(Event, subject="violation_id", key="business_id"):
    """A violation was found in a BAP, by an expert or by a proven complaint."""

    violation_id: UUID
    business_id: UUID
    nib: str
    inspection_id: UUID | None = None
    level: Level
    obligation_code: str
    licence_ids: tuple[UUID, ...] = ()
    found_at: datetime


class FollowUpGivenV1(Event, subject="follow_up_id", key="business_id"):
    """Guidance or a correction was recommended (Ps 10(1)a-b)."""

    follow_up_id: UUID
    violation_id: UUID
    business_id: UUID
    nib: str
    kind: Literal["guidance", "correction"]
    correction_due_on: date
    given_at: datetime


class CorrectionAcceptedV1(Event, subject="violation_id", key="business_id"):
    """The business repaired what was found (Ps 10(4))."""

    violation_id: UUID
    business_id: UUID
    nib: str
    accepted_at: datetime


class SanctionImposedV1(Event, subject="sanction_id", key="business_id"):
    """The Head imposed a sanction (Ps 5(2))."""

    sanction_id: UUID
    violation_id: UUID
    business_id: UUID
    nib: str
    step: Step
    licence_ids: tuple[UUID, ...] = ()
    imposed_at: datetime
    answer_due_on: date | None = None


class SanctionEscalatedV1(Event, subject="sanction_id", key="business_id"):
    """The next rung of the ladder was reached."""

    sanction_id: UUID
    violation_id: UUID
    business_id: UUID
    nib: str
    step: Step
    licence_ids: tuple[UUID, ...] = ()
    escalated_at: datetime
    answer_due_on: date | None = None


class SanctionObjectedV1(Event, subject="sanction_id", key="business_id"):
    """The business objected."""

    sanction_id: UUID
    business_id: UUID
    nib: str
    licence_ids: tuple[UUID, ...] = ()
    objected_at: datetime


class SanctionLiftedV1(Event, subject="sanction_id", key="business_id"):
    """The sanction was lifted; what it suspended is reinstated."""

    sanction_id: UUID
    violation_id: UUID
    business_id: UUID
    nib: str
    licence_ids: tuple[UUID, ...] = ()
    lifted_at: datetime


class ComplianceRatedV1(Event, subject="business_id"):
    """The compliance of a business was rated (Ps 11)."""

    business_id: UUID
    nib: str
    year: int
    rating: Literal["very_good", "good", "poor"]


class ComplianceAssessedV1(Event, subject="compliance_id", key="business_id"):
    """Both parts of a year's assessment are there, or one of them was scored anew (Ps 11(4))."""

    compliance_id: UUID
    business_id: UUID
    nib: str
    year: int
    assessed_at: datetime


class InvestmentReportSubmittedV1(Event, subject="investment_report_id", key="business_id"):
    """An LKPM was handed in (Ps 16(4), 19)."""

    investment_report_id: UUID
    business_id: UUID
    nib: str
    year: int
    quarter: int
    submitted_at: datetime


class InvestmentReportJudgedV1(Event, subject="investment_report_id", key="business_id"):
    """An official verified or evaluated an LKPM (Ps 18(2))."""

    investment_report_id: UUID
    business_id: UUID
    nib: str
    year: int
    quarter: int
    outcome: Literal["accepted", "correction_requested", "evaluated"]
    judged_at: datetime


class InvestmentReportOverdueV1(Event, subject="business_id"):
    """An LKPM is missing after its due date."""

    business_id: UUID
    nib: str
    year: int
    quarter: int
    due_on: date


class ComplaintFiledV1(Event, subject="complaint_id"):
    """A complaint or consultation was entered in the register (Ps 12). One that is imported comes
    from a register of the past: nobody is notified of it."""

    complaint_id: UUID
    number: str
    kind: Literal["complaint", "consultation"]
    against: Literal["business", "institution", "official"]
    ground: str
    filed_at: datetime
    is_imported: bool = False


class ComplaintVerifiedV1(Event, subject="complaint_id"):
    """The competent authority verified the complaint."""

    complaint_id: UUID
    proven: bool
    verified_at: datetime
    is_imported: bool = False


class ComplaintResolvedV1(Event, subject="complaint_id"):
    """The complaint was closed with an outcome."""

    complaint_id: UUID
    resolved_at: datetime
    is_imported: bool = False


class AccessUnblockingRequestedV1(Event, subject="complaint_id"):
    """OSS was asked by letter to unblock an access right (Ps 12(7)-(8))."""

    complaint_id: UUID
    requested_at: datetime
