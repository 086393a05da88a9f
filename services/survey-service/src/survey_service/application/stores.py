"""The stores that use cases read and write, as promises.

A store sees the caller's offices only; references resolve what a citizen holds (a link, a
receipt) to its office.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from shared.imports.ports import Imports
from survey_service.domain.application_survey import ApplicationSurvey
from survey_service.domain.improvement import Improvement, PublishedIndex
from survey_service.domain.licence_use import ServiceUse
from survey_service.domain.office import Office
from survey_service.domain.population import CountedLicences, StatedPopulation
from survey_service.domain.questionnaire import Questionnaire
from survey_service.domain.response import CollectionMode, Response
from survey_service.domain.tally import Tally, TallyKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Which application a reference leads to, and in which office."""

    office_code: str
    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyAnswer:
    """An application was answered for before this service knew it."""

    application_id: UUID
    completed_at: datetime
    by: CollectionMode


class Offices(Protocol):
    """Copies of the gateway's offices; nobody's data, visible to all."""

    async def get(self, code: str) -> Office | None: ...

    async def save(self, office: Office) -> None:
        """Keeps the newest settings, whatever order they arrive in."""
        ...


class Questionnaires(Protocol):
    """The standard version and the offices' own."""

    async def in_force(self, office_code: str, on: date) -> Questionnaire: ...

    async def all_for(self, office_code: str) -> Mapping[str, Questionnaire]:
        """Every version that an answer of this office may have used, by id."""
        ...

    async def add(self, office_code: str, questionnaire: Questionnaire) -> None: ...


class References(Protocol):
    """What leads to an application: its id, its receipt, its invitation. Unguessable, or asked
    by staff only."""

    async def locate(self, reference: str) -> Located | None: ...

    async def bind(self, office_code: str, references: Mapping[str, UUID]) -> Sequence[EarlyAnswer]:
        """Makes references lead to applications; tells what was answered for early."""
        ...

    async def claim(
        self, office_code: str, reference: str, *, at: datetime, by: CollectionMode
    ) -> UUID | None:
        """The application, if it is known. If not, an early answer is kept for it; raises
        AlreadyAnswered when one is kept already."""
        ...


class Surveys(Protocol):
    """Whether applications were answered, never what."""

    async def get_many(self, ids: Iterable[UUID]) -> dict[UUID, ApplicationSurvey]:
        """Those that are known, locked until the end of the transaction."""
        ...

    async def save_many(self, surveys: Iterable[ApplicationSurvey]) -> None: ...


class Responses(Protocol):
    """The answers, and nothing that leads from them to an application."""

    async def add(self, responses: Sequence[Response], *, told: bool) -> None:
        """`told` answers were announced in this transaction; others wait for `take_untold`."""
        ...

    async def take_untold(self, *, together: int, before: date, limit: int) -> Sequence[Response]:
        """Answers to be announced, in no order: once `together` are waiting, or all that were
        given before a day. They are announced from now on."""
        ...

    async def offices_with_untold(self) -> Sequence[str]:
        """Where answers wait; readable by anybody since it names offices only."""
        ...

    async def export(
        self, first: date, last: date, *, after: UUID | None, limit: int
    ) -> Sequence[Response]:
        """Answers of days, without profile and suggestion; imported ones in their sheet's order."""
        ...


class Tallies(Protocol):
    """Sums and counts, kept in the transaction of the answers they count."""

    async def add(self, office_code: str, added: Mapping[TallyKey, Tally]) -> None: ...

    async def totals(self, first: date, last: date) -> Mapping[str, Tally]:
        """Of the months from first to last, per questionnaire."""
        ...

    async def groups(
        self, first: date, last: date, *, by: str
    ) -> Mapping[tuple[str | None, str], Tally]:
        """Per (group, questionnaire); `by` is `service`, `collection_mode` or a profile field."""
        ...

    async def note_runs(self, office_code: str, import_id: UUID, runs: Mapping[date, int]) -> None:
        """The longest run of uniform rows per month of an import."""
        ...

    async def longest_run(self, first: date, last: date) -> int: ...

    async def differences(self) -> Sequence[str]:
        """Recounts the answers of the caller's offices and names each tally that is not equal."""
        ...


class Uses(Protocol):
    """Services in use and licences issued, as counts per month."""

    async def add(self, office_code: str, uses: Iterable[ServiceUse]) -> None: ...

    async def issued(self, first: date, last: date) -> Sequence[ServiceUse]:
        """Every service, channel and month with licences."""
        ...

    async def keep_counts(self, office_code: str, counts: Iterable[CountedLicences]) -> None:
        """A count with a higher version replaces the one of its month, channel and kind."""
        ...

    async def counted(self, first: date, last: date) -> Sequence[CountedLicences]: ...

    async def is_used(self, service_code: str, first: date, last: date) -> bool: ...

    async def state_population(self, population: StatedPopulation) -> None:
        """What the office counted itself, in place of what it stated before."""
        ...

    async def stated_population(self, period: str) -> StatedPopulation | None: ...


class Operations(Imports, Protocol):
    """Imports and how they ended."""

    async def has_imported(self, fingerprint: bytes) -> bool:
        """Whether the same file was taken before, with the same settings."""
        ...


class Publications(Protocol):
    """Published indexes and what the office does about their lowest elements."""

    async def add(self, published: PublishedIndex) -> None:
        """Raises AlreadyPublished when the period stands."""
        ...

    async def get(self, period: str) -> PublishedIndex | None: ...

    async def add_improvements(self, improvements: Iterable[Improvement]) -> None: ...

    async def improvement(self, improvement_id: UUID) -> Improvement | None: ...

    async def improvements(self, period: str | None) -> Sequence[Improvement]: ...

    async def save_improvement(self, improvement: Improvement, *, expected_version: int) -> None:
        """Raises StaleVersion when somebody else changed it."""
        ...
