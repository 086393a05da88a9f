"""What came from OSS, on PostgreSQL: messages sealed, once by their content."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import oss_business as _businesses
from gateway.adapters.tables import oss_message as _messages
from gateway.adapters.tables import oss_permit as _permits
from gateway.application.oss.intake_ports import KnownPermit, OssMessage
from gateway.application.privacy.deletion_ports import HeldMessages
from gateway.domain.oss.codes import Method
from gateway.domain.oss.permit import OssPermit
from shared.database.keyring import Keyring

_OWN = ("id", "office_code", "nib", "fingerprint", "received_at")
_IDS = (
    "nib",
    "id_proyek",
    "id_produk",
    "oss_id",
    "kd_izin",
    "kd_daerah",
    "kd_instansi",
    "jenis_izin",
)


class PostgresOssMessages:
    """The messages of the caller's offices."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def keep(self, message: OssMessage) -> bool:
        """The unique constraint decides; who comes second waits for the first."""
        kept = await self._connection.execute(
            insert(_messages)
            .values(
                id=message.id,
                office_code=message.office_code,
                method=message.method,
                nib=message.nib,
                fingerprint=message.fingerprint,
                body=self._keyring.encrypt(json.dumps(message.body, ensure_ascii=False)),
                received_at=message.received_at,
            )
            .on_conflict_do_nothing()
            .returning(_messages.c.id)
        )
        return kept.first() is not None

    async def held(self, nibs: Collection[str]) -> HeldMessages:
        """In the caller's offices, without what was destroyed."""
        is_standing = sa.exists().where(_businesses.c.message_id == _messages.c.id)
        found = await self._connection.execute(
            sa.select(
                sa.func.count().filter(is_standing), sa.func.count().filter(~is_standing)
            ).where(_messages.c.nib.in_(nibs), _messages.c.body.is_not(None))
        )
        standing, overtaken = found.one()
        return HeldMessages(standing=standing, overtaken=overtaken)

    async def destroy_overtaken(self, nibs: Collection[str], *, request_id: UUID) -> None:
        """What each business does not stand on."""
        await self._connection.execute(
            sa.update(_messages)
            .where(
                _messages.c.nib.in_(nibs),
                _messages.c.body.is_not(None),
                ~sa.exists().where(_businesses.c.message_id == _messages.c.id),
            )
            .values(body=None, destroyed_for=request_id)
        )

    async def destroyed_for(self, request_id: UUID) -> int:
        """How many."""
        found = await self._connection.execute(
            sa.select(sa.func.count()).where(_messages.c.destroyed_for == request_id)
        )
        return int(found.scalar_one())


class PostgresOssBusinesses:
    """The businesses of the caller's offices."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def hold(self, message: OssMessage) -> OssMessage | None:
        """Two first messages of one business come one after the other."""
        made = await self._connection.execute(
            insert(_businesses)
            .values(
                office_code=message.office_code,
                nib=message.nib,
                message_id=message.id,
            )
            .on_conflict_do_nothing()
            .returning(_businesses.c.nib)
        )
        if made.first() is not None:
            return None
        return await self._standing(
            _standing_of(message.office_code, message.nib).with_for_update(of=_businesses)
        )

    async def stand_on(self, message: OssMessage) -> None:
        """From now on."""
        await self._connection.execute(
            sa.update(_businesses)
            .where(
                _businesses.c.office_code == message.office_code, _businesses.c.nib == message.nib
            )
            .values(message_id=message.id)
        )

    async def standing(self, office_code: str, nib: str) -> OssMessage | None:
        """What it stands on now."""
        return await self._standing(_standing_of(office_code, nib))

    async def _standing(self, query: sa.Select[Any]) -> OssMessage | None:
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            return None
        body = json.loads(self._keyring.decrypt(row["body"]))
        values = {name: row[name] for name in _OWN}
        return OssMessage(**values, body=body, method=Method(row["method"]))


class PostgresOssPermits:
    """The permits that OSS opened for the caller's offices."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def put(self, office_code: str, permits: Iterable[OssPermit]) -> None:
        """A permit moves to the office that OSS names last, unless the caller does not see where it
        is: an insert that meets such a row does nothing, an upsert would be an error."""
        for one in permits:
            told = {"office_code": office_code} | {name: getattr(one, name) for name in _IDS}
            known = sa.update(_permits).where(_permits.c.id_izin == one.id_izin)
            await self._connection.execute(known.values(told))
            new = insert(_permits).values({"id_izin": one.id_izin} | told)
            await self._connection.execute(new.on_conflict_do_nothing(index_elements=["id_izin"]))

    async def find(self, id_izin: str) -> KnownPermit | None:
        """By its id."""
        query = sa.select(_permits).where(_permits.c.id_izin == id_izin)
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            return None
        link = None if row["file_link"] is None else self._keyring.decrypt_text(row["file_link"])
        values = {name: row[name] for name in ("id_izin", *_IDS, "file_told_at")}
        return KnownPermit(
            office_code=row["office_code"], permit=OssPermit(**values, file_link=link)
        )

    async def note_file(self, id_izin: str, *, link: str, at: datetime) -> None:
        """Where OSS keeps the document."""
        await self._connection.execute(
            sa.update(_permits)
            .where(_permits.c.id_izin == id_izin)
            .values(file_link=self._keyring.encrypt(link), file_told_at=at)
        )


def _standing_of(office_code: str, nib: str) -> sa.Select[Any]:
    return (
        sa.select(_messages)
        .join_from(_businesses, _messages, _businesses.c.message_id == _messages.c.id)
        .where(_businesses.c.office_code == office_code, _businesses.c.nib == nib)
    )
