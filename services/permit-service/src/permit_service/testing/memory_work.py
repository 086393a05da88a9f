"""A work in memory, and ports over it: real storage and typesetting, a signer of our own."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from permit_service.adapters.payments import CounterPayments
from permit_service.adapters.secrets import KeyedSecrets
from permit_service.application.assignment_ports import Colleague
from permit_service.application.dossier import Dossier
from permit_service.application.listing import TimelineEvent
from permit_service.application.ports import Ports, Submission
from permit_service.application.signing_ports import Signing
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.errors import OfficeUnknown, ServiceUnknown
from permit_service.domain.letter_layout import Paper
from permit_service.domain.numbering import ATTEMPT_LASTS, Reservation
from permit_service.domain.office import Office
from permit_service.domain.service import Service
from permit_service.testing.certificates import NoCertificates, PlainCheck
from permit_service.testing.facts import person
from permit_service.testing.memory_agencies import MemoryAgencyRequests
from permit_service.testing.memory_applications import MemoryApplications, MemorySurveyFacts
from permit_service.testing.memory_casework import MemoryRetributions, MemorySiteVisits
from permit_service.testing.memory_catalogue import MemoryCatalogue
from permit_service.testing.memory_claims import MemoryStepClaims
from permit_service.testing.memory_clocks import MemoryClockRules, MemoryRunningClocks
from permit_service.testing.memory_corrections import (
    MemoryCorrections,
    MemoryOfficeRules,
    MemoryRequirementChecks,
)
from permit_service.testing.memory_counter import MemoryOriginals, MemoryWrongClaimCodes
from permit_service.testing.memory_deliveries import MemoryDeliveries
from permit_service.testing.memory_document_links import MemoryDocumentLinks
from permit_service.testing.memory_documents import MemoryDocuments
from permit_service.testing.memory_intakes import MemoryIssuedLicences, MemoryOutsideIntakes
from permit_service.testing.memory_licence_book import MemoryLicenceBook
from permit_service.testing.memory_licences import MemoryLicences, MemorySanctions
from permit_service.testing.memory_number_formats import MemoryNumberFormats
from permit_service.testing.memory_offices import (
    MemoryNumbers,
    MemoryOffices,
    MemoryTokens,
)
from permit_service.testing.memory_people import MemoryPeople
from permit_service.testing.memory_recaps import MemoryRegisterRecaps
from permit_service.testing.memory_recomputations import MemoryRecomputations
from permit_service.testing.memory_retention import MemoryRetention
from permit_service.testing.memory_standards import MemoryStandardAcknowledgements
from permit_service.testing.memory_templates import MemoryTemplates
from permit_service.testing.memory_terms import MemoryLicenceEnds, MemoryTerms
from permit_service.testing.shelves import Shelves
from shared.clock import Clock
from shared.database.access_log import Access, recorded
from shared.database.keyring import Keyring
from shared.documents.scanning import Scanner, Screening
from shared.documents.signing import (
    FIELD,
    CertificateStatus,
    Signatory,
    SignedDocument,
    WrongPassphrase,
)
from shared.documents.storage import ObjectStorage
from shared.errors import AlreadyHandled, NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.ids import new_id
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once
from shared.testing.access_log import MemoryAccessLog
from shared.testing.imports import MemoryImports
from shared.testing.memory import MemoryDatabase, MemoryTransaction

ResultT = TypeVar("ResultT")
KEYRING = Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32)
PASSPHRASE = "a passphrase of the tests"


class MemoryReading:
    """The stores, as a caller sees them."""

    def __init__(self, shelves: Shelves, caller: Caller, now: datetime, marks: set[str]) -> None:
        self.now = now
        self._marks = marks
        self.applications = MemoryApplications(shelves, caller)
        self.surveys = MemorySurveyFacts(shelves, caller)
        self.licences = MemoryLicences(shelves, caller)
        self.sanctions = MemorySanctions(shelves, caller)
        self.catalogue = MemoryCatalogue(shelves, caller)
        self.catalogue_imports = MemoryImports(shelves.catalogue_imports, caller.sees)
        self.offices = MemoryOffices(shelves)
        self.numbers = MemoryNumbers(shelves)
        self.templates = MemoryTemplates(shelves, caller)
        self.number_formats = MemoryNumberFormats(shelves, caller)
        self.tokens = MemoryTokens(shelves)
        self.terms = MemoryTerms(shelves)
        self.deliveries = MemoryDeliveries(shelves, caller)
        self.licence_imports = MemoryImports(shelves.licence_imports, caller.sees)
        self.document_links = MemoryDocumentLinks(shelves, caller)
        self.licence_book = MemoryLicenceBook(shelves, caller)
        self.licence_ends = MemoryLicenceEnds(shelves, caller)
        self.claims = MemoryStepClaims(shelves, caller)
        self.outside_intakes = MemoryOutsideIntakes(shelves, caller)
        self.issued_licences = MemoryIssuedLicences(shelves, caller)
        self.originals = MemoryOriginals(shelves)
        self.wrong_codes = MemoryWrongClaimCodes(shelves)
        self.retributions = MemoryRetributions(shelves, caller)
        self.visits = MemorySiteVisits(shelves)
        self.corrections = MemoryCorrections(shelves, caller)
        self.checks = MemoryRequirementChecks(shelves)
        self.rules = MemoryOfficeRules(shelves, caller)
        self.acknowledgements = MemoryStandardAcknowledgements(shelves, caller)
        self.recaps = MemoryRegisterRecaps(shelves, caller)
        self.clock_rules = MemoryClockRules(shelves, caller)
        self.agency_requests = MemoryAgencyRequests(shelves, caller)
        self.recomputations = MemoryRecomputations(shelves, caller)
        self.retention = MemoryRetention(shelves, caller, now)
        self.running = MemoryRunningClocks(shelves, caller)

    async def dossier(self, application_id: UUID) -> Dossier:
        """The whole file; raises NotFound."""
        application = self.applications.find(application_id)
        if application is None:
            raise NotFound
        office = await self.offices.get(application.office_code)
        service = await self.catalogue.service(
            application.office_code, application.service_code, version=application.service_version
        )
        if office is None:
            raise OfficeUnknown
        if service is None:
            raise ServiceUnknown
        return Dossier(
            application=application,
            service=service,
            office=office,
            calendar=await self.offices.calendar(
                office, version=application.service_time.calendar_version
            ),
            survey=await self.surveys.get(application_id),
            licence=self.licences.of_application(application_id),
            now=self.now,
            claims=self.claims.of_application(application_id),
            originals=self.originals.of_application(application_id),
            retribution=self.retributions.find(application_id),
            visits=self.visits.find(application_id),
            rounds=self.corrections.find(application_id),
            checks=self.checks.find(application_id),
        )

    async def refuse_repeated(self, once: Once | None) -> None:
        """Raises AlreadyHandled when the mark stands already."""
        if once is not None and once.mark in self._marks:
            raise AlreadyHandled

    async def timeline(self, keys: Sequence[UUID]) -> list[TimelineEvent]:
        """Memory keeps no log."""
        del keys
        return []


class MemoryWork(MemoryReading):
    """A transaction in memory."""

    def __init__(self, transaction: MemoryTransaction, marks: set[str]) -> None:
        super().__init__(transaction.state, transaction.caller, transaction.now, marks)
        self.events: EventRecorder = transaction.events
        self.people = MemoryPeople(transaction.state)
        self._transaction = transaction
        self.documents = MemoryDocuments(transaction.state, transaction.caller, transaction.now)
        self.actor = transaction.caller.actor

    async def tell_so_far(self) -> None:
        """Memory holds everything until the end."""

    def answer(self, result: ResultT) -> ResultT:
        """Returns the result."""
        return result

    async def record_access(self, *accesses: Access) -> None:
        """Undone with the transaction."""
        records = recorded(accesses, self._transaction.caller, self.now)
        self._transaction.state.accesses |= {one.id: one for one in records}


class MemoryDesk:
    """Opens work on one set of shelves; `told` are the committed events."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.shelves = Shelves()
        self._marks: set[str] = set()
        self.direct = MemoryDirect(self)
        self._database: MemoryDatabase[MemoryWork] = MemoryDatabase(
            self.shelves, lambda transaction: MemoryWork(transaction, self._marks), clock
        )

    @property
    def told(self) -> list[object]:
        """The events of committed transactions."""
        return self._database.told

    @asynccontextmanager
    async def begin(self, caller: Caller, *, once: Once | None = None) -> AsyncIterator[MemoryWork]:
        """Commits on leaving, restores the shelves on raising."""
        async with self._database.begin(caller, once=once) as work:
            yield work
        if once is not None:
            self._marks.add(once.mark)

    @asynccontextmanager
    async def read(self, caller: Caller) -> AsyncIterator[MemoryReading]:
        """The stores for reading."""
        yield MemoryReading(self.shelves, caller, self.clock.now(), self._marks)


class MemoryDirect:
    """What is asked most, on the same shelves."""

    def __init__(self, desk: MemoryDesk) -> None:
        self._desk = desk

    async def file(
        self, caller: Caller, application_id: UUID, *, once: Once | None = None
    ) -> Dossier:
        """The whole file; NotFound comes before AlreadyHandled."""
        async with self._desk.read(caller) as reading:
            dossier = await reading.dossier(application_id)
            await reading.refuse_repeated(once)
            return dossier

    async def submit(self, submission: Submission) -> None:
        """All or nothing, under the version that was read."""
        after = submission.after.application
        async with self._desk.begin(submission.caller, once=submission.once) as work:
            before = work.applications.find(after.id)
            if before is None or before.version != submission.expected_version:
                raise StaleVersion
            await work.offices.keep_calendar(submission.after.calendar)
            await work.applications.save(after, before=before)
            target = TokenTarget(office_code=after.office_code, target=after.id)
            await work.tokens.add("receipt", after.receipt_number or "", target)
            work.events.add(submission.told)


class PlainPress:
    """Sets a page of plain text: what is on it, not how it looks."""

    async def draft(self, dossier: Dossier, paper: Paper) -> bytes:
        """The draft of the licence."""
        del paper
        return f"draft {dossier.application.id}".encode()

    async def receipt(self, dossier: Dossier, *, claim_code: str | None) -> bytes:
        """The receipt."""
        return f"receipt {dossier.application.receipt_number} {claim_code}".encode()

    async def licence(
        self, dossier: Dossier, paper: Paper, *, reserved: Reservation, signing: Signing
    ) -> bytes:
        """The licence."""
        del dossier, paper
        return f"licence {reserved.number} {signing.name}".encode()

    async def sample(
        self, office: Office, service: Service, paper: Paper, *, at: datetime
    ) -> bytes:
        """A sample."""
        del office, paper, at
        return f"sample {service.code}".encode()

    async def rejection(self, dossier: Dossier, *, letterhead: tuple[str, ...]) -> bytes:
        """The letter of a rejection."""
        del letterhead
        return f"rejection {dossier.application.decision.letter_number}".encode()


class PlainDirectory:
    """Everybody is known by the user name."""

    async def signing(self, caller: Caller, *, office_code: str) -> Signing:
        """The caller as a signatory."""
        del office_code
        name = caller.username or caller.actor
        return Signing(account=name, name=name, nip="197001011990011001")

    async def colleague(self, username: str, *, office_code: str) -> Colleague | None:
        """Everybody who is called after a role of the office: `back_office.8102`."""
        role, _, office = username.partition(".")
        if office != office_code.replace(".", "") or role not in set(Role):
            return None
        somebody = person(Role(role), office=office_code)
        return Colleague(account_id=somebody.actor, username=username, roles=somebody.roles)

    async def staff(self, office_code: str) -> tuple[Colleague, ...]:
        """One for each role."""
        names = (f"{role}.{office_code.replace('.', '')}" for role in sorted(Role))
        found = [await self.colleague(name, office_code=office_code) for name in names]
        return tuple(one for one in found if one is not None)

    async def letterhead(self, office_code: str) -> tuple[str, ...]:
        """No lines."""
        del office_code
        return ()


class PlainSigner:
    """Signs with one passphrase; `signed` counts what was signed."""

    issuer = "an authority of the tests"
    attempt_lasts = ATTEMPT_LASTS

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.signed = 0

    async def certificate_status(self, signatory: Signatory) -> CertificateStatus:
        """Everybody's is good."""
        del signatory
        return CertificateStatus.ISSUE

    async def sign(
        self,
        pdf: bytes,
        *,
        signatory: Signatory,
        passphrase: str,
        reason: str,
        location: str,
        field: str = FIELD,
    ) -> SignedDocument:
        """Raises WrongPassphrase."""
        del reason, location, field
        if passphrase != PASSPHRASE:
            raise WrongPassphrase
        self.signed += 1
        content = pdf + b" signed"
        return SignedDocument(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            signed_by=signatory.name,
            signed_at=self._clock.now(),
            certificate_serial="1",
        )


def memory_ports(
    desk: MemoryDesk, *, signer: PlainSigner | None = None, scanner: Scanner | None = None
) -> Ports:
    """Ports over memory."""
    return Ports(
        clock=desk.clock,
        begin=desk.begin,
        read=desk.read,
        direct=desk.direct,
        new_id=new_id,
        secrets=KeyedSecrets(KEYRING),
        storage=ObjectStorage.at("memory://"),
        screening=Screening(scanner=scanner),
        press=PlainPress(),
        signer=signer or PlainSigner(desk.clock),
        directory=PlainDirectory(),
        signatures=PlainCheck(),
        certificates=NoCertificates(),
        published_keys=lambda: {"keys": []},
        payments=CounterPayments(),
        accesses=MemoryAccessLog(desk.clock),
    )
