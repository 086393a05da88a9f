"""The register of a period, as the office reads and prints it."""

from dataclasses import dataclass

from inspection_service.domain.complaint import Complaint
from inspection_service.domain.office import Office
from shared.calendar.office_time import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """An entry; the complainant is not shown to the officer it is about, where they asked so."""

    complaint: Complaint
    shows_complainant: bool
    is_carried_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRegister:
    """The oldest entry first."""

    office: Office
    period: Period
    lines: tuple[RegisterLine, ...]
