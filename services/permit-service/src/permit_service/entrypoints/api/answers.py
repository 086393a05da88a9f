"""What clients are answered with, as API.md promises it: the description of `views.py`."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from permit_service.domain.applicant import ApplicantKind, ContactChannel
from permit_service.domain.licence import ActingKind, LicenceStatus
from permit_service.domain.number_format import FormatSource
from permit_service.domain.petition import Changed, Purpose
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.recommendation_rule import OnSilence
from permit_service.domain.service import Channel, Intake, Mode
from permit_service.domain.steps import Status
from permit_service.domain.survey import GateState, SurveyState
from permit_service.domain.tracking import StageState
from permit_service.entrypoints.api.clock_answers import ClockAnswer, StandardAnswer
from permit_service.entrypoints.api.correction_shapes import CheckAnswer, RoundAnswer
from permit_service.entrypoints.api.retribution_shapes import PaymentAnswer, RetributionAnswer
from permit_service.entrypoints.api.visit_shapes import VisitAnswer
from shared.documents.scanning import ScanState
from shared.http import Answer


class ApplicantAnswer(Answer):
    """Who applies. Contact is shown to the owner and to those who decide."""

    kind: ApplicantKind
    name: str
    nib: str | None
    email: str | None = None
    phone: str | None = None
    nik: str | None = None
    address: str | None = None
    preferred_channel: ContactChannel | None = None
    warnings: list[str] | None = None


class LocationAnswer(Answer):
    """The place of the activity."""

    address: str | None
    district: str | None
    latitude: float | None
    longitude: float | None


class DeclarationAnswer(Answer):
    """The applicant's word for the truth of what is handed in."""

    text_version: str
    accepted_by: str
    accepted_at: datetime


class GateAnswer(Answer):
    """Whether the survey is asked for, and by which rule."""

    state: GateState
    source: str
    verified: bool


class SurveyAnswer(Answer):
    """The survey of an application; `url` is null until it is open."""

    state: SurveyState
    url: str | None
    gate: GateAnswer


class RecommendationRuleAnswer(Answer):
    """How long the agency has and what its silence means; `sop` is its SOP, where one is known."""

    service_time: StandardAnswer
    remind_before: int
    on_silence: OnSilence
    source: str
    verified: bool
    sop: dict[str, Any] | None


class RecommendationAnswer(Answer):
    """A technical agency's part, with its own days, and the SOP and time that it was asked under.
    `silent_since` is its last day, where the office goes on without the answer."""

    agency: str
    state: RecommendationState
    due_on: date | None
    is_overdue: bool
    silent_since: date | None
    service_time: StandardAnswer | None
    sop_version: str | None
    sop_number: str | None
    rule: RecommendationRuleAnswer
    conditions: list[str]
    notes: str
    asked_at: datetime
    given_at: datetime | None


class DocumentAnswer(Answer):
    """A document that was handed in, by whom and when. `counts` is false for what a later one for
    the same requirement has replaced."""

    id: UUID
    requirement_no: int
    media_type: str
    size: int
    sha256: str
    scan_state: ScanState
    scanned_at: datetime | None
    uploaded_by: str
    uploaded_at: datetime
    counts: bool


class DocumentsPage(Answer):
    """The documents of an application, oldest first."""

    items: list[DocumentAnswer]
    next_cursor: str | None


class CorrectionAnswer(Answer):
    """A question about one requirement."""

    requirement_no: int
    question: str


class OriginalAnswer(Answer):
    """An original that was seen at the counter; `seen_by` is for staff alone."""

    requirement_no: int
    seen_by: str | None = None
    seen_at: datetime
    returned_at: datetime | None


class AssignmentAnswer(Answer):
    """A step that somebody holds, and until when."""

    step: str
    holder: str
    claimed_at: datetime
    expires_at: datetime


class PaperAnswer(Answer):
    """Which layout and emblem a document is set on; without `template_version` the product's own
    layout, without `template_service` the office's for every service."""

    template_service: str | None
    template_version: int | None
    emblem_sha256: str | None


class NumberFormatAnswer(Answer):
    """The format that a number is written in, and whose it is."""

    source: FormatSource
    version: int | None
    text: str


class LicenceReference(Answer):
    """The licence that an application led to."""

    id: UUID
    number: str
    verification_token: str


class ApplicationAnswer(Answer):
    """An application, as this caller may see it."""

    id: UUID
    office_code: str
    service_code: str
    service_name: str
    service_version: int
    channel: Channel
    mode: Mode
    intake: Intake
    status: Status
    receipt_number: str | None
    reference: str | None
    metadata: dict[str, Any]
    purpose: Purpose
    licence_id: UUID | None
    changes: list[Changed]
    applicant: ApplicantAnswer
    location: LocationAnswer | None
    form: dict[str, Any]
    declaration_accepted: bool
    declaration: DeclarationAnswer | None
    assisted_by: str | None
    clock: ClockAnswer
    survey: SurveyAnswer
    recommendations: list[RecommendationAnswer]
    documents: list[DocumentAnswer]
    notes: str
    legal_basis: str | None
    corrections: list[CorrectionAnswer]
    letter_number: str | None
    correction_round: RoundAnswer | None
    checks: list[CheckAnswer]
    retribution: RetributionAnswer | None
    pnbp_proofs: list[PaymentAnswer]
    site_visits: list[VisitAnswer]
    licence: LicenceReference | None
    valid_until: date | None
    draft_sha256: str | None
    paper: PaperAnswer | None
    originals: list[OriginalAnswer]
    assignments: list[AssignmentAnswer]
    created_at: datetime
    anonymised_at: datetime | None
    submitted_at: datetime | None
    verified_at: datetime | None
    verified_by: str | None = None
    returned_at: datetime | None
    rejected_at: datetime | None
    validated_at: datetime | None
    validated_by: str | None = None
    signed_at: datetime | None
    signed_by: str | None = None
    delivered_at: datetime | None
    withdrawn_at: datetime | None
    actions: list[str]
    version: int


class HistoryLine(Answer):
    """What was told; `actor` is for staff alone."""

    id: UUID
    type: str
    version: int
    sequence: int
    occurred_at: datetime
    actor: str | None = None
    reason: str | None
    data: dict[str, Any]


class HistoryPage(Answer):
    """The history of an application and its licence, oldest first."""

    items: list[HistoryLine]
    next_cursor: str | None


class StageAnswer(Answer):
    """A stage of Ps 6(1), in the language asked for and in both."""

    code: str
    label: str
    labels: dict[Literal["id", "en"], str]
    state: StageState
    started_at: datetime | None
    finished_at: datetime | None


class TrackingAnswer(Answer):
    """Where an application stands; no personal data."""

    receipt_number: str
    office_code: str
    service_code: str
    service_name: str
    status: Status
    deemed_approved_on: date | None
    stages: list[StageAnswer]


class SignedAnswer(Answer):
    """Who signed, and when; `acting_as` is a delegate's, Plt. or Plh."""

    signed_by: str | None
    signed_at: datetime | None
    acting_as: ActingKind | None = None


class CheckedSignature(SignedAnswer):
    """Whether the signed file is whole and its signature holds."""

    valid: bool


class LicenceAnswer(Answer):
    """A licence, for its owner and the office."""

    id: UUID
    office_code: str
    application_id: UUID | None
    service_code: str
    service_name: str
    category: str
    channel: Channel
    number: str
    holder_name: str
    nib: str | None
    issued_on: date
    valid_until: date | None
    status: LicenceStatus
    replaces: UUID | None
    replaced_by: UUID | None
    verification_token: str
    signature: SignedAnswer
    sha256: str | None
    paper: PaperAnswer | None
    number_format: NumberFormatAnswer | None


class LicencesPage(Answer):
    """A page of licences."""

    items: list[LicenceAnswer]
    next_cursor: str | None


class VerificationAnswer(Answer):
    """What anybody may know of a licence; the holder is masked, the status is live, and one that
    was replaced names the number of the licence in its place."""

    number: str
    office_code: str
    service: str
    service_code: str
    holder: str
    issued_on: date
    valid_until: date | None
    status: LicenceStatus
    replaced_by: str | None
    signature: CheckedSignature
    sha256: str | None
