"""The twelve tables of a quarter's report from what is known of it, each with its number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reporting_service.domain.action_plan import action_plan_table
from reporting_service.domain.data_request import DataRequest, RequesterType
from reporting_service.domain.data_request_tables import data_requests_table
from reporting_service.domain.document_table import documents_table
from reporting_service.domain.drill import opened
from reporting_service.domain.evaluation import Evaluation, EvaluationKind
from reporting_service.domain.investment import InvestmentRelease, Origin
from reporting_service.domain.investment_tables import investment_table
from reporting_service.domain.issuance import StageCount
from reporting_service.domain.kinds import Channel
from reporting_service.domain.licence_count import LicenceCount
from reporting_service.domain.licence_tables import LocallyHandled, licence_table, locally_handled
from reporting_service.domain.office import Office
from reporting_service.domain.planned_investment import PlannedSum, planned_table
from reporting_service.domain.recap import Recap, Recorded, recap
from reporting_service.domain.register import Complaint, Outage
from reporting_service.domain.register_tables import complaints_table, obstacles_table
from reporting_service.domain.survey import Nine, Tally
from reporting_service.domain.survey_tables import index_table, responses_table
from reporting_service.domain.system_issue import SystemIssue
from reporting_service.domain.table import Freshness, Table
from reporting_service.domain.training import Training, trainings_table
from reporting_service.domain.work_plan import Target, targets_table
from shared.calendar.office_time import Period, Quarter
from shared.calendar.written import long_date


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterFigures:
    """What is known of an office's quarter, read at one moment."""

    office: Office
    quarter: Quarter
    recorded: Sequence[Recorded] = ()
    counts: Sequence[LicenceCount] = ()
    releases: Mapping[Origin, InvestmentRelease] = field(default_factory=dict)
    complaints: Sequence[Complaint] = ()
    requests: Sequence[DataRequest] = ()
    tally: Tally
    sheets: Sequence[Nine] = ()
    evaluations: Sequence[Evaluation] = ()
    outages: Sequence[Outage] = ()
    issues: Sequence[SystemIssue] = ()
    stages: Sequence[StageCount] = ()
    planned: Sequence[PlannedSum] = ()
    targets: Sequence[Target] = ()
    trainings: Sequence[Training] = ()
    trainings_of_year: Sequence[Training] = ()
    freshness: Mapping[str, Freshness] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """The quarter in the office's own time."""
        return self.quarter.period(self.office.zone)

    @property
    def printed_period(self) -> str:
        """`1 April s.d. 30 Juni 2024`."""
        first, last = self.period.first_day, self.period.last_day
        return f"{long_date(first).rpartition(' ')[0]} s.d. {long_date(last)}"

    def newest(self, *models: str) -> Freshness:
        """The freshness of the newest of these models, or of the office's newest at all."""
        known = [self.freshness[name] for name in models if name in self.freshness]
        known = known or list(self.freshness.values())
        return max(known, key=lambda one: (one.as_of is not None, one.as_of), default=Freshness())


def recaps_of(figures: QuarterFigures) -> tuple[Recap, ...]:
    """The four channels, in the order of the print."""
    number = figures.quarter.number
    return tuple(
        recap(channel, number, recorded=figures.recorded, counts=figures.counts)
        for channel in Channel
    )


def local_licences(figures: QuarterFigures) -> LocallyHandled:
    """Licences of the channels that the office handles itself."""
    return locally_handled(recaps_of(figures))


def closing_of(figures: QuarterFigures) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The action plan and the suggestions: the quarter's own, and open ones of before."""
    entries = [
        one
        for one in figures.evaluations
        if one.quarter == figures.quarter or one.is_carried_into(figures.quarter)
    ]
    actions = tuple(one.text for one in entries if one.kind is EvaluationKind.ACTION)
    suggestions = tuple(one.text for one in entries if one.kind is EvaluationKind.SUGGESTION)
    return actions, suggestions


def tables_of(figures: QuarterFigures) -> tuple[Table, ...]:
    """Every table of the report; numbers follow their places, so that none stands twice."""
    return (
        *_licences(figures),
        *_investment(figures, first=5),
        *_registers(figures, first=7),
        *_survey(figures, first=10),
        _obstacles(figures, number=12),
    )


def annexes_of(figures: QuarterFigures) -> tuple[Table, ...]:
    """Tables that the source does not print, numbered after those that it does."""
    return (
        documents_table(
            figures.stages,
            number=13,
            period=figures.printed_period,
            freshness=figures.newest("stages"),
        ),
        planned_table(
            figures.planned,
            number=14,
            period=figures.printed_period,
            freshness=figures.newest("issuances"),
        ),
        action_plan_table(
            figures.evaluations,
            figures.quarter,
            number=15,
            period=figures.printed_period,
            freshness=figures.newest("evaluations"),
        ),
        targets_table(
            figures.targets,
            (*recaps_of(figures), *_opened(figures)),
            number=16,
            period=figures.printed_period,
            freshness=figures.newest("issuances", "licence_counts", "office_lists"),
        ),
        trainings_table(
            figures.trainings,
            figures.trainings_of_year,
            number=17,
            period=figures.printed_period,
            freshness=figures.newest("office_lists"),
        ),
    )


def _opened(figures: QuarterFigures) -> tuple[Recap, ...]:
    number = figures.quarter.number
    return tuple(
        opened(channel, number, recorded=figures.recorded, counts=figures.counts)
        for channel in Channel
    )


def _licences(figures: QuarterFigures) -> tuple[Table, ...]:
    return tuple(
        licence_table(
            one,
            number=number,
            quarter=figures.quarter.number,
            period=figures.printed_period,
            source=_licence_source(one.channel, figures),
            freshness=figures.newest("issuances", "licence_counts"),
        )
        for number, one in enumerate(recaps_of(figures), start=1)
    )


def _licence_source(channel: Channel, figures: QuarterFigures) -> str:
    imported = sorted({one.source for one in figures.counts if one.channel is channel})
    recorded = any(one.channel is channel for one in figures.recorded)
    return "; ".join([*imported, *(["Izin yang tercatat di sistem ini"] if recorded else [])])


def _investment(figures: QuarterFigures, *, first: int) -> tuple[Table, ...]:
    return tuple(
        investment_table(
            origin,
            figures.releases.get(origin),
            number=number,
            quarter=figures.quarter,
            freshness=figures.newest("investment"),
        )
        for number, origin in enumerate(Origin, start=first)
    )


def _registers(figures: QuarterFigures, *, first: int) -> tuple[Table, ...]:
    complaints = complaints_table(
        figures.complaints,
        number=first,
        period=figures.period,
        zone=figures.office.zone,
        title_period=figures.printed_period,
        freshness=figures.newest("complaints"),
    )
    requests = tuple(
        data_requests_table(
            requester,
            figures.requests,
            number=number,
            period=figures.printed_period,
            freshness=figures.newest("data_requests"),
        )
        for number, requester in enumerate(RequesterType, start=first + 1)
    )
    return complaints, *requests


def _survey(figures: QuarterFigures, *, first: int) -> tuple[Table, ...]:
    freshness = figures.newest("survey")
    period = figures.printed_period
    return (
        responses_table(
            figures.sheets, figures.tally, number=first, period=period, freshness=freshness
        ),
        index_table(figures.tally, number=first + 1, period=period, freshness=freshness),
    )


def _obstacles(figures: QuarterFigures, *, number: int) -> Table:
    written = [
        (one.text, one.solution)
        for one in figures.evaluations
        if one.kind is EvaluationKind.OBSTACLE and one.quarter == figures.quarter
    ]
    first_day = figures.period.first_day
    return obstacles_table(
        (*written, *(one.as_obstacle(first_day) for one in figures.issues)),
        figures.outages,
        number=number,
        period=figures.period,
        zone=figures.office.zone,
        title_period=figures.printed_period,
        freshness=figures.newest("evaluations", "system_issues", "outages"),
    )
