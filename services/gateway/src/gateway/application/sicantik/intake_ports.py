"""What taking in applications of outside systems needs: what was read, the map of services, where
reading stands, and SiCANTIK itself."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from gateway.application.integrations.ports import (
    IntegrationPorts,
    IntegrationStores,
    IntegrationWork,
)
from gateway.application.ports import Begin
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import IssuedLicence
from gateway.domain.sicantik.intake import Intake, IntakeState
from shared.identity import Caller


class Intakes(Protocol):
    """Applications of outside systems, of the caller's offices."""

    async def known(
        self, system: OutsideSystem, office_code: str, fingerprints: Sequence[bytes]
    ) -> Mapping[bytes, Intake]:
        """Those of these fingerprints, held."""
        ...

    async def add(self, intake: Intake) -> bool:
        """Whether it is new."""
        ...

    async def get(self, intake_id: UUID) -> Intake:
        """In a transaction it is held until its end. Raises NotFound."""
        ...

    async def save(self, intake: Intake) -> Intake:
        """Counts the version up; raises StaleVersion."""
        ...

    async def unmapped(
        self,
        system: OutsideSystem,
        office_code: str,
        outside_services: Sequence[str],
        *,
        limit: int,
    ) -> Sequence[Intake]:
        """Unmapped ones of these services, held; what another worker holds is passed over."""
        ...

    async def page(
        self,
        system: OutsideSystem,
        *,
        state: IntakeState | None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[Intake]:
        """The latest first, one more than the limit."""
        ...

    async def count(self, system: OutsideSystem, office_code: str) -> int:
        """How many wait for somebody or something."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMapping:
    """A service of an outside system, by its code there, and the office's own."""

    office_code: str
    system: OutsideSystem
    outside_code: str
    service_code: str
    set_by: str
    set_at: datetime


class ServiceMap(Protocol):
    """Which service of ours a service of an outside system is."""

    async def of(self, system: OutsideSystem, office_code: str) -> Sequence[ServiceMapping]: ...
    async def put(self, mapping: ServiceMapping) -> None:
        """In place of what stood there."""
        ...


class Stream(StrEnum):
    """What is read or done again and again, each from where it stood."""

    APPLICATIONS = "applications"
    RECONCILIATION = "reconciliation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Until which moment a stream was read whole; None before the first time."""

    system: OutsideSystem
    office_code: str
    stream: Stream
    read_until: datetime | None = None


class Cursors(Protocol):
    """Where reading stands, for one worker at a time."""

    async def claim(
        self,
        system: OutsideSystem,
        office_code: str,
        stream: Stream,
        *,
        now: datetime,
        until: datetime,
    ) -> Cursor | None:
        """The cursor when it is due, put off until the lease's end; None else."""
        ...

    async def save(self, cursor: Cursor, *, due_at: datetime) -> None:
        """Where it stands, and when it is due again."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """What a system last said to a question, and when. Nobody's data."""

    as_of: datetime
    content: Any


class KeptAnswers(Protocol):
    """Answers that are shown while their system is away."""

    async def get(
        self, system: OutsideSystem, office_code: str, question: str
    ) -> KeptAnswer | None: ...

    async def keep(
        self, system: OutsideSystem, office_code: str, question: str, answer: KeptAnswer
    ) -> None: ...


class IntakeStores(IntegrationStores, Protocol):
    """What may be read."""

    @property
    def intakes(self) -> Intakes: ...
    @property
    def service_map(self) -> ServiceMap: ...
    @property
    def cursors(self) -> Cursors: ...
    @property
    def kept_answers(self) -> KeptAnswers: ...


class IntakeWork(IntakeStores, IntegrationWork, Protocol):
    """One transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsPage:
    """A page of what SiCANTIK has; rows may hold people's data and are never kept as they are."""

    rows: Sequence[Mapping[str, Any]] = field(repr=False)
    is_last: bool


class Sicantik(Protocol):
    """SiCANTIK as the offices reach it. Everything raises OutsideSystemAway, or
    OutsideSystemRefused."""

    @property
    def offices(self) -> Sequence[str]: ...

    def first_day(self, office_code: str) -> date | None:
        """From which day on an office's applications are read; today's where None is set."""
        ...

    async def applications(
        self, office_code: str, *, first_day: date, last_day: date, page: int
    ) -> RowsPage:
        """What was handed in on these days (both included); pages count from 0."""
        ...

    async def issued(
        self, office_code: str, *, first_day: date, last_day: date, page: int
    ) -> RowsPage:
        """What was issued on these days, and perhaps more."""
        ...

    async def steps(self, office_code: str, number: str) -> Sequence[Mapping[str, Any]]:
        """The steps of one application; raises NotConnected where the office has no such
        output."""
        ...


class Permits(Protocol):
    """The permit service, asked over its internal routes."""

    async def issued(
        self, office_code: str, *, first_day: date, last_day: date
    ) -> Sequence[IssuedLicence]:
        """On the channel SICANTIK; raises Unavailable."""
        ...

    async def takes(self, office_code: str, service_code: str) -> bool:
        """Whether the office offers the service and may issue it itself."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SicantikPorts:
    """Everything that SiCANTIK's use cases may need. `interval_seconds` lie between two readings
    of an office."""

    integrations: IntegrationPorts
    begin: Begin[IntakeWork]
    read: Callable[[Caller], AbstractAsyncContextManager[IntakeStores]]
    sicantik: Sicantik
    permits: Permits
    fingerprint: Callable[[str], bytes]
    interval_seconds: float = 300.0
