"""What is entered in OSS by hand, in memory."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from gateway.application.oss.entry_ports import EntryQuery
from gateway.domain.oss.entry import EntryKind, EntryState, OssEntry
from gateway.domain.oss.record import RecordState
from gateway.testing.memory.state import MemoryState
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller


class MemoryOssEntries:
    """The entries of the caller's offices."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._entries = state.oss_entries
        self._records = state.oss_records
        self._caller = caller

    async def add(self, entries: Iterable[OssEntry]) -> None:
        """Keeps them."""
        self._entries.update({one.id: one for one in entries})

    async def get(self, entry_id: UUID) -> OssEntry:
        """Raises NotFound."""
        found = self._entries.get(entry_id)
        if found is None or not self._caller.sees(found.office_code):
            raise NotFound
        return found

    async def save(self, entry: OssEntry) -> OssEntry:
        """Under the version that was read."""
        if (await self.get(entry.id)).version != entry.version:
            raise StaleVersion
        saved = replace(entry, version=entry.version + 1)
        self._entries[entry.id] = saved
        return saved

    async def page(self, query: EntryQuery) -> Sequence[OssEntry]:
        """Newest first."""
        found = [
            one
            for one in self._seen()
            if (not query.states or one.state in query.states)
            and query.kind in (None, one.kind)
            and (query.overdue_on is None or one.is_overdue(today=query.overdue_on))
            and (query.before is None or one.id < query.before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[: query.limit + 1]

    async def of_matters(self, matter_ids: Collection[UUID], kind: EntryKind) -> Sequence[OssEntry]:
        """The oldest first."""
        found = [one for one in self._seen() if one.matter_id in matter_ids and one.kind is kind]
        return sorted(found, key=lambda one: one.id)

    async def of_events(self, event_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """By event, where it led to one alone."""
        led: dict[UUID, list[UUID]] = {}
        for one in self._seen():
            if one.event_id in event_ids:
                led.setdefault(one.event_id, []).append(one.id)
        return {event: ids[0] for event, ids in led.items() if len(ids) == 1}

    async def note_sent(self, event_id: UUID, *, at: datetime) -> None:
        """When every record of the event was accepted."""
        states = {one.state for one in self._records.values() if one.event_id == event_id}
        if states - {RecordState.ACCEPTED}:
            return
        for one in self._seen():
            if one.event_id == event_id and one.state is EntryState.OPEN:
                await self.save(replace(one, state=EntryState.SENT, settled_at=at))

    async def unwarned(self, *, due_by: date, limit: int) -> Sequence[OssEntry]:
        """The first that are due."""
        return self._due(lambda due, one: due <= due_by and one.warned_at is None, limit)

    async def overdue_untold(self, *, today: date, limit: int) -> Sequence[OssEntry]:
        """The longest due."""
        return self._due(lambda due, one: due < today and one.overdue_told_at is None, limit)

    def _due(self, is_due: Callable[[date, OssEntry], bool], limit: int) -> list[OssEntry]:
        dated = [
            (one.due_on, one)
            for one in self._seen()
            if one.state is EntryState.OPEN and one.due_on is not None
        ]
        found = sorted((due, one.id, one) for due, one in dated if is_due(due, one))
        return [one for _, _, one in found][:limit]

    def _seen(self) -> list[OssEntry]:
        return [one for one in self._entries.values() if self._caller.sees(one.office_code)]
