"""What was issued or registered one by one: a licence, a project, a NIB, each counted once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from reporting_service.domain.kinds import Channel, Measure

# The stages of an application that is open, in their order, and those that end it.
OPEN_STAGES = ("submitted", "verified", "validated", "signed")
ENDS = ("rejected", "withdrawn", "delivered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuance:
    """`reference` names the thing within its measure: a licence's id, a project's id, a NIB.
    `working_days` is what the legal clock had counted, where there was one; a project has a
    sector and what it plans to invest."""

    office_code: str
    measure: Measure
    reference: str
    channel: Channel
    kind: str
    issued_on: date
    number: str | None = None
    nib: str | None = None
    working_days: int | None = None
    service_version: int | None = None
    sector: str | None = None
    planned_rupiah: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReached:
    """An application came to a stage. `reached_on` is the office's own day."""

    office_code: str
    application_id: UUID
    stage: str
    service_code: str
    channel: str
    reached_at: datetime
    reached_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """Applications of a service that came to a stage: in the period, and since the beginning."""

    channel: str
    service_code: str
    stage: str
    in_period: int
    until_end: int
