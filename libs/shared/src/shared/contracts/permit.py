"""What the permit service tells: applications, recommendations, licences and the legal clock."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

# Registered with the rest of what the permit service tells.
from shared.contracts import permit_intakes as permit_intakes
from shared.contracts import permit_retention as permit_retention
from shared.contracts.event import Event

Channel = Literal["MANUAL", "SICANTIK", "OSS", "MPPD"]
Mode = Literal["self_service", "assisted"]
Purpose = Literal["new", "renewal", "change", "replacement"]
WaitsFor = Literal["front_office", "back_office", "agency", "head"]
SurveyGate = Literal["required", "exempt"]


class ApplicationSubmittedV1(Event, subject="application_id"):
    """The receipt was given (Perbup Malra 23/2021 Ps 6(1)a). `oss_permit_id` is the `id_izin` of
    OSS that it is about, where there is one."""

    application_id: UUID
    service_code: str
    channel: Channel
    mode: Mode
    receipt_number: str
    submitted_at: datetime
    oss_permit_id: str | None = None


class ApplicationResubmittedV1(Event, subject="application_id"):
    """The applicant answered the correction requests."""

    application_id: UUID
    service_code: str
    channel: Channel
    submitted_at: datetime
    oss_permit_id: str | None = None


class ApplicationVerifiedV1(Event, subject="application_id", tells_actor=True):
    """The front office found it complete and conforming (Ps 6(1)b)."""

    application_id: UUID
    service_code: str
    channel: Channel
    verified_at: datetime


class ApplicationReturnedV1(Event, subject="application_id", tells_actor=True):
    """The front office asked for corrections, or the back office sent it back."""

    application_id: UUID
    service_code: str
    channel: Channel
    returned_at: datetime
    returned_by: Literal["front_office", "back_office"] = "front_office"
    answer_by: date | None = None


class ApplicationRejectedV1(Event, subject="application_id", tells_actor=True):
    """The front office rejected it (Ps 6(1)c)."""

    application_id: UUID
    service_code: str
    channel: Channel
    rejected_at: datetime


class ApplicationWithdrawnV1(Event, subject="application_id"):
    """The applicant took it back, or it lapsed since corrections were not answered in time."""

    application_id: UUID
    service_code: str
    channel: Channel
    withdrawn_at: datetime
    is_lapsed: bool = False


class DocumentScannedV1(Event, subject="application_id"):
    """The virus scan found nothing: the document is released."""

    application_id: UUID
    document_id: UUID
    requirement_no: int
    scanned_at: datetime


class DocumentQuarantinedV1(Event, subject="application_id"):
    """The virus scan found something: the document is held back and must be replaced."""

    application_id: UUID
    service_code: str
    document_id: UUID
    requirement_no: int
    quarantined_at: datetime


class RecommendationRequestedV1(Event, subject="application_id"):
    """A technical agency was asked (Ps 2(3)b); `due_on` is the last day of its time."""

    application_id: UUID
    service_code: str
    agency: str
    requested_at: datetime
    due_on: date | None = None


class RecommendationGivenV1(Event, subject="application_id"):
    """A technical agency answered."""

    application_id: UUID
    service_code: str
    agency: str
    outcome: Literal["approve", "reject"]
    given_at: datetime
    working_days: int | None = None


class ApplicationValidatedV1(Event, subject="application_id", tells_actor=True):
    """The back office validated and the draft document was made (Ps 6(1)d, e)."""

    application_id: UUID
    service_code: str
    channel: Channel
    mode: Mode
    survey_gate: SurveyGate
    validated_at: datetime


class LicenceIssuedV1(Event, subject="licence_id", key="application_id", tells_actor=True):
    """Told at the Head's signature (Ps 7(3))."""

    licence_id: UUID
    application_id: UUID
    service_code: str
    channel: Channel
    number: str
    nib: str | None = None
    issued_on: date
    signed_at: datetime
    valid_until: date | None = None
    working_days: int | None = None
    service_version: int | None = None
    purpose: Purpose = "new"
    replaces: UUID | None = None


class LicenceDeliveredV1(Event, subject="licence_id", key="application_id", tells_actor=True):
    """The document went to the applicant (Ps 6(1)f)."""

    licence_id: UUID
    application_id: UUID
    service_code: str
    channel: Channel
    delivered_at: datetime
    means: Literal["electronic", "counter"] = "electronic"


class LicenceImportedV1(Event, subject="licence_id"):
    """A licence of the office's history was recorded."""

    licence_id: UUID
    service_code: str
    channel: Channel
    number: str
    nib: str | None = None
    issued_on: date
    valid_until: date | None = None


class LicenceSuspendedV1(Event, subject="licence_id"):
    """A sanction suspends the licence."""

    licence_id: UUID
    sanction_id: UUID
    suspended_at: datetime


class LicenceReinstatedV1(Event, subject="licence_id"):
    """The sanction that suspended the licence was lifted."""

    licence_id: UUID
    sanction_id: UUID
    reinstated_at: datetime


class LicenceRevokedV1(Event, subject="licence_id"):
    """A sanction revokes the licence: final."""

    licence_id: UUID
    sanction_id: UUID | None = None
    revoked_at: datetime


class LicenceExpiringV1(Event, subject="licence_id"):
    """The last day comes near: the holder is reminded, `days_before` at the latest."""

    licence_id: UUID
    service_code: str
    valid_until: date
    days_before: int


class LicenceExpiredV1(Event, subject="licence_id"):
    """The last day of validity has passed, or another licence has come in its place."""

    licence_id: UUID
    expired_on: date
    replaced_by: UUID | None = None


class ClockPausedV1(Event, subject="application_id"):
    """The legal clock stands still (OSS code 41)."""

    application_id: UUID
    service_code: str
    paused_at: datetime


class ClockResumedV1(Event, subject="application_id"):
    """The legal clock goes on (OSS code 42)."""

    application_id: UUID
    service_code: str
    resumed_at: datetime


class ClockResetV1(Event, subject="application_id"):
    """The legal clock is back at zero and stands still (OSS code 43)."""

    application_id: UUID
    service_code: str
    reset_at: datetime


class ClockRestartedV1(Event, subject="application_id"):
    """The legal clock starts again from zero (OSS code 44)."""

    application_id: UUID
    service_code: str
    restarted_at: datetime


class ClockRecomputedV1(Event, subject="application_id"):
    """Somebody had the dates of a running clock computed anew, by another calendar."""

    application_id: UUID
    service_code: str
    recomputation_id: UUID
    calendar_before: str | None = None
    calendar_version: str
    due_before: date | None = None
    due_on: date | None = None
    recomputed_at: datetime


class ServiceTimeEndingV1(Event, subject="application_id"):
    """The service time ends within the office's days of warning. `waits_for` is who has the next
    step."""

    application_id: UUID
    service_code: str
    due_on: date
    waits_for: WaitsFor | None = None


class ServiceTimeExceededV1(Event, subject="application_id"):
    """The service time of the catalogue has passed."""

    application_id: UUID
    service_code: str
    due_on: date
    waits_for: WaitsFor | None = None


class ApplicationDeemedApprovedV1(Event, subject="application_id"):
    """The service time passed without a decision and the catalogue says that silence approves
    (OSS 57). `verified` tells whether that rule was read in a regulation."""

    application_id: UUID
    service_code: str
    channel: Channel
    deemed_approved_on: date
    verified: bool


class RecommendationDueV1(Event, subject="application_id"):
    """A technical agency's time for its answer ends soon, or has ended."""

    application_id: UUID
    service_code: str
    agency: str
    due_on: date


class ServicePublishedV1(Event, subject="service_id"):
    """A new version of a service of the office's catalogue is in force for new applications."""

    service_id: UUID
    service_code: str
    service_version: int
    standard_value: int
    standard_unit: Literal["hour", "working_day", "calendar_day"]
    published_at: datetime


class RetributionAssessedV1(Event, subject="application_id"):
    """What the application owes was assessed, or assessed anew; `amount` in whole rupiah."""

    application_id: UUID
    service_code: str
    number: str
    revision: int
    amount: int
    due_on: date
    assessed_at: datetime


class RetributionPaymentRecordedV1(Event, subject="application_id"):
    """A payment came in; amounts in whole rupiah."""

    application_id: UUID
    service_code: str
    payment_id: UUID
    amount: int
    outstanding: int
    channel: Literal["cash", "transfer", "virtual_account", "qris", "card", "pnbp"]
    paid_on: date


class RetributionPaymentVoidedV1(Event, subject="application_id"):
    """A payment does not count any more; `outstanding` in whole rupiah."""

    application_id: UUID
    service_code: str
    payment_id: UUID
    outstanding: int
    voided_at: datetime


class SiteVisitScheduledV1(Event, subject="application_id"):
    """The office set a date for a visit to the place."""

    application_id: UUID
    service_code: str
    visit_id: UUID
    scheduled_on: date


class SiteVisitRecordedV1(Event, subject="application_id"):
    """What the visit found."""

    application_id: UUID
    service_code: str
    visit_id: UUID
    visited_on: date
    result: Literal["conforms", "does_not_conform"]


class CorrectionOverdueV1(Event, subject="application_id"):
    """The day by which corrections were to be answered has passed without the answers."""

    application_id: UUID
    service_code: str
    round: int
    answer_by: date


class ApplicationAmendedV1(Event, subject="application_id"):
    """What the applicant wrote down was corrected while it lay with them: which parts, and never
    what they say."""

    application_id: UUID
    service_code: str
    parts: tuple[Literal["applicant", "location", "form", "reference", "metadata"], ...]
    amended_at: datetime


class StandardAcknowledgedV1(Event, subject="service_id"):
    """An officer, the actor, took note of the standard (SPP) or procedure (SOP) in force."""

    service_id: UUID
    service_code: str
    document: Literal["service_standard", "operating_procedure"]
    document_version: str
    acknowledged_at: datetime


class DocumentLinkRenewedV1(Event, subject="application_id"):
    """The applicant's link to a document was asked for anew: the one before it opens nothing."""

    application_id: UUID
    service_code: str
    document: Literal["licence", "rejection_letter"]
    valid_until: date
