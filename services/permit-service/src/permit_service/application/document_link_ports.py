"""What links to documents need from the stores."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from permit_service.domain.document_link import DocumentLink


class DocumentLinks(Protocol):
    """The links of the caller's offices."""

    async def add(self, link: DocumentLink) -> None:
        """Keeps one; that of the same document which was in force ends at its `issued_at`."""
        ...

    async def hold(self, link_id: UUID) -> DocumentLink:
        """One link, held until the transaction ends; raises NotFound."""
        ...

    async def save(self, link: DocumentLink) -> None:
        """Writes what was downloaded."""
        ...

    async def of(self, application_id: UUID) -> Sequence[DocumentLink]:
        """Those of an application, the oldest first."""
        ...
