"""What the use cases need from outside. Adapters keep these promises, on PostgreSQL or in memory.

Every store shows its caller's rows only: those of the caller's offices, and those the caller owns.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from permit_service.application.assignment_ports import StepClaims
from permit_service.application.casework_ports import Casework
from permit_service.application.catalogue_ports import Catalogue
from permit_service.application.clock_ports import AgencyRequests, ClockRules, RunningClocks
from permit_service.application.counter_ports import Originals, WrongClaimCodes
from permit_service.application.delivery_ports import Deliveries
from permit_service.application.document_link_ports import DocumentLinks
from permit_service.application.document_ports import Documents
from permit_service.application.dossier import Dossier
from permit_service.application.import_ports import LicenceBook
from permit_service.application.intake_ports import IssuedLicences, OutsideIntakes
from permit_service.application.licence_ports import LicenceEnds, Licences, Sanctions, Terms
from permit_service.application.listing import (
    ApplicationQuery,
    ApplicationRow,
    StepCount,
    TimelineEvent,
)
from permit_service.application.number_ports import NumberFormats, Numbers
from permit_service.application.office_ports import Offices
from permit_service.application.paper_ports import Templates
from permit_service.application.payment_ports import PaymentGateway
from permit_service.application.person_search_ports import People
from permit_service.application.recap_ports import RegisterRecaps
from permit_service.application.recomputation_ports import Recomputations
from permit_service.application.retention_ports import Retention
from permit_service.application.signing_ports import Certificates, Directory, Press, SignatureCheck
from permit_service.application.standard_ports import StandardAcknowledgements
from permit_service.application.token_ports import PublicTokens
from permit_service.domain.application import Application
from permit_service.domain.survey import SurveyFact
from shared.clock import Clock
from shared.contracts.permit import ApplicationSubmittedV1
from shared.database.access_log import Access, RecordsAccess
from shared.documents.scanning import Screening
from shared.documents.signing import Signer
from shared.documents.storage import ObjectStorage
from shared.identity import Caller
from shared.imports.ports import Imports, LeasedImports
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")


class Applications(Protocol):
    """Applications with their documents and recommendations."""

    async def add(self, application: Application) -> None:
        """Keeps a new draft."""
        ...

    async def save(self, application: Application, *, before: Application) -> Application:
        """Writes what differs and returns it with its next version; raises StaleVersion."""
        ...

    async def hold(self, application_ids: Sequence[UUID]) -> list[Application]:
        """Those that exist, held in the order of their ids."""
        ...

    async def save_clocks(self, applications: Sequence[Application]) -> None:
        """Writes clock, due date and what is kept of the service time of applications that are
        held; the version moves with what readers see, not with marks of what was told."""
        ...

    async def seal_places(self, office_code: str, *, limit: int) -> int:
        """Seals addresses and coordinates that an earlier release kept open; how many."""
        ...

    async def page(self, query: ApplicationQuery) -> list[ApplicationRow]:
        """Rows for a list in the order asked for, one more than the limit."""
        ...

    async def waiting(
        self, office_code: str, *, today: date, now: datetime, bound: int
    ) -> list[StepCount]:
        """What waits in each status that is open, no count higher than the bound."""
        ...


class SurveyFacts(Protocol):
    """What the survey service told; it may be here before the application is."""

    async def get(self, application_id: UUID) -> SurveyFact:
        """The fact, or an empty one."""
        ...

    async def record(self, facts: Sequence[SurveyFact], *, office_code: str) -> None:
        """Adds what is new to what is known; nothing that is known is taken away."""
        ...


class Reading(Casework, Protocol):
    """What a reading use case sees."""

    @property
    def applications(self) -> Applications: ...
    @property
    def surveys(self) -> SurveyFacts: ...
    @property
    def licences(self) -> Licences: ...
    @property
    def sanctions(self) -> Sanctions: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def catalogue_imports(self) -> Imports: ...
    @property
    def offices(self) -> Offices: ...
    @property
    def tokens(self) -> PublicTokens: ...
    @property
    def terms(self) -> Terms: ...
    @property
    def acknowledgements(self) -> StandardAcknowledgements: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def licence_imports(self) -> LeasedImports: ...
    @property
    def document_links(self) -> DocumentLinks: ...
    @property
    def licence_book(self) -> LicenceBook: ...
    @property
    def number_formats(self) -> NumberFormats: ...
    @property
    def templates(self) -> Templates: ...
    @property
    def recaps(self) -> RegisterRecaps: ...
    @property
    def clock_rules(self) -> ClockRules: ...
    @property
    def agency_requests(self) -> AgencyRequests: ...
    @property
    def recomputations(self) -> Recomputations: ...
    @property
    def retention(self) -> Retention: ...
    @property
    def issued_licences(self) -> IssuedLicences: ...

    @property
    def now(self) -> datetime:
        """The moment of this unit of work."""
        ...

    async def dossier(self, application_id: UUID) -> Dossier:
        """The whole file; in a transaction it is held until its end. Raises NotFound."""
        ...

    async def refuse_repeated(self, once: Once | None) -> None:
        """Raises AlreadyHandled when the mark stands already; makes none."""
        ...

    async def timeline(self, keys: Sequence[UUID]) -> list[TimelineEvent]:
        """The events told under these keys, oldest first, of the caller's offices."""
        ...


class Work(Reading, Protocol):
    """One transaction: leaving commits state and events together, raising rolls back."""

    @property
    def documents(self) -> Documents: ...
    @property
    def numbers(self) -> Numbers: ...
    @property
    def people(self) -> People: ...
    @property
    def licence_ends(self) -> LicenceEnds: ...
    @property
    def claims(self) -> StepClaims: ...
    @property
    def outside_intakes(self) -> OutsideIntakes: ...
    @property
    def originals(self) -> Originals: ...
    @property
    def wrong_codes(self) -> WrongClaimCodes: ...
    @property
    def actor(self) -> str:
        """Who acts in this unit of work."""
        ...

    @property
    def running(self) -> RunningClocks: ...
    @property
    def events(self) -> EventRecorder: ...

    async def tell_so_far(self) -> None:
        """Appends what was told until now: for new things alone, too many to hold at once."""
        ...

    def answer(self, result: ResultT) -> ResultT:
        """Keeps what a repetition of the request is answered with."""
        ...

    async def record_access(self, *accesses: Access) -> None:
        """Records who read personal data, together with what this transaction does."""
        ...


class Begin(Protocol):
    """Opens a transaction for a caller."""

    def __call__(
        self, caller: Caller, *, once: Once | None = None
    ) -> AbstractAsyncContextManager[Work]: ...


class Read(Protocol):
    """Opens a reading for a caller."""

    def __call__(self, caller: Caller) -> AbstractAsyncContextManager[Reading]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A submission that was decided on what was read: `after` holds the version that it makes."""

    caller: Caller
    once: Once | None
    expected_version: int
    after: Dossier
    told: ApplicationSubmittedV1


class Direct(Protocol):
    """What is asked most, each as one round trip: nothing is held between reading and writing."""

    async def file(
        self, caller: Caller, application_id: UUID, *, once: Once | None = None
    ) -> Dossier:
        """The whole file. Raises NotFound; AlreadyHandled when the mark of `once` stands."""
        ...

    async def submit(self, submission: Submission) -> None:
        """State, receipt, event, mark and answer, or nothing at all. Raises StaleVersion when
        the application is another than was read, AlreadyHandled when the mark stands."""
        ...


class Secrets(Protocol):
    """Words that nobody can guess, and fingerprints of them."""

    def receipt_number(self, office_code: str) -> str:
        """A new receipt number: random, and readable aloud."""
        ...

    def verification_token(self) -> str:
        """A new token for the QR code of a licence."""
        ...

    def claim_code(self, application_id: UUID) -> str:
        """The code with which an assisted applicant claims the application; always the same."""
        ...

    def fingerprint(self, code: str) -> bytes:
        """What is stored of a claim code."""
        ...

    def survey_token(self, invitation_id: UUID) -> str:
        """The last segment of the survey's link."""
        ...

    def link_token(self, link_id: UUID) -> str:
        """The last segment of a link to a document."""
        ...

    def link_target(self, token: str) -> UUID:
        """The id behind such a segment; raises NotFound for a forged one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything outside, handed to each use case."""

    clock: Clock
    begin: Begin
    read: Read
    direct: Direct
    new_id: Callable[[], UUID]
    secrets: Secrets
    storage: ObjectStorage
    screening: Screening
    press: Press
    signer: Signer
    directory: Directory
    signatures: SignatureCheck
    certificates: Certificates
    accesses: RecordsAccess
    published_keys: Callable[[], dict[str, Any]]
    payments: PaymentGateway
