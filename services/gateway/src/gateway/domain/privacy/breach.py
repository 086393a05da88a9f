"""A breach of personal data, and the notices that are owed for it (UU 27/2022 Ps 46).

The 3 × 24 hours are hours of the clock, not working days, and count from the detection.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from gateway.domain.errors import NoticeBeforeDetection, NoticeGivenAlready, NotYetHappened

MAX_AFFECTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRule:
    """How long an office has, and where that stands."""

    period: timedelta
    effective_from: date
    source: str
    verified: bool


NOTICE_RULE = NoticeRule(
    period=timedelta(hours=3 * 24),
    effective_from=date(2024, 10, 17),
    source="UU 27/2022 Ps 46(1)",
    verified=True,
)


class Recipient(StrEnum):
    """Who is to know: the people and the authority always, the public in certain cases."""

    SUBJECTS = "subjects"
    AUTHORITY = "authority"
    PUBLIC = "public"


OWED = (Recipient.SUBJECTS, Recipient.AUTHORITY)


class BreachState(StrEnum):
    """Whether the notices that are owed were given."""

    DUE = "due"
    OVERDUE = "overdue"
    NOTIFIED = "notified"


class DataCategory(StrEnum):
    """Which data were touched (Ps 46(2))."""

    IDENTITY = "identity"
    CONTACT = "contact"
    ADDRESS = "address"
    DOCUMENTS = "documents"
    CREDENTIALS = "credentials"
    COMPLAINTS = "complaints"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice that was given; `reference` is the number of the letter, `written_to` how many
    were written to by us."""

    recipient: Recipient
    at: datetime
    reference: str | None
    recorded_by: str
    written_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyBreach:
    """An entry of the register. `description` (when and how) and `handling` are sealed at rest;
    `applications` are those of the people who are concerned."""

    id: UUID
    office_code: str
    detected_at: datetime
    occurred_at: datetime | None
    categories: tuple[DataCategory, ...]
    description: str
    handling: str
    applications: tuple[UUID, ...]
    affected: int
    recorded_by: str
    recorded_at: datetime
    notices: tuple[Notice, ...] = ()
    overdue_told_at: datetime | None = None
    version: int = 0

    def checked(self, *, now: datetime) -> "PrivacyBreach":
        """Itself; raises NotYetHappened for a moment that lies ahead."""
        moments = {"/detected_at": self.detected_at, "/occurred_at": self.occurred_at}
        ahead = [name for name, at in moments.items() if at is not None and at > now]
        if self.occurred_at is not None and self.occurred_at > self.detected_at:
            ahead.append("/occurred_at")
        if ahead:
            raise NotYetHappened(pointers=tuple((name, "future") for name in ahead))
        return self

    @property
    def notice_due_at(self) -> datetime:
        """The last moment for the notices that are owed."""
        return self.detected_at + NOTICE_RULE.period

    @property
    def missing(self) -> tuple[Recipient, ...]:
        """Who is owed a notice and has none."""
        given = {one.recipient for one in self.notices}
        return tuple(one for one in OWED if one not in given)

    @property
    def notified_at(self) -> datetime | None:
        """When the last of the notices that are owed was given."""
        if self.missing:
            return None
        return max(one.at for one in self.notices if one.recipient in OWED)

    def state(self, now: datetime) -> BreachState:
        """As of a moment."""
        if not self.missing:
            return BreachState.NOTIFIED
        return BreachState.OVERDUE if now > self.notice_due_at else BreachState.DUE

    @property
    def was_late(self) -> bool:
        """Whether a notice that is owed was given after its last moment."""
        return any(one.recipient in OWED and one.at > self.notice_due_at for one in self.notices)

    def notified(self, notice: Notice, *, now: datetime) -> "PrivacyBreach":
        """With one notice more; raises NoticeGivenAlready, NoticeBeforeDetection,
        NotYetHappened."""
        if any(one.recipient is notice.recipient for one in self.notices):
            raise NoticeGivenAlready
        if notice.at > now:
            raise NotYetHappened(pointers=(("/notified_at", "future"),))
        if notice.at < self.detected_at:
            raise NoticeBeforeDetection(pointers=(("/notified_at", "before_detection"),))
        return replace(self, notices=(*self.notices, notice))
