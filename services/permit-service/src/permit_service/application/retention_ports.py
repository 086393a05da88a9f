"""What retention needs of its stores: what is due, runs with their lines, and holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from permit_service.domain.legal_hold import LegalHold
from permit_service.domain.office import Office
from permit_service.domain.retention import RetentionClass
from permit_service.domain.retention_run import RetentionLine, RetentionRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Records of one class of an office whose days count from `until` or before, as of `today`
    at the office. `only` are the applications that are looked at."""

    office: Office
    retention_class: RetentionClass
    until: date
    today: date
    only: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRecord:
    """An application by the day from which its days count; `is_held` when a hold stands on it."""

    application_id: UUID
    counted_from: date
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    """How many are due on a day, will be, and would be if nothing held them."""

    due: int
    upcoming: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFile:
    """An application of somebody who asks for deletion."""

    application_id: UUID
    is_held: bool


class RetainedRecords(Protocol):
    """What counts towards its end, of the caller's offices."""

    async def page(
        self, counted: Counted, *, after: UUID | None, limit: int
    ) -> list[CountedRecord]:
        """In the order of the applications' ids."""
        ...

    async def hold(self, counted: Counted) -> list[CountedRecord]:
        """The same, of those that are named, and held until the transaction ends."""
        ...

    async def count(self, counted: Counted, *, due_until: date) -> ClassCount:
        """Of those within `counted`, which are due by `due_until`."""
        ...

    async def of_subject(
        self,
        office_code: str,
        *,
        account: str | None,
        applications: Sequence[UUID],
        today: date,
        after: UUID | None,
        limit: int,
    ) -> list[SubjectFile]:
        """An account's applications in an office, and those that are named, by id."""
        ...

    async def files_of(self, account: str) -> int:
        """How many applications still say who the account's owner is, drafts among them."""
        ...

    async def holds(self, account: str) -> bool:
        """Whether a hold that was not lifted stands on the account."""
        ...

    async def erase_receivers(self, application_id: UUID) -> None:
        """Who took a licence at the counter is not named any more; that somebody did, stays."""
        ...


class RetentionRuns(Protocol):
    """Runs of the caller's offices."""

    async def add(self, run: RetentionRun) -> bool:
        """Keeps a new one; False while one of the office, class and kind is unfinished."""
        ...

    async def get(self, run_id: UUID) -> RetentionRun:
        """Raises NotFound."""
        ...

    async def take(self, office_code: str) -> RetentionRun | None:
        """An unfinished one whose moment has come, or was set by a clock that was ahead; held.
        None when there is none that no other worker holds."""
        ...

    async def save(self, run: RetentionRun) -> None:
        """Writes how far it is."""
        ...

    async def page(self, *, before: UUID | None, limit: int) -> list[RetentionRun]:
        """Newest first."""
        ...

    async def save_lines(self, run: RetentionRun, lines: Sequence[RetentionLine]) -> None:
        """Keeps or overwrites lines."""
        ...

    async def lines(self, run_id: UUID, *, after: UUID | None, limit: int) -> list[RetentionLine]:
        """In the order of the applications' ids."""
        ...


class LegalHolds(Protocol):
    """Holds of the caller's offices."""

    async def add(self, hold: LegalHold, *, nik: str | None) -> None:
        """Keeps one, after everything that it is on was let go of by whoever destroys: what is
        there when it stands, is held. Raises NotFound for an application that is not there."""
        ...

    async def get(self, hold_id: UUID) -> LegalHold:
        """In a transaction held until its end. Raises NotFound."""
        ...

    async def save(self, hold: LegalHold) -> LegalHold:
        """Counts the version up; raises StaleVersion."""
        ...

    async def page(
        self, *, is_standing: bool, today: date, before: UUID | None, limit: int
    ) -> list[LegalHold]:
        """Newest first; those that hold today, or all."""
        ...


class Retention(Protocol):
    """The stores of retention."""

    @property
    def records(self) -> RetainedRecords: ...
    @property
    def runs(self) -> RetentionRuns: ...
    @property
    def holds(self) -> LegalHolds: ...
