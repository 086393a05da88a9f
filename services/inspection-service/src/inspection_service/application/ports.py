"""What the use cases need from outside: stores inside a transaction, and things that are slow.

Nothing slow is asked inside a transaction: letters are signed and siblings asked before it.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from inspection_service.application.facts import (
    CalendarFact,
    Enquiry,
    HolderAnswer,
    LetterDraft,
    LicenceFact,
    OfficeFact,
    RegistrationFact,
    StatusFact,
)
from inspection_service.domain.business import Business
from inspection_service.domain.complaint import Complaint, ComplaintStatus
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


class Complaints(Protocol):
    """The register of complaints and consultations."""

    async def add(self, complaint: Complaint) -> Complaint: ...
    async def by_number(self, number: str) -> Complaint: ...
    async def save(self, complaint: Complaint) -> Complaint: ...
    async def register(
        self, *, status: ComplaintStatus | None, after: UUID | None, limit: int
    ) -> list[Complaint]: ...


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
    def complaints(self) -> Complaints: ...
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
    async def unblocking(
        self, complaint: Complaint, *, office: Office, number: str, addressee: str, at: datetime
    ) -> bytes: ...
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
