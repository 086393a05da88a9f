"""The quarterly report as a duty: to the Governor, through the head of the province's DPMPTSP
(Pergub Kalteng 21/2020 Ps 9 f).

Each quarter that has begun is a duty by itself. The source names no due date: it is the office's
setting, unverified, and without it no duty is ever overdue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reporting_service.domain.edition import Edition
from reporting_service.domain.office import Office
from shared.calendar.office_time import Quarter
from shared.errors import InvalidRequest, TransitionNotAllowed

_QUARTERS = range(1, 5)


class DutyState(StrEnum):
    """How far the duty is."""

    OPEN = "open"
    DRAFT = "draft"
    PUBLISHED = "published"
    HANDED_OVER = "handed_over"


class NotPublished(TransitionNotAllowed):
    """Only a published report is handed over."""

    message = "The report is not published yet."


class AlreadyHandedOver(TransitionNotAllowed):
    """An edition is handed over once."""

    message = "This edition was handed over."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSettings:
    """What an office sets for its reports. `due_days` counts from the end of the quarter."""

    office_code: str
    addressee: str = "Gubernur"
    through: str = "Kepala DPMPTSP Provinsi"
    place: str = ""
    letter_unit: str = "PTSP"
    due_days: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """When an edition went to the Governor, and what proves it."""

    office_code: str
    quarter: Quarter
    edition: int
    handed_over_on: date
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A quarter's report, seen as what is owed."""

    quarter: Quarter
    first_day: date
    last_day: date
    state: DutyState
    due_on: date | None
    is_overdue: bool
    edition: Edition | None = None
    handover: Handover | None = None


def duties_of(
    year: int,
    office: Office,
    settings: ReportSettings,
    today: date,
    *,
    editions: Mapping[Quarter, Edition],
    handovers: Mapping[Quarter, Handover],
) -> tuple[Duty, ...]:
    """The duties of a year's quarters that have begun at the office."""
    duties = []
    for quarter in (Quarter(year=year, number=number) for number in _QUARTERS):
        period = office.quarter(year, quarter.number)
        if period.first_day > today:
            break
        handover = handovers.get(quarter)
        due_on = due_date(period.last_day, settings)
        duties.append(
            Duty(
                quarter=quarter,
                first_day=period.first_day,
                last_day=period.last_day,
                state=_state(period.last_day, today, editions.get(quarter), handover),
                due_on=due_on,
                is_overdue=handover is None and due_on is not None and today > due_on,
                edition=editions.get(quarter),
                handover=handover,
            )
        )
    return tuple(duties)


def due_date(last_day: date, settings: ReportSettings) -> date | None:
    """The day by which the office means to hand over; nothing where it set none."""
    return None if settings.due_days is None else last_day + timedelta(days=settings.due_days)


def _state(
    last_day: date, today: date, edition: Edition | None, handover: Handover | None
) -> DutyState:
    if handover is not None:
        return DutyState.HANDED_OVER
    if edition is not None:
        return DutyState.PUBLISHED
    return DutyState.OPEN if today <= last_day else DutyState.DRAFT


def hand_over(
    edition: Edition | None, standing: Handover | None, *, on: date, proof: str, today: date
) -> Handover:
    """Closes the duty; raises NotPublished, AlreadyHandedOver, InvalidRequest for a future day."""
    if edition is None:
        raise NotPublished
    number = edition.publication.edition
    if standing is not None and standing.edition >= number:
        raise AlreadyHandedOver
    if on > today:
        raise InvalidRequest(pointers=(("/handed_over_on", "in_future"),))
    return Handover(
        office_code=edition.office_code,
        quarter=edition.quarter,
        edition=number,
        handed_over_on=on,
        proof=proof,
    )
