"""Links to documents in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from permit_service.domain.document_link import DocumentLink
from permit_service.testing.shelves import Shelves
from shared.errors import NotFound
from shared.identity import Caller


@dataclass(frozen=True, slots=True)
class MemoryDocumentLinks:
    """In a dict, seen by their office."""

    shelves: Shelves
    caller: Caller

    async def add(self, link: DocumentLink) -> None:
        """Keeps one; that of the same document which was in force ends."""
        for one in await self.of(link.application_id):
            if one.document is link.document and one.ended_at is None:
                self.shelves.document_links[one.id] = replace(one, ended_at=link.issued_at)
        self.shelves.document_links[link.id] = link

    async def hold(self, link_id: UUID) -> DocumentLink:
        """One link; raises NotFound."""
        found = self.shelves.document_links.get(link_id)
        if found is None or not self.caller.sees(found.office_code):
            raise NotFound
        return found

    async def save(self, link: DocumentLink) -> None:
        """Writes what was downloaded."""
        self.shelves.document_links[link.id] = link

    async def of(self, application_id: UUID) -> Sequence[DocumentLink]:
        """Those of an application, the oldest first."""
        found = [
            one
            for one in self.shelves.document_links.values()
            if one.application_id == application_id and self.caller.sees(one.office_code)
        ]
        return sorted(found, key=lambda one: one.id)
