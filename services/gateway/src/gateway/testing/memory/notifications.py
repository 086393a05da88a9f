"""Notifications in memory: the log and the queue."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from gateway.application.notifications.ports import (
    Claim,
    Notifications,
)
from gateway.domain.notification import Notification, State
from shared.identity import Caller


@dataclass(slots=True)
class MemoryOutbox:
    """What every transaction of a test shares: the log and the queue."""

    log: dict[UUID, Notification] = field(default_factory=dict)
    # id -> (due at, attempts)
    queue: dict[UUID, tuple[datetime, int]] = field(default_factory=dict)

    @asynccontextmanager
    async def begin(self, caller: Caller) -> AsyncIterator[Notifications]:
        """Restores both on raising."""
        before = dict(self.log), dict(self.queue)
        try:
            yield MemoryNotifications(self, caller)
        except BaseException:
            self.log, self.queue = before
            raise

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> Sequence[Claim]:
        """The longest due first."""
        due = sorted((at, id_) for id_, (at, _) in self.queue.items() if at <= now)[:limit]
        claims = []
        for _, id_ in due:
            attempt = self.queue[id_][1] + 1
            self.queue[id_] = (until, attempt)
            claims.append(Claim(id=id_, office_code=self.log[id_].office_code, attempt=attempt))
        return claims


class MemoryNotifications:
    """The log as a caller's offices see it."""

    def __init__(self, outbox: MemoryOutbox, caller: Caller) -> None:
        self._outbox = outbox
        self._caller = caller

    async def plan(self, planned: Iterable[Notification]) -> None:
        """Keeps what is new."""
        for one in planned:
            if one.id not in self._outbox.log:
                self._outbox.log[one.id] = one
                self._outbox.queue[one.id] = (one.planned_at, 0)

    async def get_many(self, ids: Iterable[UUID]) -> Mapping[UUID, Notification]:
        """Those that the caller's offices have."""
        return {one.id: one for one in self._visible() if one.id in set(ids)}

    async def settle(self, notification: Notification, *, attempt: int) -> None:
        """The fence decides, but what was sent stays sent."""
        queue, stored = self._outbox.queue, self._outbox.log[notification.id]
        holds = queue.get(notification.id, (None, None))[1] == attempt
        is_sent = notification.state is State.SENT
        if stored.state is State.SENT or not (holds or is_sent):
            return
        if notification.state is State.WAITING and notification.due_at is not None:
            queue[notification.id] = (notification.due_at, attempt)
        else:
            queue.pop(notification.id, None)
        self._outbox.log[notification.id] = notification

    async def listed(
        self,
        *,
        state: State | None,
        subject_id: UUID | None,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> Sequence[Notification]:
        """Newest first."""
        found = [
            one
            for one in self._visible()
            if state in (None, one.state)
            and subject_id in (None, one.subject_id)
            and (after is None or (one.planned_at, one.id) < after)
        ]
        return sorted(found, key=lambda one: (one.planned_at, one.id), reverse=True)[:limit]

    async def revive(self, notification_id: UUID, *, at: datetime) -> Notification | None:
        """Back into the queue."""
        found = (await self.get_many([notification_id])).get(notification_id)
        if found is None or found.state not in (State.DEAD, State.NO_ADDRESS):
            return None
        self._outbox.queue[found.id] = (at, 0)
        revived = replace(found, state=State.WAITING, attempts=0, settled_at=None, due_at=at)
        self._outbox.log[found.id] = revived
        return revived

    def _visible(self) -> list[Notification]:
        return [
            replace(one, due_at=self._outbox.queue.get(one.id, (None, 0))[0])
            for one in self._outbox.log.values()
            if self._caller.sees(one.office_code)
        ]
