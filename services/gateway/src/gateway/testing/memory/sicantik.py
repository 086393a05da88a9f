"""Applications of outside systems, their reading and kept answers in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gateway.adapters.sicantik.reading_store import LONGEST_WAIT
from gateway.application.sicantik.intake_ports import Cursor, KeptAnswer, ServiceMapping, Stream
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.sicantik.intake import WAITING, Intake, IntakeState
from gateway.testing.memory.state import MemoryState
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller


class MemoryIntakes:
    """Those of the caller's offices."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def known(
        self, system: OutsideSystem, office_code: str, fingerprints: Sequence[bytes]
    ) -> Mapping[bytes, Intake]:
        """By fingerprint."""
        return {
            one.fingerprint: one
            for one in self._of(system, office_code)
            if one.fingerprint in fingerprints
        }

    async def add(self, intake: Intake) -> bool:
        """Whether it is new."""
        key = [intake.fingerprint]
        if await self.known(intake.system, intake.office_code, key):
            return False
        self._state.intakes[intake.id] = intake
        return True

    async def get(self, intake_id: UUID) -> Intake:
        """Raises NotFound."""
        found = self._state.intakes.get(intake_id)
        if found is None or not self._caller.sees(found.office_code):
            raise NotFound
        return found

    async def save(self, intake: Intake) -> Intake:
        """Under the version that was read."""
        if (await self.get(intake.id)).version != intake.version:
            raise StaleVersion
        saved = replace(intake, version=intake.version + 1)
        self._state.intakes[intake.id] = saved
        return saved

    async def unmapped(
        self,
        system: OutsideSystem,
        office_code: str,
        outside_services: Sequence[str],
        *,
        limit: int,
    ) -> Sequence[Intake]:
        """The oldest first."""
        found = [
            one
            for one in self._of(system, office_code)
            if one.state is IntakeState.UNMAPPED and one.outside_service in outside_services
        ]
        return sorted(found, key=lambda one: one.id)[:limit]

    async def page(
        self,
        system: OutsideSystem,
        *,
        state: IntakeState | None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[Intake]:
        """The latest first."""
        found = [
            one
            for one in self._state.intakes.values()
            if one.system is system
            and self._caller.sees(one.office_code)
            and state in (None, one.state)
            and (before is None or one.id < before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[: limit + 1]

    async def count(self, system: OutsideSystem, office_code: str) -> int:
        """How many wait."""
        return sum(1 for one in self._of(system, office_code) if one.state in WAITING)

    async def with_content(self, *, after: UUID | None, limit: int) -> Sequence[Intake]:
        """In the order of their ids."""
        found = [
            one
            for one in self._state.intakes.values()
            if one.content is not None
            and self._caller.sees(one.office_code)
            and (after is None or one.id > after)
        ]
        return sorted(found, key=lambda one: one.id)[:limit]

    async def destroyed_for(self, request_id: UUID) -> int:
        """How many."""
        return sum(one.destroyed_for == request_id for one in self._state.intakes.values())

    def _of(self, system: OutsideSystem, office_code: str) -> list[Intake]:
        return [
            one
            for one in self._state.intakes.values()
            if (one.system, one.office_code) == (system, office_code)
            and self._caller.sees(office_code)
        ]


class MemoryServiceMap:
    """By system, office and code."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def of(self, system: OutsideSystem, office_code: str) -> Sequence[ServiceMapping]:
        """By the code there."""
        found = self._state.service_map
        return [found[key] for key in sorted(found) if key[:2] == (system, office_code)]

    async def put(self, mapping: ServiceMapping) -> None:
        """In place of what stood there."""
        key = (mapping.system, mapping.office_code, mapping.outside_code)
        self._state.service_map[key] = mapping


class MemoryCursors:
    """By system, office and stream."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def claim(
        self,
        system: OutsideSystem,
        office_code: str,
        stream: Stream,
        *,
        now: datetime,
        until: datetime,
    ) -> Cursor | None:
        """When it is due."""
        fresh = Cursor(system=system, office_code=office_code, stream=stream)
        key = (system, office_code, stream)
        cursor, due_at = self._state.cursors.get(key, (fresh, now))
        if now < due_at <= now + LONGEST_WAIT:
            return None
        self._state.cursors[key] = (cursor, until)
        return cursor

    async def save(self, cursor: Cursor, *, due_at: datetime) -> None:
        """In place of what stood there."""
        self._state.cursors[cursor.system, cursor.office_code, cursor.stream] = (cursor, due_at)


class MemoryKeptAnswers:
    """By system, office and question."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def get(
        self, system: OutsideSystem, office_code: str, question: str
    ) -> KeptAnswer | None:
        """As it was kept."""
        return self._state.kept_answers.get((system, office_code, question))

    async def keep(
        self, system: OutsideSystem, office_code: str, question: str, answer: KeptAnswer
    ) -> None:
        """The later one stays."""
        before = await self.get(system, office_code, question)
        if before is None or before.as_of <= answer.as_of:
            self._state.kept_answers[system, office_code, question] = answer
