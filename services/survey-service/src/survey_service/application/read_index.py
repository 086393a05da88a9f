"""Anybody reads the index of an office and a period, under a named policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from shared.calendar.office_time import Period
from shared.errors import InvalidRequest, NotFound
from survey_service.application.ports import Ports, Reading
from survey_service.application.references import at_office
from survey_service.application.tally_index import tallies_in
from survey_service.domain.breakdown import Cell, cells_of
from survey_service.domain.improvement import Improvement, PublishedIndex
from survey_service.domain.licence_use import POPULATION_DEFINITION
from survey_service.domain.office import Office, period_before
from survey_service.domain.policy import POLICIES, VARIANTS, Policy
from survey_service.domain.population import population_of
from survey_service.domain.questionnaire import Questionnaire, Text
from survey_service.domain.sample import required_sample
from survey_service.domain.satisfaction_index import (
    SatisfactionIndex,
    TallyOf,
    index_of,
    shown,
)
from survey_service.domain.tally import COLLECTION_MODE, SERVICE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadIndex:
    """`period` is YYYY, YYYY-Qn or YYYY-MM in the office's own time."""

    office_code: str
    period: str
    policy: str = "ninth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How many answers would stand for how many licences. It advises; nothing waits for it."""

    population: int | None
    definition: str | None
    required: int | None
    achieved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedImprovement:
    """What was promised after the period before, and the element's mean now."""

    improvement: Improvement
    nrr_now: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How much the mean has risen or fallen since."""
        return None if self.nrr_now is None else self.nrr_now - self.improvement.nrr


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """An index with what is needed to judge it."""

    office: Office
    period: Period
    index: SatisfactionIndex
    sample: Sample
    longest_run: int
    questionnaires: tuple[Questionnaire, ...]
    published: PublishedIndex | None
    improvements: tuple[FollowedImprovement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of respondents; `index` is None where fewer than five are hidden."""

    code: str | None
    name: Text | None
    index: SatisfactionIndex | None


async def read_index(query: ReadIndex, ports: Ports) -> IndexReport:
    """Raises NotFound for an office that is not known, InvalidRequest for a period or policy."""
    policy = policy_named(query.policy)
    async with ports.read(at_office(query.office_code)) as reading:
        office, period = await _place(query, reading)
        return await report_of(office, period, policy, reading)


async def report_of(
    office: Office, period: Period, policy: Policy, reading: Reading
) -> IndexReport:
    """The index as it stands in this transaction."""
    first, last = period.first_day, period.last_day
    pairs = await tallies_in(reading, office, period)
    index = index_of(pairs, policy)
    return IndexReport(
        office=office,
        period=period,
        index=index,
        sample=await _sample(index, period, reading),
        longest_run=await reading.tallies.longest_run(first, last),
        questionnaires=tuple(questionnaire for questionnaire, _ in pairs),
        published=await reading.publications.get(period.label),
        improvements=await _followed(index, office, period, reading),
    )


async def compare_policies(query: ReadIndex, ports: Ports) -> Mapping[str, Decimal | None]:
    """The same answers under every way of weighting and rounding that was seen in the field."""
    async with ports.read(at_office(query.office_code)) as reading:
        office, period = await _place(query, reading)
        pairs = await tallies_in(reading, office, period)
    return {policy.name: index_of(pairs, policy).ikm for policy in VARIANTS}


async def read_groups(query: ReadIndex, by: str, ports: Ports) -> tuple[Group, ...]:
    """The index by `service`, `collection_mode` or a profile field; raises InvalidRequest for a
    field that no questionnaire of the office has."""
    policy = policy_named(query.policy)
    async with ports.read(at_office(query.office_code)) as reading:
        office, period = await _place(query, reading)
        known = await reading.questionnaires.all_for(office.code)
        if by not in {SERVICE, COLLECTION_MODE} and not _has_field(known, by):
            raise InvalidRequest(pointers=(("/by", "unknown_field"),))
        tallies = await reading.tallies.groups(period.first_day, period.last_day, by=by)
    groups: dict[str | None, list[TallyOf]] = {}
    for (code, questionnaire_id), tally in tallies.items():
        groups.setdefault(code, []).append((known[questionnaire_id], tally))
    return tuple(_group(cell, by, known, policy) for cell in cells_of(groups))


def policy_named(name: str) -> Policy:
    """Raises InvalidRequest for a policy that has no name here."""
    policy = POLICIES.get(name)
    if policy is None:
        raise InvalidRequest(pointers=(("/policy", "unknown"),))
    return policy


async def _place(query: ReadIndex, reading: Reading) -> tuple[Office, Period]:
    office = await reading.offices.get(query.office_code)
    if office is None:
        raise NotFound
    return office, office.period(query.period)


async def _followed(
    index: SatisfactionIndex, office: Office, period: Period, reading: Reading
) -> tuple[FollowedImprovement, ...]:
    """What was promised after the period before, with what became of the element."""
    means = {score.element: score.nrr for score in index.elements}
    before = period_before(period, office.zone)
    return tuple(
        FollowedImprovement(improvement=one, nrr_now=shown(means[one.element], 3))
        for one in await reading.publications.improvements(before.label)
    )


async def _sample(index: SatisfactionIndex, period: Period, reading: Reading) -> Sample:
    stated = await reading.uses.stated_population(period.label)
    if stated is not None:
        population, definition = stated.count, stated.definition
    else:
        months = period.first_day, period.last_day
        population = population_of(
            await reading.uses.issued(*months), await reading.uses.counted(*months)
        )
        definition = POPULATION_DEFINITION
    return Sample(
        population=population or None,
        definition=definition if population else None,
        required=required_sample(population),
        achieved=index.respondents,
    )


def _has_field(known: Mapping[str, Questionnaire], by: str) -> bool:
    return any(field.code == by for one in known.values() for field in one.profile_fields)


def _group(cell: Cell, by: str, known: Mapping[str, Questionnaire], policy: Policy) -> Group:
    names = {
        option.code: option.name
        for one in known.values()
        for field in one.profile_fields
        if field.code == by
        for option in field.options
    }
    return Group(
        code=cell.code,
        name=names.get(cell.code or ""),
        index=None if cell.tallies is None else index_of(cell.tallies, policy),
    )
