"""The log of deliveries: who reads it, and how what is dead is tried again."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from gateway.application.notifications.ports import Notifications
from gateway.application.ports import Begin
from gateway.domain.notification import Notification, State
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")
READERS = (Role.ADMINISTRATOR, Role.FRONT_OFFICE, Role.BACK_OFFICE)


class RevivingWork(Protocol):
    """The transaction of a request."""

    @property
    def notifications(self) -> Notifications: ...

    @property
    def now(self) -> datetime: ...

    def answer(self, result: ResultT) -> ResultT: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLogPorts:
    """Reading and reviving, each under the caller's own offices."""

    begin: Begin[RevivingWork]
    read: Callable[[Caller], AbstractAsyncContextManager[Notifications]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQuery:
    """Which notifications: all, or of a state, or about an application."""

    state: State | None = None
    subject_id: UUID | None = None
    after: tuple[datetime, UUID] | None = None
    limit: int = 50


async def read_notifications(
    query: DeliveryQuery, caller: Caller, ports: DeliveryLogPorts
) -> Sequence[Notification]:
    """Newest first, one more than the limit when there are more."""
    caller.require(*READERS)
    async with ports.read(caller) as notifications:
        return await notifications.listed(
            state=query.state,
            subject_id=query.subject_id,
            after=query.after,
            limit=query.limit + 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviveNotification:
    """Staff want a notification that was given up to be tried again."""

    notification_id: UUID
    caller: Caller
    once: Once | None = None


async def revive_notification(command: ReviveNotification, ports: DeliveryLogPorts) -> Notification:
    """Due again, with fresh attempts; raises NotFound for one that was not given up."""
    command.caller.require(Role.ADMINISTRATOR, Role.BACK_OFFICE)
    async with ports.begin(command.caller, once=command.once) as work:
        revived = await work.notifications.revive(command.notification_id, at=work.now)
        if revived is None:
            raise NotFound
        return work.answer(revived)
