"""What planning and sending notifications need from outside.

Nothing here keeps a name or an address: they pass from their owner to a server, in memory.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol
from uuid import UUID

from gateway.domain.notification import Channel, Kind, Notification, State
from gateway.domain.privacy.deletion_request import DeletionRequest
from shared.clock import Clock
from shared.identity import Caller, Role

Language = Literal["id", "en"]


class NotDelivered(Exception):
    """An attempt failed. `code` is stable; final means that another attempt would fail too."""

    def __init__(self, code: str, *, is_final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A notification that is ours to try until the lease ends. `attempt` counts from 1."""

    id: UUID
    office_code: str
    attempt: int


class Notifications(Protocol):
    """The notifications of the caller's offices: their log of deliveries."""

    async def plan(self, planned: Iterable[Notification]) -> None:
        """Keeps those that are not kept yet, and puts them up for sending."""
        ...

    async def get_many(self, ids: Iterable[UUID]) -> Mapping[UUID, Notification]: ...

    async def settle(self, notification: Notification, *, attempt: int) -> None:
        """Keeps how the attempt ended. What was sent stays sent; the end of an attempt whose
        lease somebody else has taken over changes nothing else."""
        ...

    async def listed(
        self,
        *,
        state: State | None,
        subject_id: UUID | None,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> Sequence[Notification]:
        """Newest first."""
        ...

    async def revive(self, notification_id: UUID, *, at: datetime) -> Notification | None:
        """A dead one, or one without address, is due again with fresh attempts; None if there is
        no such one."""
        ...


class NotificationQueue(Protocol):
    """Which notifications are due, in every office: ids and offices only."""

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> Sequence[Claim]:
        """The longest due first, each to one worker only until the lease's end."""
        ...


class NotificationWork(Protocol):
    """The transaction of a reaction or of a request."""

    @property
    def notifications(self) -> Notifications: ...

    @property
    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the front office asked to be put right."""

    requirement_no: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """Where a document opens without signing in, and until which day."""

    url: str = field(repr=False)
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What the permit service tells of an applicant when we are about to write to them. `notes`,
    `legal_basis` and `corrections` are of the last decision, which `status` names; `documents` are
    links by the document's kind: `licence`, `rejection_letter`."""

    name: str = field(repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    preferred: Channel = Channel.MAIL
    language: Language = "id"
    status: str | None = None
    office_name: str | None = None
    service_name: str | None = None
    receipt_number: str | None = None
    claim_code: str | None = field(default=None, repr=False)
    licence_number: str | None = None
    application_id: UUID | None = None
    verification_link: str | None = field(default=None, repr=False)
    notes: str = field(default="", repr=False)
    legal_basis: str | None = None
    corrections: tuple[Correction, ...] = ()
    documents: Mapping[str, DocumentLink] = field(default_factory=dict)


class Applicants(Protocol):
    """The permit service, asked about applicants and about the holders of licences."""

    async def contact(self, application_id: UUID, *, office_code: str) -> Contact:
        """Raises NotFound when it knows none (yet), Unavailable when it does not answer."""
        ...

    async def holder(self, licence_id: UUID, *, office_code: str) -> Contact:
        """The same, of the holder of a licence."""
        ...


class Requesters(Protocol):
    """The register of requests for deletion."""

    async def requester(
        self, request_id: UUID, *, office_code: str
    ) -> tuple[Contact, DeletionRequest]:
        """Whom to tell, and of what; raises NotFound."""
        ...


class Responsibles(Protocol):
    """The people who answer for businesses, as OSS has them."""

    async def responsible(self, representation_id: UUID, *, office_code: str) -> Contact:
        """The one as whom somebody claims a business; without an address where nobody is to be
        written to any more. Raises NotFound."""
        ...


class Officers(Protocol):
    """The gateway's own accounts."""

    async def mail_addresses(self, office_code: str, agency: str) -> Sequence[str]:
        """Where the agency's officers of this office read mail."""
        ...

    async def address_of(self, office_code: str, account_id: UUID) -> Sequence[str]:
        """Where the owner of an account of this office, or of none, reads mail; nowhere when it is
        closed."""
        ...

    async def addresses_of_role(self, office_code: str, role: Role) -> Sequence[str]:
        """Where those read mail who hold the role in their own right."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as it goes out. `short` is what an SMS says."""

    subject: str
    text: str
    html: str
    short: str
    language: Language


class Letters(Protocol):
    """Writes the messages."""

    def write(
        self, kind: Kind, language: Language, values: Mapping[str, object], *, link: str | None
    ) -> Letter: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A letter for somebody. `id` stays the same however often it is sent."""

    id: UUID
    subject_id: UUID
    letter: Letter
    to: tuple[str, ...] = field(repr=False)
    at: datetime


class Carrier(Protocol):
    """Takes messages to receivers: a mail server, an SMS gateway, a directory of files."""

    async def deliver(self, outgoing: Outgoing) -> None:
        """Returns when it was taken over; raises NotDelivered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPorts:
    """`begin` opens a transaction on the notifications of the caller's offices; `link_token`
    makes the secret of a link from an id."""

    clock: Clock
    begin: Callable[[Caller], AbstractAsyncContextManager[Notifications]]
    queue: NotificationQueue
    applicants: Applicants
    officers: Officers
    requesters: Requesters
    responsibles: Responsibles
    letters: Letters
    carriers: Mapping[Channel, Carrier]
    link_token: Callable[[UUID], str]
    public_base_url: str
