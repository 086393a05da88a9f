"""Which services have an approved standard (SPP) and procedure (SOP): what the office must still
draft (source 002 IV-4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from permit_service.domain.service import Service

IN_FORCE = "in_force"


class DocumentState(StrEnum):
    """`approved` is in force today; one that begins later is drafted until then."""

    NONE = "none"
    DRAFTED = "drafted"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A service's standard and procedure, and the agencies asked that have no SOP in force."""

    service: Service
    service_standard: DocumentState
    operating_procedure: DocumentState
    agencies_without_procedure: tuple[str, ...]

    @property
    def is_lacking(self) -> bool:
        """Whether there is no approved standard or procedure."""
        approved = DocumentState.APPROVED
        return not (self.service_standard is self.operating_procedure is approved)


def coverage_of(service: Service, *, today: date) -> Coverage:
    """What the version in force names."""
    content = service.content
    procedures = content.get("agency_standards", {})
    return Coverage(
        service=service,
        service_standard=_state(content.get("service_standard"), today),
        operating_procedure=_state(content.get("operating_procedure"), today),
        agencies_without_procedure=tuple(
            agency
            for agency in service.agencies
            if _state(procedures.get(agency, {}).get("sop"), today) is not DocumentState.APPROVED
        ),
    )


def _state(document: Mapping[str, Any] | None, today: date) -> DocumentState:
    if not document:
        return DocumentState.NONE
    since = document.get("in_force_from")
    is_in_force = document["state"] == IN_FORCE and since and date.fromisoformat(since) <= today
    return DocumentState.APPROVED if is_in_force else DocumentState.DRAFTED
