"""Imports in memory, and the register that they are entered into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from permit_service.application.ports import TokenTarget
from permit_service.application.sign_licence import LICENCE, LICENCE_ID
from permit_service.domain.licence import Licence
from permit_service.domain.licence_import import ImportState, LicenceImport
from permit_service.testing.shelves import KeptImport, Shelves, sees
from shared.errors import NotFound
from shared.identity import Caller


@dataclass(frozen=True, slots=True)
class MemoryLicenceImports:
    """Imports in a dict."""

    shelves: Shelves
    caller: Caller

    def _find(self, import_id: UUID) -> KeptImport:
        found = self.shelves.imports.get(import_id)
        if found is None or not sees(self.caller, found.one.office_code, None):
            raise NotFound
        return found

    async def add(self, one: LicenceImport, content: bytes) -> None:
        """Keeps what is to be done."""
        self.shelves.imports[one.id] = KeptImport(one=one, content=content)

    async def get(self, import_id: UUID) -> LicenceImport:
        """Raises NotFound."""
        return self._find(import_id).one

    async def content(self, import_id: UUID) -> bytes:
        """The file; raises NotFound when the import has ended."""
        content = self._find(import_id).content
        if content is None:
            raise NotFound
        return content

    async def claim(self, worker: UUID, *, now: datetime, until: datetime) -> LicenceImport | None:
        """The oldest that nobody holds, where its office's other imports rest."""
        running = [
            kept
            for kept in self.shelves.imports.values()
            if kept.one.state is ImportState.RUNNING
            and sees(self.caller, kept.one.office_code, None)
        ]
        busy = {one.one.office_code for one in running if one.held_until and one.held_until > now}
        free = [kept for kept in running if kept.one.office_code not in busy]
        if not free:
            return None
        kept = min(free, key=lambda one: (one.one.requested_at, one.one.id))
        one = replace(kept.one, attempts=kept.one.attempts + 1)
        self.shelves.imports[one.id] = replace(kept, one=one, worker=worker, held_until=until)
        return one

    async def report(
        self, import_id: UUID, worker: UUID, *, progress: float, until: datetime
    ) -> bool:
        """Keeps how far it has come; False when another worker has it."""
        kept = self._find(import_id)
        if kept.worker != worker or kept.one.state is not ImportState.RUNNING:
            return False
        one = replace(kept.one, progress=progress)
        self.shelves.imports[import_id] = replace(kept, one=one, held_until=until)
        return True

    async def finish(self, one: LicenceImport, worker: UUID) -> bool:
        """Keeps how it ended and lets go of the file; False when another worker has it."""
        kept = self._find(one.id)
        if kept.worker != worker or kept.one.state is not ImportState.RUNNING:
            return False
        self.shelves.imports[one.id] = KeptImport(one=one, content=None)
        return True


@dataclass(frozen=True, slots=True)
class MemoryLicenceBook:
    """The register of licences, many at a time."""

    shelves: Shelves
    caller: Caller

    async def under(self, office_code: str, numbers: Sequence[str]) -> Mapping[str, Licence]:
        """Those that an office keeps under these numbers."""
        return {
            one.number: one
            for one in self.shelves.licences.values()
            if one.office_code == office_code
            and one.number in numbers
            and sees(self.caller, one.office_code, one.owner)
        }

    async def enter(self, licences: Sequence[Licence]) -> list[Licence]:
        """Keeps those whose number is not taken, with their public tokens; returns them."""
        taken = {(one.office_code, one.number) for one in self.shelves.licences.values()}
        entered = [one for one in licences if (one.office_code, one.number) not in taken]
        for one in entered:
            self.shelves.licences[one.id] = one
            target = TokenTarget(office_code=one.office_code, target=one.id)
            self.shelves.tokens[LICENCE, one.verification_token] = target
            self.shelves.tokens[LICENCE_ID, str(one.id)] = target
        return entered
