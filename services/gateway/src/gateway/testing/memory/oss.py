"""The connection to OSS in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gateway.application.oss.intake_ports import KnownPermit, OssMessage
from gateway.application.privacy.deletion_ports import HeldMessages
from gateway.domain.oss.codes import Method
from gateway.domain.oss.permit import OssPermit
from gateway.domain.oss.record import OssRecord, RecordState
from gateway.testing.memory.state import MemoryState
from shared.identity import Caller


class MemoryOssMessages:
    """Once by their content."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def keep(self, message: OssMessage) -> bool:
        """Whether it is new."""
        key = (message.office_code, message.method, message.fingerprint)
        kept = self._state.oss_messages.values()
        if any((one.office_code, one.method, one.fingerprint) == key for one in kept):
            return False
        self._state.oss_messages[message.id] = message
        return True

    async def held(self, nibs: Collection[str]) -> HeldMessages:
        """Of the businesses, without what was destroyed."""
        stands_on = {one.id for one in self._state.oss_businesses.values()}
        found = [one.id for one in self._of(nibs)]
        standing = sum(one in stands_on for one in found)
        return HeldMessages(standing=standing, overtaken=len(found) - standing)

    async def destroy_overtaken(self, nibs: Collection[str], *, request_id: UUID) -> None:
        """What no business stands on."""
        stands_on = {one.id for one in self._state.oss_businesses.values()}
        for one in self._of(nibs):
            if one.id not in stands_on:
                self._state.destroyed_messages[one.id] = request_id

    async def destroyed_for(self, request_id: UUID) -> int:
        """How many."""
        return list(self._state.destroyed_messages.values()).count(request_id)

    def _of(self, nibs: Collection[str]) -> list[OssMessage]:
        return [
            one
            for one in self._state.oss_messages.values()
            if one.nib in nibs
            and one.id not in self._state.destroyed_messages
            and self._caller.sees(one.office_code)
        ]


class MemoryOssBusinesses:
    """By office and NIB."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def hold(self, message: OssMessage) -> OssMessage | None:
        """What it stood on before."""
        key = (message.office_code, message.nib)
        before = self._state.oss_businesses.get(key)
        if before is None:
            self._state.oss_businesses[key] = message
        return before

    async def stand_on(self, message: OssMessage) -> None:
        """From now on."""
        self._state.oss_businesses[message.office_code, message.nib] = message

    async def standing(self, office_code: str, nib: str) -> OssMessage | None:
        """What it stands on now."""
        if not self._caller.sees(office_code):
            return None
        return self._state.oss_businesses.get((office_code, nib))


class MemoryOssPermits:
    """By their ids at OSS."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def put(self, office_code: str, permits: Iterable[OssPermit]) -> None:
        """The document of one stays."""
        for one in permits:
            known = self._state.oss_permits.get(one.id_izin)
            if known is not None and not self._caller.sees(known.office_code):
                continue
            if known is not None:
                link, at = known.permit.file_link, known.permit.file_told_at
                one = replace(one, file_link=link, file_told_at=at)
            self._state.oss_permits[one.id_izin] = KnownPermit(office_code=office_code, permit=one)

    async def find(self, id_izin: str) -> KnownPermit | None:
        """By its id."""
        found = self._state.oss_permits.get(id_izin)
        return found if found and self._caller.sees(found.office_code) else None

    async def note_file(self, id_izin: str, *, link: str, at: datetime) -> None:
        """Where OSS keeps the document."""
        known = self._state.oss_permits[id_izin]
        told = replace(known.permit, file_link=link, file_told_at=at)
        self._state.oss_permits[id_izin] = replace(known, permit=told)


class MemoryOssLinks:
    """By application."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._links = state.oss_applications
        self._caller = caller

    async def link(self, permits: Mapping[UUID, tuple[str, str]]) -> None:
        """The licence of one stays."""
        for application, (office, id_izin) in permits.items():
            licence = self._links.get(application, ("", "", None))[2]
            self._links[application] = (office, id_izin, licence)

    async def note_licences(self, licences: Mapping[UUID, UUID]) -> None:
        """Of those that are linked."""
        for application, licence in licences.items():
            if application in self._links:
                office, id_izin, _ = self._links[application]
                self._links[application] = (office, id_izin, licence)

    async def known(self, application_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those that are linked."""
        return frozenset(one for one in application_ids if one in self._seen())

    async def of_licences(self, licence_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """By licence."""
        return {
            licence: application
            for application, (_, _, licence) in self._seen().items()
            if licence is not None and licence in licence_ids
        }

    async def of_permit(self, office_code: str, id_izin: str) -> UUID | None:
        """The latest application."""
        found = [
            application
            for application, (office, permit, _) in self._seen().items()
            if (office, permit) == (office_code, id_izin)
        ]
        return max(found, default=None)

    def _seen(self) -> dict[UUID, tuple[str, str, UUID | None]]:
        return {key: one for key, one in self._links.items() if self._caller.sees(one[0])}


class MemoryOssRecords:
    """In the order in which they were planned."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def plan(self, records: Iterable[OssRecord]) -> None:
        """Keeps them."""
        self._state.oss_records.update({one.id: one for one in records})

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> Sequence[OssRecord]:
        """The first of each stream that is due."""
        waiting = [one for one in self._seen() if one.state is RecordState.WAITING]
        heads: dict[UUID, OssRecord] = {}
        for one in sorted(waiting, key=lambda record: record.occurred_at):
            heads.setdefault(one.stream, one)
        due = sorted((one for one in heads.values() if one.due_at <= now), key=lambda r: r.due_at)
        claimed = [replace(one, due_at=until, attempts=one.attempts + 1) for one in due[:limit]]
        self._state.oss_records.update({one.id: one for one in claimed})
        return claimed

    async def settle(self, record: OssRecord, *, attempt: int) -> bool:
        """Under the fence."""
        kept = self._state.oss_records[record.id]
        if kept.attempts != attempt or kept.state is not RecordState.WAITING:
            return False
        self._state.oss_records[record.id] = record
        return True

    async def last_accepted(self, stream: UUID) -> OssRecord | None:
        """By when it happened."""
        accepted = [
            one
            for one in self._seen()
            if one.stream == stream and one.state is RecordState.ACCEPTED
        ]
        return max(accepted, key=lambda one: one.occurred_at, default=None)

    async def licensed(self, *, start: datetime, end: datetime, limit: int) -> tuple[str, ...]:
        """By their ids at OSS, in order."""
        links = self._state.oss_applications
        found = {
            links[one.application_id][1]
            for one in self._seen()
            if one.method is Method.RECEIVE_LICENCE
            and start <= one.occurred_at < end
            and one.application_id in links
        }
        return tuple(sorted(found))[:limit]

    async def on_their_way(self, event_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those with a record that waits and has a code to be told."""
        return frozenset(
            one.event_id
            for one in self._seen()
            if one.event_id in event_ids
            and one.state is RecordState.WAITING
            and one.code is not None
        )

    async def count_waiting(self, office_code: str) -> int:
        """Of one office."""
        return sum(
            one.state is RecordState.WAITING and one.office_code == office_code
            for one in self._seen()
        )

    async def page(
        self, *, state: RecordState | None, before: UUID | None, limit: int
    ) -> Sequence[OssRecord]:
        """Newest first."""
        found = [
            one
            for one in self._seen()
            if state in (None, one.state) and (before is None or one.id < before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[: limit + 1]

    def _seen(self) -> list[OssRecord]:
        found = self._state.oss_records.values()
        return [one for one in found if self._caller.sees(one.office_code)]
