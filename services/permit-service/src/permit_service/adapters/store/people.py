"""Finds people by blind index: what is stored tells nobody what was looked for."""

from collections.abc import Callable, Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.inbox import rows_with
from permit_service.adapters.store.sealing import email_index, nik_index, phone_index
from permit_service.application.person_search_ports import (
    MAX_FOUND,
    FoundApplication,
    PersonSearch,
    SearchKind,
)
from shared.database.keyring import Keyring

_INDEXES: Mapping[SearchKind, tuple[str, Callable[[str, Keyring], bytes]]] = {
    SearchKind.NIK: ("nik_index", nik_index),
    SearchKind.EMAIL: ("email_index", email_index),
    SearchKind.PHONE: ("phone_index", phone_index),
}


class PostgresPeople:
    """In the caller's transaction."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def find(self, search: PersonSearch) -> list[FoundApplication]:
        """Newest first; a draft of an applicant's own is nobody's business yet."""
        column, index_of = _INDEXES[search.kind]
        found = await rows_with(
            self._connection,
            column,
            index_of(search.value, self._keyring),
            offices=search.offices,
            limit=MAX_FOUND,
        )
        return [FoundApplication(row=row, owner=owner) for row, owner in found]
