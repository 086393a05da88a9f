"""Circuits, outages and reconciliations in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gateway.domain.integrations.circuit import OfficeCircuit
from gateway.domain.integrations.outage import Outage, OutageKind
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import Reconciliation
from gateway.testing.memory.state import MemoryState
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller


class MemoryCircuits:
    """One per system and office."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def get(self, system: OutsideSystem, office_code: str) -> OfficeCircuit:
        """Closed where none is kept."""
        fresh = OfficeCircuit(system=system, office_code=office_code)
        return self._state.circuits.get((system, office_code), fresh)

    async def hold(self, system: OutsideSystem, office_code: str) -> OfficeCircuit:
        """Nobody else is there to wait."""
        return await self.get(system, office_code)

    async def save(self, circuit: OfficeCircuit) -> None:
        """In place of what stood there."""
        self._state.circuits[circuit.system, circuit.office_code] = circuit


class MemoryOutages:
    """The entries of the caller's offices."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def add(self, outage: Outage) -> None:
        """Keeps it."""
        self._state.outages[outage.id] = outage

    async def get(self, outage_id: UUID) -> Outage:
        """Raises NotFound."""
        found = self._state.outages.get(outage_id)
        if found is None or not self._caller.sees(found.office_code):
            raise NotFound
        return found

    async def save(self, outage: Outage) -> Outage:
        """Under the version that was read."""
        if (await self.get(outage.id)).version != outage.version:
            raise StaleVersion
        saved = replace(outage, version=outage.version + 1)
        self._state.outages[outage.id] = saved
        return saved

    async def touching(
        self, system: OutsideSystem, office_code: str, *, start: datetime, end: datetime | None
    ) -> Sequence[Outage]:
        """The latest start first."""
        found = [
            one
            for one in self._seen()
            if (one.system, one.office_code) == (system, office_code)
            and not one.called_off
            and (one.ended_at is None or one.ended_at >= start)
            and (end is None or one.started_at <= end)
        ]
        return sorted(found, key=lambda one: (one.started_at, one.id), reverse=True)

    async def page(
        self,
        *,
        system: OutsideSystem | None,
        kind: OutageKind | None,
        office_code: str | None = None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[Outage]:
        """Newest entry first."""
        found = [
            one
            for one in self._seen()
            if system in (None, one.system)
            and kind in (None, one.kind)
            and office_code in (None, one.office_code)
            and (before is None or one.id < before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[: limit + 1]

    async def untold(self, *, until: datetime, limit: int) -> Sequence[Outage]:
        """The earliest start first."""
        found = [
            one
            for one in self._seen()
            if not one.called_off and one.started_at <= until and _is_untold(one, until)
        ]
        return sorted(found, key=lambda one: one.started_at)[:limit]

    def _seen(self) -> list[Outage]:
        found = self._state.outages.values()
        return [one for one in found if self._caller.sees(one.office_code)]


class MemoryReconciliations:
    """Those of the caller's offices."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def add(self, reconciliation: Reconciliation) -> None:
        """Keeps it."""
        self._state.reconciliations[reconciliation.id] = reconciliation

    async def page(
        self, system: OutsideSystem, *, before: UUID | None, limit: int
    ) -> Sequence[Reconciliation]:
        """The latest first."""
        found = [
            one
            for one in self._state.reconciliations.values()
            if one.system is system
            and self._caller.sees(one.office_code)
            and (before is None or one.id < before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[: limit + 1]

    async def last_of(self, system: OutsideSystem, office_code: str) -> Reconciliation | None:
        """The latest of an office."""
        found = await self.page(system, before=None, limit=len(self._state.reconciliations))
        return next((one for one in found if one.office_code == office_code), None)


def _is_untold(outage: Outage, until: datetime) -> bool:
    is_over = outage.ended_at is not None and outage.ended_at <= until
    return outage.told_start is None or (is_over and outage.ended_at != outage.told_end)
