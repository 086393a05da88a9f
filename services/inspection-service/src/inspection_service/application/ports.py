"""What the use cases need from outside: stores inside a transaction, and things that are slow.

Nothing slow is asked inside a transaction: letters are signed and siblings asked before it.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from inspection_service.domain.business import (
    Activity,
    Business,
    Licence,
    LicenceStatus,
    Location,
    Scale,
)
from inspection_service.domain.follow_up import FollowUp
from inspection_service.domain.inspection import AssignmentLetter, Inspection
from inspection_service.domain.office import Office
from inspection_service.domain.plan import InspectionPlan, PlanItem
from inspection_service.domain.rules import RuleSet
from inspection_service.domain.sanction import Sanction
from inspection_service.domain.violation import Violation
from shared.clock import Clock
from shared.contracts.event import Event
from shared.identity import Caller
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")


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
    """A question to a sibling that is still open: who holds this licence, and where."""

    licence_id: UUID
    office_code: str
    business_id: UUID
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderAnswer:
    """What the permit service says of a licence's holder; `location` has no id of its own yet."""

    name: str | None
    location: Location | None


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


class Businesses(Protocol):
    """Businesses with their places and licences."""

    async def by_nib(self, nib: str) -> Business: ...
    async def get(self, business_id: UUID) -> Business: ...
    async def page(self, *, after: str | None, limit: int) -> list[Business]: ...
    async def save(self, business: Business) -> Business: ...
    async def record_licences(self, facts: Iterable[LicenceFact]) -> None: ...
    async def record_statuses(self, facts: Iterable[StatusFact]) -> None: ...
    async def record_registrations(self, facts: Iterable[RegistrationFact]) -> None: ...


class Enquiries(Protocol):
    """Questions to siblings that are still open."""

    async def open(self, enquiries: Iterable[Enquiry], *, at: datetime) -> None: ...
    async def due(self, *, at: datetime, limit: int) -> list[Enquiry]: ...
    async def close(self, licence_id: UUID) -> None: ...
    async def postpone(self, enquiry: Enquiry, *, until: datetime) -> None: ...


class Inspections(Protocol):
    """Inspections with their letters and BAPs."""

    async def add(self, inspection: Inspection) -> Inspection: ...
    async def get(self, inspection_id: UUID) -> Inspection: ...
    async def save(self, inspection: Inspection) -> Inspection: ...
    async def page(
        self, *, business_id: UUID | None, after: UUID | None, limit: int
    ) -> list[Inspection]: ...
    async def routine_visits(self, *, location_id: UUID, risk: str | None, year: int) -> int: ...


class Violations(Protocol):
    """Violations, however they were found."""

    async def add(self, violation: Violation) -> Violation: ...
    async def get(self, violation_id: UUID) -> Violation: ...
    async def save(self, violation: Violation) -> Violation: ...
    async def page(
        self, *, business_id: UUID | None, after: UUID | None, limit: int
    ) -> list[Violation]: ...


class Sanctions(Protocol):
    """Sanctions; a violation has at most one that is proposed or in force."""

    async def add(self, sanction: Sanction) -> Sanction: ...
    async def get(self, sanction_id: UUID) -> Sanction: ...
    async def save(self, sanction: Sanction) -> Sanction: ...
    async def page(
        self, *, business_id: UUID | None, after: UUID | None, limit: int
    ) -> list[Sanction]: ...


class FollowUps(Protocol):
    """Guidance and corrections."""

    async def add(self, follow_up: FollowUp) -> FollowUp: ...
    async def get(self, follow_up_id: UUID) -> FollowUp: ...
    async def save(self, follow_up: FollowUp) -> FollowUp: ...
    async def of_violation(self, violation_id: UUID) -> tuple[FollowUp, ...]: ...


class Plans(Protocol):
    """Annual plans and their items; an office has one plan a year."""

    async def add(self, plan: InspectionPlan) -> InspectionPlan: ...
    async def get(self, plan_id: UUID) -> InspectionPlan: ...
    async def save(self, plan: InspectionPlan) -> InspectionPlan: ...
    async def all(self) -> list[InspectionPlan]: ...
    async def add_items(self, items: Iterable[PlanItem]) -> None: ...
    async def items(self, plan_id: UUID, *, after: UUID | None, limit: int) -> list[PlanItem]: ...
    async def item_count(self, plan_id: UUID) -> int: ...
    async def remove_items(
        self, plan_id: UUID, item_ids: Iterable[UUID], *, reason: str
    ) -> None: ...
    async def verified_item(self, *, location_id: UUID, year: int) -> PlanItem | None: ...


class Offices(Protocol):
    """The service's own copy of what the gateway told of offices and their calendars."""

    async def get(self, code: str) -> Office: ...
    async def record(self, facts: Iterable[OfficeFact]) -> None: ...
    async def record_calendars(self, facts: Iterable[CalendarFact]) -> None: ...
    async def codes(self) -> tuple[str, ...]: ...
    async def of_nib(self, nib: str) -> tuple[str, ...]: ...
    async def publish_letter(self, inspection_id: UUID, *, office_code: str) -> None: ...
    async def of_letter(self, inspection_id: UUID) -> str | None: ...


class Numbers(Protocol):
    """Places in an office's series of a year, without a gap."""

    async def next(self, office_code: str, *, series: str, year: int) -> int: ...


class Telling(Protocol):
    """Where a transaction tells its facts."""

    def add(self, event: Event, *, reason: str | None = None) -> None: ...


class Stores(Protocol):
    """What may be read, with the caller's rights."""

    @property
    def businesses(self) -> Businesses: ...
    @property
    def enquiries(self) -> Enquiries: ...
    @property
    def inspections(self) -> Inspections: ...
    @property
    def violations(self) -> Violations: ...
    @property
    def sanctions(self) -> Sanctions: ...
    @property
    def follow_ups(self) -> FollowUps: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def offices(self) -> Offices: ...
    @property
    def numbers(self) -> Numbers: ...


class Work(Stores, Protocol):
    """One transaction: the stores, the facts it tells, the moment it takes place."""

    @property
    def now(self) -> datetime: ...
    @property
    def events(self) -> Telling: ...
    def answer(self, result: ResultT) -> ResultT: ...
    async def refuse_repeated(self, once: Once | None) -> None: ...


class Begin(Protocol):
    """Begins a transaction for a caller: leaving commits, raising rolls back."""

    def __call__(
        self, caller: Caller, *, once: Once | None = None
    ) -> AbstractAsyncContextManager[Work]: ...


class RuleBook(Protocol):
    """Every rule set, dated."""

    def in_force(self, *, office_code: str, on: date) -> RuleSet: ...


class Letters(Protocol):
    """Typesets documents, has them signed, keeps them."""

    async def sign_assignment(
        self, draft: LetterDraft, *, signatory: Caller, passphrase: str, at: datetime
    ) -> AssignmentLetter: ...
    async def read(self, document: str) -> bytes: ...
    def target(self, token: str) -> UUID: ...
    async def bap(
        self,
        inspection: Inspection,
        *,
        office: Office,
        business: Business,
        violations: tuple[Violation, ...],
    ) -> bytes: ...


class Siblings(Protocol):
    """What other services know; asked outside of every transaction."""

    async def holder(self, licence_id: UUID) -> HolderAnswer | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything a use case may need."""

    clock: Clock
    new_id: Callable[[], UUID]
    begin: Begin
    read: Callable[[Caller], AbstractAsyncContextManager[Stores]]
    rules: RuleBook
    letters: Letters
    siblings: Siblings
