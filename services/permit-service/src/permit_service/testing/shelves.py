"""What the memory stores keep, and what a caller sees of it.

A caller sees what row-level security would show: rows of their offices, rows they own, and what
belongs to an application they see.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from permit_service.application.office_ports import OfficeDay
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.application import Application
from permit_service.domain.clock_rule import ClockRule
from permit_service.domain.correction import Rounds
from permit_service.domain.counter import OriginalSeen, WrongCodes
from permit_service.domain.delivery import Delivery
from permit_service.domain.document_link import DocumentLink
from permit_service.domain.legal_hold import LegalHold
from permit_service.domain.letter_layout import LicenceTemplate
from permit_service.domain.licence import Licence, Sanction
from permit_service.domain.licence_terms import LicenceTerms
from permit_service.domain.number_format import FormatSetting
from permit_service.domain.numbering import Reservation, Series
from permit_service.domain.office import Office
from permit_service.domain.office_rule import OfficeRule
from permit_service.domain.outside_intake import OutsideIntake
from permit_service.domain.recomputation import Recomputation, RecomputationLine
from permit_service.domain.requirement_check import Checks
from permit_service.domain.retention_run import RetentionLine, RetentionRun
from permit_service.domain.retribution import Retribution
from permit_service.domain.service import Service
from permit_service.domain.site_visit import Visits
from permit_service.domain.standard_acknowledgement import Acknowledgement
from permit_service.domain.step_claim import StepClaim
from permit_service.domain.survey import SurveyFact
from shared.calendar.working_days import WorkingCalendar
from shared.database.access_log import AccessRecord
from shared.identity import Caller
from shared.testing.imports import KeptImport


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclaimedFile:
    """A key that no document vouches for."""

    office_code: str
    noted_by: str
    noted_at: datetime
    is_given_up: bool = False


@dataclass
class Shelves:
    """What is kept, by key. Plain dicts, so that a refused transaction can be undone."""

    applications: dict[UUID, Application] = field(default_factory=dict)
    surveys: dict[UUID, tuple[str, SurveyFact]] = field(default_factory=dict)
    licences: dict[UUID, Licence] = field(default_factory=dict)
    sanctions: dict[tuple[UUID, UUID], tuple[str, Sanction]] = field(default_factory=dict)
    services: dict[tuple[str, str, int], Service] = field(default_factory=dict)
    published: dict[tuple[str, str, int], datetime] = field(default_factory=dict)
    catalogue_imports: dict[UUID, KeptImport] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    days: dict[tuple[str, int], tuple[int, tuple[OfficeDay, ...]]] = field(default_factory=dict)
    series: dict[tuple[str, str, int], Series] = field(default_factory=dict)
    calendars: dict[str, WorkingCalendar] = field(default_factory=dict)
    recomputations: dict[UUID, Recomputation] = field(default_factory=dict)
    recomputation_lines: dict[tuple[UUID, UUID], RecomputationLine] = field(default_factory=dict)
    clock_rules: dict[tuple[str, date], ClockRule] = field(default_factory=dict)
    reservations: dict[UUID, Reservation] = field(default_factory=dict)
    templates: list[LicenceTemplate] = field(default_factory=list)
    emblems: dict[str, bytes] = field(default_factory=dict)
    kept_emblems: dict[tuple[str, str], bytes] = field(default_factory=dict)
    number_formats: list[FormatSetting] = field(default_factory=list)
    claims: dict[UUID, StepClaim] = field(default_factory=dict)
    originals: dict[tuple[UUID, int], OriginalSeen] = field(default_factory=dict)
    wrong_codes: dict[str, WrongCodes] = field(default_factory=dict)
    retributions: dict[UUID, Retribution] = field(default_factory=dict)
    visits: dict[UUID, Visits] = field(default_factory=dict)
    rounds: dict[UUID, Rounds] = field(default_factory=dict)
    checks: dict[UUID, Checks] = field(default_factory=dict)
    rules: dict[str, tuple[OfficeRule, ...]] = field(default_factory=dict)
    acknowledgements: dict[str, tuple[Acknowledgement, ...]] = field(default_factory=dict)
    tokens: dict[tuple[str, str], TokenTarget] = field(default_factory=dict)
    accesses: dict[UUID, AccessRecord] = field(default_factory=dict)
    terms: dict[tuple[str, date], LicenceTerms] = field(default_factory=dict)
    reminded: dict[UUID, int] = field(default_factory=dict)
    licence_imports: dict[UUID, KeptImport] = field(default_factory=dict)
    scan_due: dict[UUID, datetime] = field(default_factory=dict)
    unclaimed: dict[str, UnclaimedFile] = field(default_factory=dict)
    deliveries: dict[UUID, Delivery] = field(default_factory=dict)
    retention_runs: dict[UUID, RetentionRun] = field(default_factory=dict)
    retention_lines: dict[tuple[UUID, UUID], RetentionLine] = field(default_factory=dict)
    holds: dict[UUID, tuple[LegalHold, str | None]] = field(default_factory=dict)
    document_links: dict[UUID, DocumentLink] = field(default_factory=dict)
    outside_intakes: dict[UUID, OutsideIntake] = field(default_factory=dict)


def sees(caller: Caller, office: str, owner: str | None) -> bool:
    """What row-level security shows."""
    return caller.sees(office) or (owner is not None and owner == caller.actor)
