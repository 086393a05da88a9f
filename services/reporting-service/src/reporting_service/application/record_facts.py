"""Keeps what other services told, for the report: sets of facts, in the runner's transaction.

Each store counts a thing once, so that a fact told again changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from reporting_service.application.ports import Work
from reporting_service.domain.issuance import Issuance, StageReached
from reporting_service.domain.office import Office, OfficeYear
from reporting_service.domain.performance import AgencyAnswer, OfficeStandard
from reporting_service.domain.step import ToldMoment
from reporting_service.domain.supervision import SupervisionResult
from reporting_service.domain.survey import Response
from shared.errors import Unavailable


async def record_offices(offices: Sequence[Office], work: Work) -> None:
    """Keeps the newest settings of each office."""
    await work.offices.keep(offices)


async def record_standards(standards: Sequence[OfficeStandard], work: Work) -> None:
    """Keeps what each office's own catalogue promises since its newest version."""
    await work.office_standards.keep(standards)


async def record_issuances(issuances: Sequence[Issuance], work: Work) -> None:
    """Counts what was issued, by the month of its date."""
    await work.issuances.record(issuances)


async def record_agency_answers(answers: Sequence[AgencyAnswer], work: Work) -> None:
    """Counts how long agencies took, by the office's own month."""
    await work.agencies.record(answers)


async def record_stages(stages: Sequence[StageReached], work: Work) -> None:
    """Counts what came to a stage, by the office's own month."""
    await work.stages.record(stages)


async def record_moments(moments: Sequence[ToldMoment], work: Work) -> None:
    """Keeps what was told of applications, for the steps that follow from it."""
    await work.steps.record(moments)


async def record_calendars(years: Sequence[OfficeYear], work: Work) -> None:
    """Keeps the newest days of each office and year."""
    await work.offices.keep_years(years)


async def record_supervision(results: Sequence[SupervisionResult], work: Work) -> None:
    """Keeps the last word on each thing that supervision told."""
    await work.supervision.record(results)


async def record_responses(office: str, responses: Sequence[Response], work: Work) -> None:
    """Adds answer sheets to the sums of their month."""
    await work.surveys.record(office, responses)


async def office_of(code: str, work: Work) -> Office:
    """The office a fact belongs to. It may be told of later than its facts: the runner then
    tries again, and sets the fact aside for a replay after that."""
    office = await work.offices.find(code)
    if office is None:
        raise Unavailable
    return office


async def heard(office: str, model: str, moments: Sequence[datetime], work: Work) -> None:
    """Notes how new the model is now."""
    await work.progress.heard(office, model, max(moments))
