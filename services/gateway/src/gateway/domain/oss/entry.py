"""What supervision must enter in OSS by hand, since OSS has no method for it, and what became of
it.

An entry is of one fact and is settled once: by an officer who entered it, by the method that OSS
has for a sanction's licences, or because what it was about stands no longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shared.errors import InvalidRequest, TransitionNotAllowed


class EntryKind(StrEnum):
    """What is entered."""

    PLAN_ITEM = "plan_item"
    PLAN_ITEM_REMOVAL = "plan_item_removal"
    INSPECTION_RECORD = "inspection_record"
    INSPECTION_NOT_DONE = "inspection_not_done"
    GUIDANCE = "guidance"
    CORRECTION = "correction"
    SANCTION = "sanction"
    SANCTION_LIFTING = "sanction_lifting"
    LICENCE_REVOCATION = "licence_revocation"
    ASSESSMENT = "assessment"
    INVESTMENT_REPORT = "investment_report"
    MISSING_INVESTMENT_REPORT = "missing_investment_report"


_ENDINGS = frozenset({"licence_revocation", "supporting_licence_revocation"})


class EntryState(StrEnum):
    """Where an entry stands; `sent`: the method that OSS has for it has told it."""

    OPEN = "open"
    ENTERED = "entered"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class OssValue(StrEnum):
    """The compliance that OSS determined of an assessment (Perbup Sumba Timur 32/2023 Ps 11(5))."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    POOR = "poor"


class ValueNotAsked(InvalidRequest):
    """OSS determines a value of an assessment only."""

    message = "OSS determines no value for this entry."

    def __init__(self) -> None:
        super().__init__(pointers=(("/value", "not_for_kind"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class OssEntry:
    """`matter_id` is what it is about, by its owner's id; `facts` are values of the event.
    `due_on` is None where no article sets a day."""

    id: UUID
    office_code: str
    event_id: UUID
    kind: EntryKind
    matter_id: UUID
    facts: Mapping[str, str] = field(default_factory=dict)
    occurred_at: datetime
    planned_at: datetime
    due_on: date | None
    calendar_version: str | None = None
    state: EntryState = EntryState.OPEN
    settled_at: datetime | None = None
    settled_by: str | None = None
    oss_reference: str | None = None
    oss_value: OssValue | None = None
    warned_at: datetime | None = None
    overdue_told_at: datetime | None = None
    version: int = 0

    @property
    def rule_kind(self) -> EntryKind:
        """Whose rule it falls under: a sanction that ends a licence has a revocation's days."""
        ends = self.kind is EntryKind.SANCTION and self.facts.get("step") in _ENDINGS
        return EntryKind.LICENCE_REVOCATION if ends else self.kind

    def is_overdue(self, *, today: date) -> bool:
        """Whether its last day has passed without it, in the office's own days."""
        is_open = self.state is EntryState.OPEN
        return is_open and self.due_on is not None and today > self.due_on

    def entered(
        self, *, reference: str, value: OssValue | None, by: str, at: datetime
    ) -> "OssEntry":
        """An officer typed it into OSS, which answered with the reference. Raises
        TransitionNotAllowed, ValueNotAsked."""
        if self.state is not EntryState.OPEN:
            raise TransitionNotAllowed
        if value is not None and self.kind is not EntryKind.ASSESSMENT:
            raise ValueNotAsked
        return replace(
            self,
            state=EntryState.ENTERED,
            settled_at=at,
            settled_by=by,
            oss_reference=reference,
            oss_value=value,
        )

    def withdrawn(self, *, at: datetime) -> "OssEntry":
        """What it was about stands no longer."""
        return replace(self, state=EntryState.WITHDRAWN, settled_at=at)
