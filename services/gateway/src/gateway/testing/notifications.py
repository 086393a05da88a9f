"""Notifications in memory: the same promises as on PostgreSQL, and parties that a test directs."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from gateway.adapters.notifications.letters import TemplateLetters
from gateway.application.notifications.ports import (
    Carrier,
    Claim,
    Contact,
    Notifications,
    Outgoing,
    SendingPorts,
)
from gateway.domain.notification import Channel, Notification, State
from gateway.domain.privacy.deletion_request import DeletionRequest
from shared.clock import Clock
from shared.errors import NotFound
from shared.identity import Caller, Role


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


@dataclass(slots=True)
class KnownApplicants:
    """The permit service, as far as a test has told it of applicants."""

    contacts: dict[tuple[str, UUID], Contact] = field(default_factory=dict)

    async def contact(self, application_id: UUID, *, office_code: str) -> Contact:
        """Raises NotFound for others."""
        found = self.contacts.get((office_code, application_id))
        if found is None:
            raise NotFound
        return found

    async def holder(self, licence_id: UUID, *, office_code: str) -> Contact:
        """Those of licences stand among the others."""
        return await self.contact(licence_id, office_code=office_code)


@dataclass(slots=True)
class KnownOfficers:
    """Addresses by (office, agency)."""

    addresses: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    async def mail_addresses(self, office_code: str, agency: str) -> Sequence[str]:
        """Nobody, unless the test says so."""
        return self.addresses.get((office_code, agency), ())

    async def address_of(self, office_code: str, account_id: UUID) -> Sequence[str]:
        """Known by the account's id, as if it were an agency."""
        return self.addresses.get((office_code, str(account_id)), ())

    async def addresses_of_role(self, office_code: str, role: Role) -> Sequence[str]:
        """Known by the role's name, as if it were an agency."""
        return self.addresses.get((office_code, role.value), ())


@dataclass(slots=True)
class KnownRequesters:
    """The register, as far as a test has told of it."""

    requests: dict[tuple[str, UUID], tuple[Contact, DeletionRequest]] = field(default_factory=dict)

    async def requester(
        self, request_id: UUID, *, office_code: str
    ) -> tuple[Contact, DeletionRequest]:
        """Raises NotFound for others."""
        found = self.requests.get((office_code, request_id))
        if found is None:
            raise NotFound
        return found


@dataclass(slots=True)
class RecordingCarrier:
    """Takes messages over; `trouble` is called first and may raise."""

    taken: list[Outgoing] = field(default_factory=list)
    trouble: Callable[[Outgoing], None] = lambda _: None

    async def deliver(self, outgoing: Outgoing) -> None:
        """Keeps it for the test."""
        self.trouble(outgoing)
        self.taken.append(outgoing)


@dataclass(slots=True)
class Post:
    """Everything that sends, on memory; each party can be directed."""

    clock: Clock
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    applicants: KnownApplicants = field(default_factory=KnownApplicants)
    officers: KnownOfficers = field(default_factory=KnownOfficers)
    requesters: KnownRequesters = field(default_factory=KnownRequesters)
    mail: RecordingCarrier = field(default_factory=RecordingCarrier)
    sms: RecordingCarrier = field(default_factory=RecordingCarrier)

    def ports(self, *, mail: Carrier | None = None, sms: Carrier | None = None) -> SendingPorts:
        """With other carriers, where a test brings real ones."""
        return SendingPorts(
            clock=self.clock,
            begin=self.outbox.begin,
            queue=self.outbox,
            applicants=self.applicants,
            officers=self.officers,
            requesters=self.requesters,
            letters=TemplateLetters(),
            carriers={Channel.MAIL: mail or self.mail, Channel.SMS: sms or self.sms},
            link_token=lambda target: f"token-of-{target}",
            public_base_url="https://satupintu.test/",
        )
