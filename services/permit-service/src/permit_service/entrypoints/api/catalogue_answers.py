"""A service of the catalogue, as clients are answered: the keys of the catalogue itself."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from permit_service.domain.catalogue_change import ChangeKind
from permit_service.domain.service import Channel
from permit_service.domain.steps import Status
from permit_service.domain.validity import ValidityKind
from permit_service.entrypoints.api.clock_answers import StandardAnswer
from shared.http import Answer
from shared.http.imports import ImportAnswer, ImportResult


class RequirementAnswer(Answer):
    """A document that the service asks for."""

    no: int
    name: str
    kind: str
    mandatory: bool


class FeeAnswer(Answer):
    """What it costs, in integer rupiah; a formula where the amount depends on the object."""

    model_config = ConfigDict(extra="allow")

    type: str
    amount: int | None
    currency: str
    formula: str | None = None


class ValidityRuleAnswer(Answer):
    """How long a licence holds. A verified rule binds, an unverified one proposes."""

    kind: ValidityKind
    years: int = 0
    months: int = 0
    source: str
    verified: bool


class StandardDocumentAnswer(Answer):
    """A service standard (SPP) or an operating procedure (SOP)."""

    state: Literal["drafted", "in_force"]
    version: str
    number: str | None = None
    title: str | None = None
    url: str | None = None
    drafted_on: date | None = None
    in_force_from: date | None = None


class ServiceAnswer(Answer):
    """A service with requirements, fee, service time and guide, and the catalogue's other keys."""

    model_config = ConfigDict(extra="allow")

    office_code: str
    code: str
    name: str
    version: int
    category: str
    channel: Channel
    channel_basis: Literal["article", "addition"]
    sla: StandardAnswer
    fee: FeeAnswer
    requirements: list[RequirementAnswer]
    procedure: dict[Literal["id", "en"], list[str]]
    agencies: list[str]
    validity: str | None = None
    technical_agency: str | None = None
    is_berusaha: bool
    allow_mandiri: bool
    allow_pendampingan: bool
    requires_recommendation: bool
    requires_site_visit: bool
    survey_gate: str | None = None
    survey_gate_source: str | None = None
    validity_rule: ValidityRuleAnswer | None = None
    form_schema: dict[str, Any] | None = None
    service_standard: StandardDocumentAnswer | None = None
    operating_procedure: StandardDocumentAnswer | None = None
    closed_on: date | None = None


class ServicesPage(Answer):
    """Every service of an office."""

    items: list[ServiceAnswer]
    next_cursor: str | None


class ServiceVersionAnswer(Answer):
    """A version of a service, and since when it is there."""

    service_code: str
    version: int
    published_at: datetime
    name: str
    sla: StandardAnswer
    closed_on: date | None


class ServiceVersionsPage(Answer):
    """The versions of a service, the newest first."""

    items: list[ServiceVersionAnswer]
    next_cursor: str | None


class ChangeAnswer(Answer):
    """A place in which two versions differ."""

    pointer: str
    kind: ChangeKind
    before: Any
    after: Any


class ChangesAnswer(Answer):
    """What differs between two versions of a service."""

    service_code: str
    older: int
    newer: int
    changes: list[ChangeAnswer]


class VersionUseAnswer(Answer):
    """Running applications, and the version that they keep; at most 100 are named."""

    version: int
    status: Status
    count: int
    application_ids: list[UUID]


class PublicationAnswer(Answer):
    """What was published, or would be: `changes` hold for new applications alone."""

    service_code: str
    version: int
    published: bool
    dry_run: bool
    changes: list[ChangeAnswer]
    running: list[VersionUseAnswer]
    service: ServiceAnswer


class EntrySchemaAnswer(Answer):
    """A JSON Schema."""

    model_config = ConfigDict(extra="allow")

    title: str
    type: str


class CatalogueExportAnswer(Answer):
    """The whole catalogue of an office, as it can be imported again."""

    office_code: str
    count: int
    versions: dict[str, int]
    services: list[dict[str, Any]]


class ImportedChange(Answer):
    """A place that a new version changes."""

    pointer: str
    kind: ChangeKind


class ImportedService(Answer):
    """A new version; `running` applications keep the one that they have."""

    service_code: str
    version: int
    changes: list[ImportedChange]
    running: int


class CatalogueImportResult(ImportResult):
    """All rows are accepted, or none."""

    changed: int
    unchanged: int
    services: list[ImportedService]


class CatalogueImportAnswer(ImportAnswer):
    """How an import ended; rows are entries, and a column is a pointer into one."""

    kind: Literal["service_catalogue"]
    result: CatalogueImportResult
