"""Which services have an approved standard (SPP) and procedure (SOP): what the office must still
draft (source 002 IV-4.1)."""

from dataclasses import dataclass
from datetime import date

from permit_service.domain.service import Service
from permit_service.domain.standard_document import DocumentState, state_of


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
        service_standard=state_of(content.get("service_standard"), on=today),
        operating_procedure=state_of(content.get("operating_procedure"), on=today),
        agencies_without_procedure=tuple(
            agency
            for agency in service.agencies
            if state_of(procedures.get(agency, {}).get("sop"), on=today)
            is not DocumentState.APPROVED
        ),
    )
