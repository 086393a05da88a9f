"""What the connections to outside systems need: circuits, the outage log, reconciliations.

An adapter asks its system inside `guarded` (`guard_calls.py`), and registers a `Connection` under
its name, so that its state can be read.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from gateway.application.ports import Begin, Offices, Transaction
from gateway.domain.integrations.circuit import OfficeCircuit
from gateway.domain.integrations.outage import Outage, OutageKind
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import Reconciliation
from shared.calendar.office_time import Period
from shared.circuit import DEFAULT_RULE, CircuitRule
from shared.clock import Clock
from shared.identity import Caller


class Circuits(Protocol):
    """One per system and office; what nobody has asked yet is closed."""

    async def get(self, system: OutsideSystem, office_code: str) -> OfficeCircuit: ...

    async def hold(self, system: OutsideSystem, office_code: str) -> OfficeCircuit:
        """The same, held until the transaction ends: other workers wait."""
        ...

    async def save(self, circuit: OfficeCircuit) -> None: ...


class Outages(Protocol):
    """The outage log of the caller's offices."""

    async def add(self, outage: Outage) -> None: ...

    async def get(self, outage_id: UUID) -> Outage:
        """In a transaction it is held until its end. Raises NotFound."""
        ...

    async def save(self, outage: Outage) -> Outage:
        """Counts the version up; raises StaleVersion."""
        ...

    async def touching(
        self, system: OutsideSystem, office_code: str, *, start: datetime, end: datetime | None
    ) -> Sequence[Outage]:
        """Those not called off with a moment between the two, the latest start first; without
        `end` also those that are to come."""
        ...

    async def page(
        self,
        *,
        system: OutsideSystem | None,
        kind: OutageKind | None,
        office_code: str | None = None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[Outage]:
        """Newest entry first, one more than the limit."""
        ...

    async def untold(self, *, until: datetime, limit: int) -> Sequence[Outage]:
        """Those that have begun or ended until then and were not told so, held; those that
        another worker holds are passed over."""
        ...


class Reconciliations(Protocol):
    """Comparisons as they came out."""

    async def add(self, reconciliation: Reconciliation) -> None: ...

    async def page(
        self, system: OutsideSystem, *, before: UUID | None, limit: int
    ) -> Sequence[Reconciliation]:
        """The latest first, one more than the limit."""
        ...

    async def last_of(self, system: OutsideSystem, office_code: str) -> Reconciliation | None: ...


class IntegrationStores(Protocol):
    """What may be read."""

    @property
    def circuits(self) -> Circuits: ...
    @property
    def outages(self) -> Outages: ...
    @property
    def reconciliations(self) -> Reconciliations: ...
    @property
    def offices(self) -> Offices: ...


class IntegrationWork(IntegrationStores, Transaction, Protocol):
    """One transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What an adapter lets be known of itself. `backlog` counts what waits to be exchanged for
    the caller's office; `reconcile` compares a period, and keeps nothing itself."""

    is_connected: Callable[[str], bool]
    backlog: Callable[[Caller, str], Awaitable[int]]
    reconcile: Callable[[str, Period], Awaitable[Reconciliation]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPorts:
    """Everything the circuits and their log may need."""

    clock: Clock
    new_id: Callable[[], UUID]
    begin: Begin[IntegrationWork]
    read: Callable[[Caller], AbstractAsyncContextManager[IntegrationStores]]
    connections: Mapping[OutsideSystem, Connection] = field(default_factory=dict)
    rule: CircuitRule = DEFAULT_RULE
