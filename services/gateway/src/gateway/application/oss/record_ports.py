"""What planning and sending records to OSS needs from outside."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from gateway.application.oss.entry_ports import OssEntries
from gateway.application.oss.intake_ports import OssPermits, PermitDesk
from gateway.application.ports import Offices, Telling
from gateway.domain.oss.codes import Method
from gateway.domain.oss.record import OssRecord, RecordState
from shared.clock import Clock
from shared.identity import Caller


class OssRecords(Protocol):
    """What must leave for OSS, of the caller's offices."""

    async def plan(self, records: Iterable[OssRecord]) -> None: ...

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> Sequence[OssRecord]:
        """Those that are due and the first of their stream, each to one worker only until the
        lease's end; an attempt more."""
        ...

    async def settle(self, record: OssRecord, *, attempt: int) -> bool:
        """Whether it was kept: the end of an attempt whose lease somebody else has taken over
        changes nothing."""
        ...

    async def last_accepted(self, stream: UUID) -> OssRecord | None:
        """The latest of what OSS has, by when it happened."""
        ...

    async def licensed(self, *, start: datetime, end: datetime, limit: int) -> tuple[str, ...]:
        """The permits whose licence was issued from `start` on and before `end`, by their id at
        OSS."""
        ...

    async def on_their_way(self, event_ids: Collection[UUID]) -> frozenset[UUID]:
        """The events with a record that still waits to be sent by a method."""
        ...

    async def count_waiting(self, office_code: str) -> int: ...

    async def page(
        self, *, state: RecordState | None, before: UUID | None, limit: int
    ) -> Sequence[OssRecord]:
        """Newest first, one more than the limit."""
        ...


class OssLinks(Protocol):
    """Which application is about which permit of OSS, and has which licence: ids alone."""

    async def link(self, permits: Mapping[UUID, tuple[str, str]]) -> None:
        """By application: its office and the permit it is about."""
        ...

    async def note_licences(self, licences: Mapping[UUID, UUID]) -> None:
        """By application."""
        ...

    async def known(self, application_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those that are about a permit of OSS."""
        ...

    async def of_licences(self, licence_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """By licence: its application, where it is known here."""
        ...


class OssPlanningWork(Protocol):
    """The transaction of a reaction."""

    @property
    def oss_records(self) -> OssRecords: ...
    @property
    def oss_applications(self) -> OssLinks: ...
    @property
    def oss_entries(self) -> OssEntries: ...
    @property
    def offices(self) -> Offices: ...
    @property
    def now(self) -> datetime: ...


class OssSendingStores(Protocol):
    """What may be read."""

    @property
    def oss_records(self) -> OssRecords: ...
    @property
    def oss_entries(self) -> OssEntries: ...
    @property
    def oss_permits(self) -> OssPermits: ...
    @property
    def offices(self) -> Offices: ...


class OssSendingWork(OssSendingStores, Protocol):
    """One transaction of the loop that sends."""

    @property
    def oss_applications(self) -> OssLinks: ...
    @property
    def events(self) -> Telling: ...
    @property
    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OssYes:
    """OSS took it. `reference` is what it calls it, where it says so."""

    code: str
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NibLine:
    """What `checkNIB` says; a code that is in no list stays as it is."""

    nib: str
    name: str
    status_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A row of one of OSS's code lists."""

    code: str
    text: str
    note: str


class Oss(Protocol):
    """OSS as it is asked. Every method raises OutsideSystemAway when nothing that can be read came
    back, and OutsideSystemRefused with OSS's code when it said no."""

    async def tell(self, method: Method, fields: Mapping[str, Any]) -> OssYes:
        """`receiveLicense` or `receiveLicenseStatus`."""
        ...

    async def licence_status(self, id_izin: str) -> str:
        """The code of Lampiran 10 where the permit stands."""
        ...

    async def business(self, nib: str) -> Mapping[str, Any]:
        """`dataNIB`, as `receiveNIB` would bring it."""
        ...

    async def nib_line(self, nib: str) -> NibLine: ...

    async def references(self, list_code: str) -> Sequence[Reference]: ...


class Guard(Protocol):
    """Asks under the office's circuit to OSS; raises CircuitOpen without asking."""

    async def __call__(self, office_code: str, call: Callable[[], Any]) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OssSendingPorts:
    """`oss` is None where no connection was agreed on: nothing is sent then."""

    clock: Clock
    begin: Callable[[Caller], AbstractAsyncContextManager[OssSendingWork]]
    read: Callable[[Caller], AbstractAsyncContextManager[OssSendingStores]]
    desk: PermitDesk
    oss: Oss | None
    guard: Guard
