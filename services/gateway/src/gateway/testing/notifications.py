"""What sends notifications, on memory: parties that a test directs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from gateway.adapters.notifications.letters import TemplateLetters
from gateway.application.notifications.ports import (
    Carrier,
    Contact,
    Outgoing,
    SendingPorts,
)
from gateway.domain.notification import Channel
from gateway.domain.privacy.deletion_request import DeletionRequest
from gateway.testing.memory.notifications import MemoryOutbox
from shared.clock import Clock
from shared.errors import NotFound
from shared.identity import Role


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
class KnownResponsibles:
    """People whom OSS names, by claim."""

    contacts: dict[UUID, Contact] = field(default_factory=dict)

    async def responsible(self, representation_id: UUID, *, office_code: str) -> Contact:
        """Raises NotFound."""
        if representation_id not in self.contacts or not office_code:
            raise NotFound
        return self.contacts[representation_id]


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
            responsibles=KnownResponsibles(),
            letters=TemplateLetters(),
            carriers={Channel.MAIL: mail or self.mail, Channel.SMS: sms or self.sms},
            link_token=lambda target: f"token-of-{target}",
            public_base_url="https://satupintu.test/",
        )
