"""The work of a use case on PostgreSQL: its stores in one transaction, and the whole file of an
application in one statement."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.agencies import PostgresAgencyRequests
from permit_service.adapters.store.applications import PARTS, PostgresApplications
from permit_service.adapters.store.catalogue import PostgresCatalogue, ServiceCache
from permit_service.adapters.store.checks import (
    CHECKS,
    PostgresRequirementChecks,
    checks_of,
)
from permit_service.adapters.store.claims import LIVE_CLAIMS, PostgresStepClaims, claim_of
from permit_service.adapters.store.clocks import PostgresClockRules, PostgresRunningClocks
from permit_service.adapters.store.corrections import (
    ROUNDS,
    PostgresCorrections,
    PostgresOfficeRules,
    rounds_of,
)
from permit_service.adapters.store.counter import (
    ORIGINALS,
    PostgresOriginals,
    PostgresWrongClaimCodes,
    original_of,
)
from permit_service.adapters.store.deliveries import PostgresDeliveries
from permit_service.adapters.store.document_links import PostgresDocumentLinks
from permit_service.adapters.store.documents import PostgresDocuments
from permit_service.adapters.store.facts import PostgresSanctions, PostgresSurveyFacts
from permit_service.adapters.store.intakes import PostgresIssuedLicences, PostgresOutsideIntakes
from permit_service.adapters.store.licence_book import PostgresLicenceBook
from permit_service.adapters.store.licence_ends import PostgresLicenceEnds
from permit_service.adapters.store.licence_templates import PostgresTemplates
from permit_service.adapters.store.licence_terms import PostgresTerms
from permit_service.adapters.store.licences import PostgresLicences, licence_of
from permit_service.adapters.store.number_formats import PostgresNumberFormats
from permit_service.adapters.store.numbers import PostgresNumbers
from permit_service.adapters.store.offices import (
    CalendarCache,
    OfficeCache,
    PostgresOffices,
    office_of,
)
from permit_service.adapters.store.people import PostgresPeople
from permit_service.adapters.store.recaps import PostgresRegisterRecaps
from permit_service.adapters.store.recomputations import PostgresRecomputations
from permit_service.adapters.store.retention import PostgresRetention
from permit_service.adapters.store.retributions import (
    RETRIBUTION,
    PostgresRetributions,
    retribution_of,
)
from permit_service.adapters.store.rows import Row, application_of, from_json
from permit_service.adapters.store.standards import PostgresStandardAcknowledgements
from permit_service.adapters.store.tokens import PostgresTokens
from permit_service.adapters.store.visits import VISITS, PostgresSiteVisits, visits_of
from permit_service.adapters.tables import (
    catalogue_import,
    licence,
    licence_import,
    office,
    survey_fact,
)
from permit_service.application.dossier import Dossier
from permit_service.application.listing import TimelineEvent
from permit_service.domain.errors import ServiceUnknown
from permit_service.domain.office import Office
from permit_service.domain.service import Service
from permit_service.domain.survey import SurveyFact
from shared.calendar.working_days import WorkingCalendar
from shared.database.access_log import Access, record_within
from shared.database.engine import Transaction
from shared.database.keyring import Keyring
from shared.errors import AlreadyHandled, NotFound
from shared.imports.store import PostgresImports, PostgresLeasedImports
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")


def _prefixed(table: sa.Table, alias: str) -> str:
    return ", ".join(f"{alias}.{one.name} as {alias}_{one.name}" for one in table.columns)


# Lateral, and not to be flattened: what belongs to the application is looked at after it, when the
# caller is set already.
FILE = (
    f"select a.*, {_prefixed(office, 'o')}, {_prefixed(survey_fact, 's')},"  # noqa: S608
    f" {_prefixed(licence, 'l')}, {PARTS},{LIVE_CLAIMS},{ORIGINALS},"
    f" {RETRIBUTION}, {VISITS}, {ROUNDS}, {CHECKS}"
    " from application a join office o on o.code = a.office_code"
    " left join lateral (select * from survey_fact f where f.application_id = a.id offset 0) s"
    " on true"
    " left join lateral (select * from licence f where f.application_id = a.id offset 0) l"
    " on true"
)
_READ = f"{FILE} where a.id = $1"
# The row is held first, so that a fact which comes meanwhile is seen by the file below.
_HOLD = "select from application where id = $1 for update"
_MARKED = sa.text("select 1 from once_mark where mark = :mark")
_TIMELINE = sa.text(
    "select id, type, version, sequence, occurred_at, actor, reason, data from event_log"
    " where key = any(:keys) order by occurred_at, id"
)


class Caches:
    """What is read once per process: versions that never change."""

    def __init__(self) -> None:
        self.services = ServiceCache()
        self.offices = OfficeCache()
        self.calendars = CalendarCache()


class PostgresReading:
    """The stores on one connection, as the caller sees them."""

    def __init__(
        self, connection: AsyncConnection, *, keyring: Keyring, caches: Caches, now: datetime
    ) -> None:
        self._connection = connection
        self._keyring = keyring
        self.now = now
        self.applications = PostgresApplications(connection, keyring)
        self.surveys = PostgresSurveyFacts(connection)
        self.licences = PostgresLicences(connection, keyring)
        self.sanctions = PostgresSanctions(connection)
        self.catalogue = PostgresCatalogue(connection, caches.services)
        self.catalogue_imports = PostgresImports(connection, catalogue_import)
        self.offices = PostgresOffices(connection, caches.calendars)
        self.tokens = PostgresTokens(connection)
        self.terms = PostgresTerms(connection)
        self.acknowledgements = PostgresStandardAcknowledgements(connection)
        self.deliveries = PostgresDeliveries(connection, keyring)
        self.licence_imports = PostgresLeasedImports(connection, licence_import, keyring)
        self.document_links = PostgresDocumentLinks(connection)
        self.licence_book = PostgresLicenceBook(connection, keyring)
        self.templates = PostgresTemplates(connection)
        self.number_formats = PostgresNumberFormats(connection)
        self.retributions = PostgresRetributions(connection)
        self.visits = PostgresSiteVisits(connection)
        self.corrections = PostgresCorrections(connection, keyring)
        self.checks = PostgresRequirementChecks(connection)
        self.rules = PostgresOfficeRules(connection)
        self.recaps = PostgresRegisterRecaps(connection)
        self.clock_rules = PostgresClockRules(connection)
        self.agency_requests = PostgresAgencyRequests(connection)
        self.recomputations = PostgresRecomputations(connection)
        self.retention = PostgresRetention(connection, keyring, now=now)
        self.issued_licences = PostgresIssuedLicences(connection)

    async def dossier(self, application_id: UUID) -> Dossier:
        """The whole file in one statement; raises NotFound."""
        found = await self._connection.exec_driver_sql(_READ, (application_id,))
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return await self._file(row)

    async def _file(self, row: Row) -> Dossier:
        of_office = office_of(row, "o_")
        service = await self.catalogue.service(
            row["office_code"], row["service_code"], version=row["service_version"]
        )
        if service is None:
            raise ServiceUnknown
        calendar = await self.offices.calendar(of_office, version=row["calendar_version"])
        return file_of(
            row,
            keyring=self._keyring,
            service=service,
            office=of_office,
            calendar=calendar,
            now=self.now,
        )

    async def refuse_repeated(self, once: Once | None) -> None:
        """Raises AlreadyHandled when the mark stands already."""
        if once is None:
            return
        found = await self._connection.execute(_MARKED, {"mark": once.mark})
        if found.first() is not None:
            raise AlreadyHandled

    async def timeline(self, keys: Sequence[UUID]) -> list[TimelineEvent]:
        """The events told under these keys, oldest first."""
        rows = await self._connection.execute(_TIMELINE, {"keys": [str(one) for one in keys]})
        return [
            TimelineEvent(**dict(row) | {"data": json.loads(row["data"])})
            for row in rows.mappings()
        ]


class PostgresWork(PostgresReading):
    """One transaction: leaving commits, raising rolls back."""

    def __init__(self, transaction: Transaction, *, keyring: Keyring, caches: Caches) -> None:
        super().__init__(
            transaction.connection, keyring=keyring, caches=caches, now=transaction.now
        )
        self._transaction = transaction
        self.numbers = PostgresNumbers(transaction.connection)
        self.people = PostgresPeople(transaction.connection, keyring)
        self.licence_ends = PostgresLicenceEnds(transaction.connection, keyring)
        self.documents = PostgresDocuments(
            transaction.connection, actor=transaction.caller.actor, now=transaction.now
        )
        self.claims = PostgresStepClaims(transaction.connection)
        self.outside_intakes = PostgresOutsideIntakes(transaction.connection)
        self.originals = PostgresOriginals(transaction.connection)
        self.wrong_codes = PostgresWrongClaimCodes(transaction.connection)
        self.actor = transaction.caller.actor
        self.running = PostgresRunningClocks(transaction.connection)

    @property
    def events(self) -> EventRecorder:
        """What this transaction tells."""
        return self._transaction.events

    async def tell_so_far(self) -> None:
        """Appends what was told until now, and lets go of it."""
        await self._transaction.tell_so_far()

    def answer(self, result: ResultT) -> ResultT:
        """Keeps what a repetition of the request is answered with."""
        return self._transaction.answer(result)

    async def record_access(self, *accesses: Access) -> None:
        """Records who read personal data, with what this transaction does."""
        await record_within(self._transaction, *accesses)

    async def dossier(self, application_id: UUID) -> Dossier:
        """The whole file, held until the transaction ends; raises NotFound."""
        await self._connection.exec_driver_sql(_HOLD, (application_id,))
        return await super().dossier(application_id)


def file_of(
    row: Row,
    *,
    keyring: Keyring,
    service: Service,
    office: Office,
    calendar: WorkingCalendar,
    now: datetime,
) -> Dossier:
    """A row of `FILE` with the service, the office and the calendar that it names."""
    return Dossier(
        application=application_of(row, keyring),
        service=service,
        office=office,
        calendar=calendar,
        survey=survey_of(row),
        licence=None if row["l_id"] is None else licence_of(row, keyring, "l_"),
        now=now,
        claims=tuple(claim_of(one) for one in from_json(row["claims"])),
        originals=tuple(original_of(one) for one in from_json(row["originals"])),
        retribution=retribution_of(row["retribution"]),
        visits=visits_of(row["visits"]),
        rounds=rounds_of(row["rounds"], keyring),
        checks=checks_of(row["checks"]),
    )


def survey_of(row: Row) -> SurveyFact:
    """The fact beside an application, empty where none was told."""
    return SurveyFact(
        application_id=row["id"],
        invitation_id=row["s_invitation_id"],
        opened_at=row["s_opened_at"],
        expires_at=row["s_expires_at"],
        completed_at=row["s_completed_at"],
    )
