"""Whom to tell of a request for deletion, from the register, until everything was told."""

from uuid import UUID

from gateway.adapters.privacy.deletion_store import PostgresDeletionRequests
from gateway.application.notifications.ports import Contact
from gateway.domain.privacy.deletion_request import DeletionRequest
from shared.database.engine import Database
from shared.identity import system_caller


class PostgresRequesters:
    """The `Requesters` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def requester(
        self, request_id: UUID, *, office_code: str
    ) -> tuple[Contact, DeletionRequest]:
        """Raises NotFound."""
        async with self._database.read(system_caller("gateway", office_code)) as connection:
            store = PostgresDeletionRequests(connection, self._database.keyring, holds=False)
            request = await store.get(request_id)
        return contact_of(request), request


def contact_of(request: DeletionRequest) -> Contact:
    """Who is written to, in which language."""
    requester = request.requester
    return Contact(
        name=requester.name,
        email=requester.email,
        language="en" if requester.language == "en" else "id",
    )
