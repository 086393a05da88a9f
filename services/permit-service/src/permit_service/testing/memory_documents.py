"""The scanner's queue and the unclaimed files in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from permit_service.application.document_ports import PendingFile
from permit_service.domain.application import Application
from permit_service.domain.document import Document
from permit_service.domain.site_visit import Photo
from permit_service.testing.shelves import Shelves, UnclaimedFile, sees
from shared.documents.scanning import ScanState
from shared.errors import Unavailable
from shared.identity import Caller


class MemoryDocuments:
    """On shelves."""

    def __init__(self, shelves: Shelves, caller: Caller, now: datetime) -> None:
        self._shelves = shelves
        self._caller = caller
        self._now = now

    async def take_pending(
        self, office_code: str, *, until: datetime, limit: int
    ) -> list[PendingFile]:
        """Those that wait longest, lent until then."""
        due = self._shelves.scan_due
        waiting = [
            (application, one)
            for application in self._shelves.applications.values()
            if application.office_code == office_code
            and sees(self._caller, application.office_code, application.owner)
            for one in application.documents
            if one.scan_state is ScanState.PENDING
            and not (one.id in due and self._now < due[one.id] <= until)
        ]
        waiting.sort(key=lambda pair: (due.get(pair[1].id, pair[1].uploaded_at), pair[1].id))
        taken = [_pending(application, one) for application, one in waiting[:limit]]
        for one in taken:
            due[one.id] = until
        return taken

    async def take_pending_photos(
        self, office_code: str, *, until: datetime, limit: int
    ) -> list[PendingFile]:
        """Of the visits that wait longest, lent until then."""
        due = self._shelves.scan_due
        waiting = [
            (application, visit)
            for application in self._shelves.applications.values()
            if application.office_code == office_code
            and sees(self._caller, application.office_code, application.owner)
            for visit in self._shelves.visits.get(application.id, ())
            if any(one.scan_state is ScanState.PENDING for one in visit.photos)
            and not (visit.id in due and self._now < due[visit.id] <= until)
        ]
        waiting.sort(key=lambda pair: (pair[1].id in due, due.get(pair[1].id), pair[1].id))
        taken = waiting[:limit]
        for _, visit in taken:
            due[visit.id] = until
        return [
            _pending(application, one, visit_id=visit.id)
            for application, visit in taken
            for one in visit.photos
            if one.scan_state is ScanState.PENDING
        ]

    async def note(self, keys: Sequence[str], *, office_code: str) -> None:
        """Nothing vouches for these keys."""
        for key in keys:
            known = self._shelves.unclaimed.get(key)
            if known is None or not known.is_given_up:
                self._shelves.unclaimed[key] = UnclaimedFile(
                    office_code=office_code, noted_by=self._caller.actor, noted_at=self._now
                )

    async def condemn(self, keys: Sequence[str], *, office_code: str) -> None:
        """To be removed, and never claimed."""
        await self.note(keys, office_code=office_code)
        for key in keys:
            self._shelves.unclaimed[key] = replace(self._shelves.unclaimed[key], is_given_up=True)

    async def claim(self, key: str) -> None:
        """Raises Unavailable when it was given up meanwhile."""
        known = self._seen().get(key)
        if known is None or known.is_given_up:
            raise Unavailable
        del self._shelves.unclaimed[key]

    async def give_up(self, office_code: str, *, noted_before: datetime, limit: int) -> list[str]:
        """Keys that nobody can claim any more."""
        found = sorted(
            (one.noted_at, key)
            for key, one in self._seen().items()
            if one.office_code == office_code and (one.noted_at < noted_before or one.is_given_up)
        )
        keys = [key for _, key in found[:limit]]
        for key in keys:
            self._shelves.unclaimed[key] = replace(self._shelves.unclaimed[key], is_given_up=True)
        return keys

    async def forget(self, keys: Sequence[str]) -> None:
        """Nothing lies under these keys."""
        for key in keys:
            if key in self._seen() and self._shelves.unclaimed[key].is_given_up:
                del self._shelves.unclaimed[key]

    def _seen(self) -> dict[str, UnclaimedFile]:
        return {
            key: one
            for key, one in self._shelves.unclaimed.items()
            if sees(self._caller, one.office_code, one.noted_by)
        }


def _pending(
    application: Application, document: Document | Photo, *, visit_id: UUID | None = None
) -> PendingFile:
    return PendingFile(
        application_id=application.id,
        id=document.id,
        storage_key=document.storage_key,
        sha256=document.sha256,
        visit_id=visit_id,
    )
