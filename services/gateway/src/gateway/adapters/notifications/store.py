"""Notifications on PostgreSQL: the log under row-level security, and the queue beside it.

A row of the queue exists exactly while its notification is waiting. `attempts` there is the fence:
the end of an attempt counts only while nobody else has claimed the row since.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import notification as _log
from gateway.adapters.tables import notification_queue as _queue
from gateway.application.notifications.ports import Claim
from gateway.domain.notification import Channel, Kind, Notification, State
from shared.database.engine import Database

_CLAIM = """
update notification_queue q set due_at = $2, attempts = q.attempts + 1
from (select id from notification_queue where due_at <= $1
      order by due_at limit $3 for update skip locked) due
where q.id = due.id
returning q.id, q.office_code, q.attempts
"""


class PostgresNotificationQueue:
    """The queue of every office, one statement per claim."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> Sequence[Claim]:
        """The longest due first; rows that another worker is claiming are passed over."""
        rows = await self._database.fetch_all(_CLAIM, now, until, limit)
        return [
            Claim(id=row["id"], office_code=row["office_code"], attempt=row["attempts"])
            for row in rows
        ]


class PostgresNotifications:
    """The notifications of the caller's offices, on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def plan(self, planned: Iterable[Notification]) -> None:
        """Keeps what is new; the queue follows the log."""
        rows = [_row(one) for one in planned]
        if not rows:
            return
        new = await self._connection.execute(
            insert(_log).values(rows).on_conflict_do_nothing().returning(_log.c.id)
        )
        if ids := new.scalars().all():
            await self._enqueue(ids)

    async def get_many(self, ids: Iterable[UUID]) -> Mapping[UUID, Notification]:
        """Those that the caller's offices have."""
        found = await self._connection.execute(_select().where(_log.c.id.in_(list(ids))))
        return {row.id: _notification(row) for row in found}

    async def settle(self, notification: Notification, *, attempt: int) -> None:
        """See the port: what was sent is kept as sent; otherwise the fence decides."""
        is_sent = notification.state is State.SENT
        if not await self._leave_queue(notification, attempt) and not is_sent:
            return
        await self._connection.execute(
            sa.update(_log)
            .where(_log.c.id == notification.id, _log.c.state != State.SENT)
            .values(
                state=notification.state,
                attempts=notification.attempts,
                settled_at=notification.settled_at,
                sent_by=notification.sent_by,
                failure=notification.failure,
            )
        )

    async def listed(
        self,
        *,
        state: State | None,
        subject_id: UUID | None,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> Sequence[Notification]:
        """Newest first, from the keyset on."""
        query = _select().order_by(_log.c.planned_at.desc(), _log.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(_log.c.state == state)
        if subject_id is not None:
            query = query.where(_log.c.subject_id == subject_id)
        if after is not None:
            query = query.where(sa.tuple_(_log.c.planned_at, _log.c.id) < sa.tuple_(*after))
        return [_notification(row) for row in await self._connection.execute(query)]

    async def revive(self, notification_id: UUID, *, at: datetime) -> Notification | None:
        """Back into the queue, with fresh attempts."""
        revived = await self._connection.execute(
            sa.update(_log)
            .where(_log.c.id == notification_id)
            .where(_log.c.state.in_((State.DEAD, State.NO_ADDRESS)))
            .values(state=State.WAITING, attempts=0, settled_at=None)
            .returning(_log.c.id)
        )
        if revived.first() is None:
            return None
        await self._enqueue([notification_id], due_at=at)
        return (await self.get_many([notification_id]))[notification_id]

    async def _enqueue(self, ids: Sequence[UUID], *, due_at: datetime | None = None) -> None:
        when = _log.c.planned_at if due_at is None else sa.literal(due_at)
        chosen = sa.select(_log.c.id, _log.c.office_code, when, sa.literal(0)).where(
            _log.c.id.in_(ids)
        )
        columns = ["id", "office_code", "due_at", "attempts"]
        await self._connection.execute(sa.insert(_queue).from_select(columns, chosen))

    async def _leave_queue(self, notification: Notification, attempt: int) -> bool:
        """Whether this attempt still held its row, which is then put off or taken out."""
        row = _queue.c.id == notification.id
        own = sa.and_(row, _queue.c.attempts == attempt)
        if notification.state is State.WAITING:
            put_off = sa.update(_queue).where(own).values(due_at=notification.due_at)
            return (await self._connection.execute(put_off)).rowcount > 0
        taken_out = sa.delete(_queue).where(row if notification.state is State.SENT else own)
        return (await self._connection.execute(taken_out)).rowcount > 0


def _select() -> sa.Select[tuple[object, ...]]:
    return sa.select(_log, _queue.c.due_at).outerjoin_from(_log, _queue, _log.c.id == _queue.c.id)


def _row(one: Notification) -> dict[str, object]:
    return {
        "id": one.id,
        "office_code": one.office_code,
        "event_id": one.event_id,
        "kind": one.kind,
        "receiver": one.receiver,
        "channel": one.channel,
        "subject_id": one.subject_id,
        "facts": dict(one.facts),
        "planned_at": one.planned_at,
        "state": State.WAITING,
        "attempts": 0,
    }


def _notification(row: sa.Row[tuple[object, ...]]) -> Notification:
    stored = row._mapping
    return Notification(
        id=stored["id"],
        office_code=stored["office_code"],
        event_id=stored["event_id"],
        kind=Kind(stored["kind"]),
        receiver=stored["receiver"],
        channel=Channel(stored["channel"]),
        subject_id=stored["subject_id"],
        facts=stored["facts"],
        planned_at=stored["planned_at"],
        state=State(stored["state"]),
        attempts=stored["attempts"],
        due_at=stored["due_at"],
        settled_at=stored["settled_at"],
        sent_by=None if stored["sent_by"] is None else Channel(stored["sent_by"]),
        failure=stored["failure"],
    )
