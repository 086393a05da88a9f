"""What use cases are told by other services, and what they hand to ports that are slow."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from inspection_service.domain.business import (
    Activity,
    Business,
    Licence,
    LicenceStatus,
    Location,
    Scale,
)
from inspection_service.domain.inspection import Expert, Inspection
from inspection_service.domain.office import Office
from inspection_service.domain.oss_project import OssProject


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFact:
    """A licence that the permit service told, with the NIB it was issued to."""

    office_code: str
    nib: str
    licence: Licence


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFact:
    """What became of a licence; it may be told before the licence itself is known."""

    office_code: str
    licence_id: UUID
    status: LicenceStatus
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFact:
    """A NIB that OSS told through the gateway."""

    office_code: str
    nib: str
    scale: Scale | None
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFact:
    """An office's settings of a version."""

    code: str
    name: str
    regency: str
    number_code: str
    time_zone: str
    counts_cuti_bersama_as_working: bool
    settings_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDay:
    """A day on which the office departs from the nation's calendar."""

    day: date
    name: str
    is_working: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFact:
    """An office's own days of a year, whole."""

    office_code: str
    year: int
    calendar_version: int
    days: tuple[OfficeDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """A question to a sibling that is still open: who holds this licence, and where. What OSS told
    of a business itself is asked for under the business's own id."""

    licence_id: UUID
    office_code: str
    business_id: UUID
    tries: int = 0

    @property
    def is_of_registration(self) -> bool:
        """Whether the gateway is asked, of a NIB."""
        return self.licence_id == self.business_id


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderAnswer:
    """What the permit service says of a licence's holder; `location` has no id of its own yet."""

    name: str | None
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationAnswer:
    """What the gateway says of a NIB that OSS told: its name, and its projects at their places."""

    name: str | None
    projects: tuple[OssProject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """Everything that stands in an assignment letter."""

    number: str
    office: Office
    business: Business
    location: Location
    inspection: Inspection
    inspectors: tuple[str, ...]
    valid_from: date
    valid_until: date
    experts: tuple[Expert, ...] = ()
    agencies: tuple[str, ...] = ()
