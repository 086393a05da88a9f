"""What is answered on applications that came from SiCANTIK: numbers and codes, never people."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gateway.application.sicantik.ask_progress import Progress
from gateway.application.sicantik.intake_ports import ServiceMapping
from gateway.domain.sicantik.intake import Intake, IntakeState
from shared.http import Answer


class IntakeAnswer(Answer):
    """An application of SiCANTIK on its way; `problem` says by a code why it does not go on."""

    id: UUID
    office_code: str
    outside_number: str | None
    outside_service: str | None
    outside_service_name: str | None
    service_code: str | None
    state: IntakeState
    problem: str | None
    received_at: datetime
    settled_at: datetime | None
    application_id: UUID | None


class IntakesPage(Answer):
    """A page of them."""

    items: list[IntakeAnswer]
    next_cursor: str | None


class MappingAnswer(Answer):
    """A service of SiCANTIK, and the office's own that it is."""

    office_code: str
    outside_code: str
    service_code: str
    set_by: str
    set_at: datetime


class MappingsPage(Answer):
    """The whole map."""

    items: list[MappingAnswer]
    next_cursor: str | None


class StepAnswer(Answer):
    """A step there."""

    name: str
    status: str
    started_on: date | None
    ended_on: date | None


class ProgressAnswer(Answer):
    """How far an application is at SiCANTIK; stale when it could not be asked now."""

    number: str
    as_of: datetime
    is_stale: bool
    steps: list[StepAnswer]


def intake_shape(intake: Intake) -> dict[str, Any]:
    """Without anybody's data."""
    return {name: getattr(intake, name) for name in IntakeAnswer.model_fields}


def mapping_shape(mapping: ServiceMapping) -> dict[str, Any]:
    """One entry of the map."""
    return {name: getattr(mapping, name) for name in MappingAnswer.model_fields}


def progress_shape(progress: Progress) -> dict[str, Any]:
    """The steps as of a moment."""
    return asdict(progress)
