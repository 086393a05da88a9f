"""What must leave for OSS, on PostgreSQL. `attempts` is the fence: the end of an attempt counts
only while nobody else has claimed the record since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import oss_application as _links
from gateway.adapters.tables import oss_record as _records
from gateway.domain.oss.codes import LicenceCode, Method
from gateway.domain.oss.record import OssRecord, RecordState

_COLUMNS = [one for one in _records.c if one.name != "place"]


class PostgresOssRecords:
    """The records of the caller's offices."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def plan(self, records: Iterable[OssRecord]) -> None:
        """In the order they are given."""
        rows = [asdict(one) for one in records]
        if rows:
            await self._connection.execute(sa.insert(_records).values(rows))

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> Sequence[OssRecord]:
        """Records that another worker is claiming are passed over."""
        earlier = _records.alias("earlier")
        is_first = ~sa.exists().where(
            earlier.c.stream == _records.c.stream,
            earlier.c.state == RecordState.WAITING,
            sa.tuple_(earlier.c.occurred_at, earlier.c.place)
            < sa.tuple_(_records.c.occurred_at, _records.c.place),
        )
        due = (
            sa.select(_records.c.id)
            .where(_records.c.state == RecordState.WAITING, _records.c.due_at <= now, is_first)
            .order_by(_records.c.due_at, _records.c.place)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = (await self._connection.execute(due)).scalars().all()
        claimed = await self._connection.execute(
            sa.update(_records)
            .where(_records.c.id.in_(ids))
            .values(due_at=until, attempts=_records.c.attempts + 1)
            .returning(*_COLUMNS)
        )
        return [_record(row) for row in claimed.mappings()]

    async def settle(self, record: OssRecord, *, attempt: int) -> bool:
        """See the port."""
        kept = await self._connection.execute(
            sa.update(_records)
            .where(
                _records.c.id == record.id,
                _records.c.attempts == attempt,
                _records.c.state == RecordState.WAITING,
            )
            .values(
                stream=record.stream,
                application_id=record.application_id,
                due_at=record.due_at,
                state=record.state,
                attempts=record.attempts,
                failure=record.failure,
                answer_code=record.answer_code,
                settled_at=record.settled_at,
            )
        )
        return kept.rowcount > 0

    async def last_accepted(self, stream: UUID) -> OssRecord | None:
        """By when it happened."""
        found = await self._connection.execute(
            sa.select(*_COLUMNS)
            .where(_records.c.stream == stream, _records.c.state == RecordState.ACCEPTED)
            .order_by(_records.c.occurred_at.desc(), _records.c.place.desc())
            .limit(1)
        )
        row = found.mappings().first()
        return None if row is None else _record(row)

    async def licensed(self, *, start: datetime, end: datetime, limit: int) -> tuple[str, ...]:
        """By their ids at OSS, in order."""
        found = await self._connection.execute(
            sa.select(_links.c.id_izin)
            .join_from(_records, _links, _records.c.application_id == _links.c.application_id)
            .where(
                _records.c.method == Method.RECEIVE_LICENCE,
                _records.c.occurred_at >= start,
                _records.c.occurred_at < end,
            )
            .distinct()
            .order_by(_links.c.id_izin)
            .limit(limit)
        )
        return tuple(found.scalars())

    async def on_their_way(self, event_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those with a record that waits and has a code to be told."""
        if not event_ids:
            return frozenset()
        found = await self._connection.execute(
            sa.select(_records.c.event_id).where(
                _records.c.event_id.in_(event_ids),
                _records.c.state == RecordState.WAITING,
                _records.c.code.is_not(None),
            )
        )
        return frozenset(found.scalars())

    async def count_waiting(self, office_code: str) -> int:
        """Of one office."""
        waiting = sa.select(sa.func.count()).where(
            _records.c.office_code == office_code, _records.c.state == RecordState.WAITING
        )
        return int((await self._connection.execute(waiting)).scalar_one())

    async def page(
        self, *, state: RecordState | None, before: UUID | None, limit: int
    ) -> Sequence[OssRecord]:
        """Newest first, one more than the limit."""
        query = sa.select(*_COLUMNS).order_by(_records.c.id.desc()).limit(limit + 1)
        if state is not None:
            query = query.where(_records.c.state == state)
        if before is not None:
            query = query.where(_records.c.id < before)
        return [_record(row) for row in (await self._connection.execute(query)).mappings()]


class PostgresOssLinks:
    """Which application is about which permit, of the caller's offices."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def link(self, permits: Mapping[UUID, tuple[str, str]]) -> None:
        """What is told last counts."""
        rows = [
            {"application_id": application, "office_code": office, "id_izin": id_izin}
            for application, (office, id_izin) in permits.items()
        ]
        if not rows:
            return
        told = insert(_links).values(rows)
        await self._connection.execute(
            told.on_conflict_do_update(
                index_elements=["application_id"], set_={"id_izin": told.excluded.id_izin}
            )
        )

    async def note_licences(self, licences: Mapping[UUID, UUID]) -> None:
        """Of those that are linked."""
        for application, licence in sorted(licences.items()):
            await self._connection.execute(
                sa.update(_links)
                .where(_links.c.application_id == application)
                .values(licence_id=licence)
            )

    async def known(self, application_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those that are linked."""
        return frozenset(await self._column(_links.c.application_id, application_ids))

    async def of_licences(self, licence_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """By licence."""
        if not licence_ids:
            return {}
        found = await self._connection.execute(
            sa.select(_links.c.licence_id, _links.c.application_id).where(
                _links.c.licence_id.in_(licence_ids)
            )
        )
        return {row.licence_id: row.application_id for row in found}

    async def of_permit(self, office_code: str, id_izin: str) -> UUID | None:
        """The latest application: ids count up."""
        found = await self._connection.execute(
            sa.select(_links.c.application_id)
            .where(_links.c.office_code == office_code, _links.c.id_izin == id_izin)
            .order_by(_links.c.application_id.desc())
            .limit(1)
        )
        return found.scalar()

    async def _column(self, column: sa.Column[Any], ids: Collection[UUID]) -> Sequence[UUID]:
        if not ids:
            return ()
        return (
            (await self._connection.execute(sa.select(column).where(column.in_(ids))))
            .scalars()
            .all()
        )


def _record(row: Mapping[str, Any] | sa.RowMapping) -> OssRecord:
    code = row["code"]
    return OssRecord(
        **dict(row)
        | {
            "method": Method(row["method"]),
            "code": None if code is None else LicenceCode(code),
            "state": RecordState(row["state"]),
        }
    )
