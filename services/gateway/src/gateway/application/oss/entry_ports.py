"""What the list of entries for OSS needs from outside."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from gateway.application.ports import Begin, Offices, Planning, Telling, Transaction
from gateway.domain.oss.entry import EntryKind, EntryState, OssEntry
from gateway.domain.oss.entry_rule import EntryRule
from shared.clock import Clock
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryQuery:
    """Which entries, newest first; `overdue_on` keeps those whose last day was before it."""

    states: frozenset[EntryState] = frozenset()
    kind: EntryKind | None = None
    overdue_on: date | None = None
    before: UUID | None = None
    limit: int = 50


class OssEntries(Protocol):
    """The entries of the caller's offices."""

    async def add(self, entries: Iterable[OssEntry]) -> None: ...

    async def get(self, entry_id: UUID) -> OssEntry:
        """Held in a transaction. Raises NotFound, also for another office's."""
        ...

    async def save(self, entry: OssEntry) -> OssEntry:
        """Counts the version up; raises StaleVersion."""
        ...

    async def page(self, query: EntryQuery) -> Sequence[OssEntry]:
        """One more than the limit."""
        ...

    async def of_matters(self, matter_ids: Collection[UUID], kind: EntryKind) -> Sequence[OssEntry]:
        """Every entry of that kind about one of them, the oldest first, held."""
        ...

    async def of_events(self, event_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """By event: the entry that it led to, where it led to one alone."""
        ...

    async def note_sent(self, event_id: UUID, *, at: datetime) -> None:
        """The open entry of an event is settled when OSS has accepted every record of it; does
        nothing while one is missing."""
        ...

    async def unwarned(self, *, due_by: date, limit: int) -> Sequence[OssEntry]:
        """Open ones that are due by that day and of which nobody was reminded, held; what another
        worker holds is passed over."""
        ...

    async def overdue_untold(self, *, today: date, limit: int) -> Sequence[OssEntry]:
        """Open ones whose last day has passed without anybody being told, likewise."""
        ...


class WaitingRecords(Protocol):
    """The records that a method of OSS takes, as far as entries look at them."""

    async def on_their_way(self, event_ids: Collection[UUID]) -> frozenset[UUID]:
        """The events with a record that still waits to be sent."""
        ...


class EntryStores(Protocol):
    """What may be read."""

    @property
    def oss_entries(self) -> OssEntries: ...
    @property
    def oss_records(self) -> WaitingRecords: ...
    @property
    def offices(self) -> Offices: ...


class EntryWork(EntryStores, Transaction, Protocol):
    """One transaction."""

    @property
    def events(self) -> Telling: ...
    @property
    def notifications(self) -> Planning: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """A field of OSS's form, with what is typed into it."""

    field: str
    label: str
    value: str


class OssForms(Protocol):
    """The owners of what is entered, asked for the words when an officer reads the list."""

    async def of(
        self, office_code: str, entries: Sequence[OssEntry]
    ) -> Mapping[UUID, tuple[FormLine, ...]]:
        """By the entry's id; what its owner has no longer is left out. Raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry with its form: None while its owner does not answer, empty where the owner has it
    no longer."""

    entry: OssEntry
    rule: EntryRule
    is_overdue: bool
    is_on_its_way: bool
    form: tuple[FormLine, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OssEntryPorts:
    """`is_connected`: whether there are records that leave by themselves. `sheet` makes a workbook
    of entries and their forms."""

    clock: Clock
    begin: Begin[EntryWork]
    read: Callable[[Caller], AbstractAsyncContextManager[EntryStores]]
    forms: OssForms
    sheet: Callable[[Sequence[ShownEntry]], bytes]
    is_connected: bool
