"""What the gateway tells: offices and calendars, and what came in through the door."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

# Registered with the rest of what the gateway tells.
from shared.contracts import gateway_accounts as gateway_accounts
from shared.contracts import gateway_oss as gateway_oss
from shared.contracts import gateway_privacy as gateway_privacy
from shared.contracts.event import Event

OutsideSystem = Literal["OSS", "SICANTIK", "BSRE", "MPPD"]
OutageKind = Literal["interruption", "maintenance"]
NibStatus = Literal["active", "inactive", "may_trade", "may_operate", "frozen", "revoked"]


class OfficeChangedV1(Event, subject="office_id"):
    """An office was opened or its settings changed. `office_id` is derived from its code. The
    survey is asked for from `survey_gate_from` on, or always."""

    office_id: UUID
    name: str
    regency: str
    time_zone: str
    survey_gate: Literal["required", "none"]
    survey_gate_source: str
    survey_gate_from: date | None = None
    counts_cuti_bersama_as_working: bool = False
    requires_answered_corrections: bool = False
    number_code: str
    settings_version: int


class CalendarDay(BaseModel):
    """A day on which an office departs from the national calendar."""

    model_config = ConfigDict(frozen=True)

    day: date
    name: str
    is_working: bool


class CalendarChangedV1(Event, subject="office_id"):
    """The office's own days of a year, whole, as they stand now."""

    office_id: UUID
    year: int
    calendar_version: int
    days: tuple[CalendarDay, ...]


class StaffAccountClosedV1(Event, subject="account_id"):
    """Somebody works in this office no more: what they hold is free."""

    account_id: UUID
    closed_at: datetime


class Activity(BaseModel):
    """A line of business at a place, with its risk."""

    model_config = ConfigDict(frozen=True)

    kbli: str
    risk: Literal["low", "medium_low", "medium_high", "high"]
    project_id: str | None = None


class BusinessRegisteredV1(Event, subject="business_id"):
    """OSS told of a NIB. Names and addresses are asked for, never told."""

    business_id: UUID
    nib: str
    scale: Literal["micro", "small", "medium", "large"] | None = None
    activities: tuple[Activity, ...] = ()
    nib_status: NibStatus | None = None


class BusinessChangedV1(Event, subject="business_id"):
    """OSS told of a change of a NIB; a NIB that was revoked or cancelled is `revoked`."""

    business_id: UUID
    nib: str
    scale: Literal["micro", "small", "medium", "large"] | None = None
    activities: tuple[Activity, ...] = ()
    nib_status: NibStatus | None = None


class ProjectRegisteredV1(Event, subject="business_id"):
    """OSS told of a project with its planned investment."""

    business_id: UUID
    nib: str
    project_id: str
    kbli: str
    planned_investment_rupiah: int


class ApplicationReceivedV1(Event, subject="intake_id"):
    """SiCANTIK or MPP Digital handed over an application; its data are asked for by id."""

    intake_id: UUID
    system: OutsideSystem
    outside_number: str
    service_code: str
    received_at: datetime


class OssRecordAcceptedV1(Event, subject="subject_id"):
    """OSS acknowledged what was sent."""

    subject_id: UUID
    method: str
    oss_reference: str | None = None


class OssRecordRefusedV1(Event, subject="subject_id"):
    """OSS refused what was sent."""

    subject_id: UUID
    method: str
    answer_code: str


class IntegrationOutageStartedV1(Event, subject="outage_id"):
    """An outside system stopped answering, or its announced maintenance began."""

    outage_id: UUID
    system: OutsideSystem
    started_at: datetime
    kind: OutageKind = "interruption"


class IntegrationOutageEndedV1(Event, subject="outage_id"):
    """An outside system answers again. Told once more when the end is corrected."""

    outage_id: UUID
    system: OutsideSystem
    started_at: datetime
    ended_at: datetime
    kind: OutageKind = "interruption"


BreachRecipient = Literal["subjects", "authority", "public"]


class PrivacyBreachRecordedV1(Event, subject="breach_id"):
    """A breach of personal data was entered: which kinds of data, how many people."""

    breach_id: UUID
    categories: tuple[str, ...]
    affected: int
    detected_at: datetime
    notice_due_at: datetime


class PrivacyBreachNoticeGivenV1(Event, subject="breach_id"):
    """A notice of a breach was given."""

    breach_id: UUID
    recipient: BreachRecipient
    written_to: int
    given_at: datetime
    is_late: bool


class PrivacyBreachNoticeOverdueV1(Event, subject="breach_id"):
    """The 3 × 24 hours passed with a notice missing."""

    breach_id: UUID
    missing: tuple[BreachRecipient, ...]
    notice_due_at: datetime
