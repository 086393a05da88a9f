"""Documents on PostgreSQL: written with their application, lent to the scanner, and the files that
nobody vouches for."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import document as table
from permit_service.adapters.tables import unclaimed_file
from permit_service.application.document_ports import PendingFile
from permit_service.domain.application import Application
from permit_service.domain.document import Document
from shared.errors import Unavailable

_CHANGING = ("storage_key", "scan_state", "scanned_at")

# A loan that ends later than any loan can was made by a clock that has jumped: it counts for none.
_TAKE = sa.text(
    "update document set scan_due_at = :until where id in ("
    "select id from document where office_code = :office_code and scan_state = 'pending'"
    " and (scan_due_at is null or scan_due_at <= :now or scan_due_at > :until)"
    " order by coalesce(scan_due_at, uploaded_at), id limit :limit for update skip locked"
    ") returning application_id, id, storage_key, sha256"
)
_TAKE_PHOTOS = sa.text(
    "with taken as (update site_visit set scan_due_at = :until where id in ("
    "select id from site_visit where office_code = :office_code"
    """ and photos @> '[{"scan_state": "pending"}]'"""
    " and (scan_due_at is null or scan_due_at <= :now or scan_due_at > :until)"
    " order by scan_due_at nulls first, id limit :limit for update skip locked"
    ") returning application_id, id, photos)"
    " select t.application_id, t.id as visit_id, (one ->> 'id')::uuid as id,"
    " one ->> 'storage_key' as storage_key, one ->> 'sha256' as sha256"
    " from taken t cross join jsonb_array_elements(t.photos) one"
    " where one ->> 'scan_state' = 'pending'"
)
_GIVE_UP = sa.text(
    "update unclaimed_file set is_given_up = true where key in ("
    "select key from unclaimed_file where office_code = :office_code"
    " and (noted_at < :noted_before or is_given_up)"
    " order by noted_at limit :limit for update skip locked"
    ") returning key"
)


async def save_documents(
    connection: AsyncConnection, application: Application, *, before: Application
) -> None:
    """Adds, changes and removes what differs between the two."""
    after = {one.id: one for one in application.documents}
    known = {one.id: one for one in before.documents}
    new = [one for one in after.values() if one.id not in known]
    if new:
        owned = {"application_id": application.id, "office_code": application.office_code}
        await connection.execute(sa.insert(table), [_columns(one) | owned for one in new])
    for one in after.values():
        if one.id in known and one != known[one.id]:
            values = {name: _columns(one)[name] for name in _CHANGING}
            await connection.execute(sa.update(table).where(table.c.id == one.id).values(values))
    gone = known.keys() - after.keys()
    if gone:
        await connection.execute(sa.delete(table).where(table.c.id.in_(gone)))


def _columns(document: Document) -> dict[str, Any]:
    return asdict(document) | {"scan_state": document.scan_state.value}


class PostgresDocuments:
    """In the caller's transaction."""

    def __init__(self, connection: AsyncConnection, *, actor: str, now: datetime) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    async def take_pending(
        self, office_code: str, *, until: datetime, limit: int
    ) -> list[PendingFile]:
        """Those that wait longest, lent until then."""
        values = {"office_code": office_code, "now": self._now, "until": until, "limit": limit}
        taken = await self._connection.execute(_TAKE, values)
        return [PendingFile(**row) for row in taken.mappings()]

    async def take_pending_photos(
        self, office_code: str, *, until: datetime, limit: int
    ) -> list[PendingFile]:
        """Of the visits that wait longest, lent until then."""
        values = {"office_code": office_code, "now": self._now, "until": until, "limit": limit}
        taken = await self._connection.execute(_TAKE_PHOTOS, values)
        return [PendingFile(**row) for row in taken.mappings()]

    async def note(self, keys: Sequence[str], *, office_code: str) -> None:
        """Nothing vouches for these keys; what is being removed stays so."""
        statement = insert(unclaimed_file).values(
            [
                {
                    "key": one,
                    "office_code": office_code,
                    "noted_by": self._actor,
                    "noted_at": self._now,
                }
                for one in keys
            ]
        )
        renewed = statement.on_conflict_do_update(
            index_elements=["key"],
            set_={"noted_at": statement.excluded.noted_at},
            where=sa.not_(unclaimed_file.c.is_given_up),
        )
        await self._connection.execute(renewed)

    async def condemn(self, keys: Sequence[str], *, office_code: str) -> None:
        """To be removed, and never claimed."""
        if not keys:
            return
        owned = {"office_code": office_code, "noted_by": self._actor, "noted_at": self._now}
        statement = insert(unclaimed_file).values(
            [{"key": one, "is_given_up": True} | owned for one in dict.fromkeys(keys)]
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"is_given_up": True})
        )

    async def claim(self, key: str) -> None:
        """Raises Unavailable when it was given up meanwhile."""
        claimed = await self._connection.execute(
            sa.delete(unclaimed_file)
            .where(unclaimed_file.c.key == key, sa.not_(unclaimed_file.c.is_given_up))
            .returning(unclaimed_file.c.key)
        )
        if claimed.first() is None:
            raise Unavailable

    async def give_up(self, office_code: str, *, noted_before: datetime, limit: int) -> list[str]:
        """Keys that nobody can claim any more."""
        values = {"office_code": office_code, "noted_before": noted_before, "limit": limit}
        found = await self._connection.execute(_GIVE_UP, values)
        return list(found.scalars())

    async def forget(self, keys: Sequence[str]) -> None:
        """Nothing lies under these keys."""
        await self._connection.execute(
            sa.delete(unclaimed_file).where(
                unclaimed_file.c.key.in_(keys), unclaimed_file.c.is_given_up
            )
        )
