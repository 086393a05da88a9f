"""The stores in memory: the same promises as in PostgreSQL, for use cases without a database.

A caller sees the rows of their offices only, as row-level security has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from inspection_service.adapters.complaint_sheet import write_register
from inspection_service.adapters.rule_sets import ShippedRuleBook
from inspection_service.adapters.rule_sets.obligations import shipped_obligations
from inspection_service.adapters.rule_sets.procedure import shipped_procedure
from inspection_service.application.facts import (
    HolderAnswer,
    LetterDraft,
    RegistrationAnswer,
)
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.errors import AlreadySanctioned
from inspection_service.domain.follow_up import FollowUp
from inspection_service.domain.inspection import AssignmentLetter, Inspection, Kind, Status
from inspection_service.domain.plan import (
    InspectionPlan,
    ItemExists,
    ItemUnknown,
    PlanExists,
    PlanItem,
    PlanStatus,
)
from inspection_service.domain.sanction import Sanction
from inspection_service.domain.violation import Violation
from inspection_service.testing.memory_aggregates import MemoryAggregates
from inspection_service.testing.memory_facts import (
    MemoryBusinesses,
    MemoryEnquiries,
    MemoryNumbers,
    MemoryOffices,
    MemoryState,
)
from inspection_service.testing.memory_registers import (
    MemoryComplaints,
    MemoryCompliance,
    MemoryInvestmentReports,
    MemoryOfficerActions,
    MemoryOperations,
)
from shared.clock import Clock
from shared.documents.signing import WrongPassphrase
from shared.identity import Caller
from shared.ids import new_id
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once
from shared.testing.access_log import MemoryAccessLog
from shared.testing.memory import MemoryDatabase, MemoryTransaction

ResultT = TypeVar("ResultT")


class MemoryInspections(MemoryAggregates[Inspection]):
    """Inspections."""

    async def routine_visits(self, *, location_id: UUID, risk: str | None, year: int) -> int:
        """How many count to the cap."""
        return sum(
            one.location_id == location_id
            and one.risk == risk
            and one.planned_year == year
            and one.kind is Kind.ROUTINE
            and one.status is not Status.NOT_DONE
            for one in self.seen()
        )


class MemoryFollowUps(MemoryAggregates[FollowUp]):
    """Guidance and corrections."""

    async def of_violation(self, violation_id: UUID) -> tuple[FollowUp, ...]:
        """Those of one violation."""
        return tuple(one for one in self.seen() if one.violation_id == violation_id)


class MemorySanctions(MemoryAggregates[Sanction]):
    """Sanctions."""

    async def add(self, aggregate: Sanction) -> Sanction:
        """Raises AlreadySanctioned for a second open one."""
        if any(
            one.is_open and one.violation_id == aggregate.violation_id
            for one in self._rows.values()
        ):
            raise AlreadySanctioned
        return await super().add(aggregate)


class MemoryPlans(MemoryAggregates[InspectionPlan]):
    """Plans and their items."""

    def __init__(self, state: MemoryState, offices: tuple[str, ...]) -> None:
        super().__init__(state.plans, offices)
        self._items = state.plan_items
        self._inspections = state.inspections

    async def add(self, aggregate: InspectionPlan) -> InspectionPlan:
        """Raises PlanExists."""
        if any(one.year == aggregate.year for one in self.seen()):
            raise PlanExists
        return await super().add(aggregate)

    async def all(self) -> list[InspectionPlan]:
        """The oldest first."""
        return self.seen()

    async def add_items(self, items: Iterable[PlanItem]) -> None:
        """Raises ItemExists."""
        for item in items:
            if any(_visit(item) == _visit(one) for one in self._items.values()):
                raise ItemExists
            self._items[item.id] = item

    async def items(self, plan_id: UUID, *, after: UUID | None, limit: int) -> list[PlanItem]:
        """The rows that stand."""
        return [one for one in self._standing(plan_id) if after is None or one.id > after][:limit]

    async def items_named(self, item_ids: Sequence[UUID]) -> list[PlanItem]:
        """By their ids, in their order."""
        found = [one for one in self._items.values() if one.id in item_ids]
        seen = [one for one in found if one.office_code in self._offices]
        return sorted(seen, key=lambda one: one.id)

    async def item_count(self, plan_id: UUID) -> int:
        """How many rows stand."""
        return len(self._standing(plan_id))

    async def remove_items(self, plan_id: UUID, item_ids: Iterable[UUID], *, reason: str) -> None:
        """Raises ItemUnknown."""
        standing = {one.id: one for one in self._standing(plan_id)}
        for item_id in set(item_ids):
            if item_id not in standing:
                raise ItemUnknown
            self._items[item_id] = replace(standing[item_id], removed_reason=reason)

    async def verified_item(self, *, location_id: UUID, year: int) -> PlanItem | None:
        """The first one of the place that nobody carries out."""
        verified = {
            one.id for one in self.seen() if one.year == year and one.status is PlanStatus.VERIFIED
        }
        taken = {
            one.plan_item_id
            for one in self._inspections.values()
            if one.status is not Status.NOT_DONE
        }
        found = [
            one
            for plan_id in verified
            for one in self._standing(plan_id)
            if one.location_id == location_id and one.id not in taken
        ]
        return min(found, key=lambda one: (one.planned_month, one.visit_no), default=None)

    def _standing(self, plan_id: UUID) -> list[PlanItem]:
        found = [
            one
            for one in self._items.values()
            if one.plan_id == plan_id and one.removed_reason is None
        ]
        return sorted(found, key=lambda one: one.id)


def _visit(item: PlanItem) -> tuple[UUID, UUID, str, int]:
    return (item.plan_id, item.location_id, item.risk, item.visit_no)


class MemoryWork:
    """The stores of one transaction in memory."""

    def __init__(self, transaction: MemoryTransaction) -> None:
        self._transaction = transaction
        state: MemoryState = transaction.state
        offices = transaction.caller.offices
        self.businesses = MemoryBusinesses(state, offices)
        self.enquiries = MemoryEnquiries(state, offices)
        self.inspections = MemoryInspections(state.inspections, offices)
        self.violations = MemoryAggregates[Violation](state.violations, offices)
        self.follow_ups = MemoryFollowUps(state.follow_ups, offices)
        self.sanctions = MemorySanctions(state.sanctions, offices)
        self.complaints = MemoryComplaints(state, transaction.caller)
        self.compliance = MemoryCompliance(state.compliance, offices)
        self.investment_reports = MemoryInvestmentReports(state, offices)
        self.operations = MemoryOperations(state.operations, offices.__contains__)
        self.officer_actions = MemoryOfficerActions(state.officer_actions, offices)
        self.plans = MemoryPlans(state, offices)
        self.offices = MemoryOffices(state)
        self.numbers = MemoryNumbers(state)

    @property
    def now(self) -> datetime:
        """The moment of the transaction."""
        now: datetime = self._transaction.now
        return now

    @property
    def events(self) -> EventRecorder:
        """What it tells."""
        return self._transaction.events

    def answer(self, result: ResultT) -> ResultT:
        """The result."""
        return self._transaction.answer(result)

    async def refuse_repeated(self, once: Once | None) -> None:
        """A repetition in memory is refused by the transaction's own mark."""


class MemoryLetters:
    """Signs with one passphrase, and typesets nothing."""

    def __init__(self, passphrase: str) -> None:
        self._passphrase = passphrase

    async def sign_assignment(
        self, draft: LetterDraft, *, signatory: Caller, passphrase: str, at: datetime
    ) -> AssignmentLetter:
        """Raises WrongPassphrase."""
        if passphrase != self._passphrase:
            raise WrongPassphrase
        return AssignmentLetter(
            number=draft.number,
            inspectors=draft.inspectors,
            valid_from=draft.valid_from,
            valid_until=draft.valid_until,
            experts=draft.experts,
            agencies=draft.agencies,
            document=f"letters/{draft.inspection.id}",
            sha256="0" * 64,
            signed_by=signatory.username or signatory.actor,
            signed_at=at,
        )

    async def read(self, document: str) -> bytes:
        """The key itself stands for the document."""
        return document.encode()

    def target(self, token: str) -> UUID:
        """The token is the id."""
        return UUID(token)

    async def unblocking(self, *_: object, **__: object) -> bytes:
        """Always the same."""
        return b"%PDF"

    async def sanction(self, *_: object, **__: object) -> bytes:
        """Always the same."""
        return b"%PDF"

    async def bap(self, *_: object, **__: object) -> bytes:
        """Always the same."""
        return b"%PDF"


class MemorySiblings:
    """Answers what a test puts there."""

    def __init__(self) -> None:
        self.answers: dict[UUID, HolderAnswer] = {}
        self.registrations: dict[str, RegistrationAnswer] = {}

    async def holder(self, licence_id: UUID) -> HolderAnswer | None:
        """Nothing until the test knows it."""
        return self.answers.get(licence_id)

    async def registration(self, office_code: str, nib: str) -> RegistrationAnswer | None:
        """By office and NIB."""
        return self.registrations.get(f"{office_code}/{nib}")


class MemorySupervision:
    """The service's ports in memory, and what its transactions told."""

    def __init__(self, clock: Clock, *, passphrase: str) -> None:
        self.state = MemoryState()
        self.siblings = MemorySiblings()
        self._database: MemoryDatabase[MemoryWork] = MemoryDatabase(self.state, MemoryWork, clock)
        self.ports = Ports(
            accesses=MemoryAccessLog(clock),
            write_register=write_register,
            clock=clock,
            new_id=new_id,
            begin=self._database.begin,
            read=self._database.begin,
            rules=ShippedRuleBook(),
            letters=MemoryLetters(passphrase),
            siblings=self.siblings,
            obligations=shipped_obligations(),
            procedure_of=shipped_procedure,
        )

    @property
    def told(self) -> list[str]:
        """The names of the facts that were committed."""
        return [event.type for event in self._database.told]
