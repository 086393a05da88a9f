"""The steps that an application passes (Perbup Malra 23/2021 Ps 6(1), Ps 2(3)b): who had the next
move from when to when. They follow from moments alone, in whatever order those were told.

A step begins with the newest moment that handed it over, so that a wait for the applicant or for
the survey belongs to nobody's step.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from reporting_service.domain.performance import Times, times_of
from shared.calendar.office_time import Period, local_date


class Step(StrEnum):
    """In the order in which an application passes them."""

    VERIFICATION = "verification"
    RECOMMENDATION = "recommendation"
    VALIDATION = "validation"
    SIGNATURE = "signature"
    DELIVERY = "delivery"


class Moment(StrEnum):
    """What was told of an application."""

    SUBMITTED = "submitted"
    RESUBMITTED = "resubmitted"
    VERIFIED = "verified"
    RETURNED = "returned"
    REJECTED = "rejected"
    ASKED = "asked"
    ADVISED = "advised"
    VALIDATED = "validated"
    SENT_BACK = "sent_back"
    SURVEYED = "surveyed"
    SIGNED = "signed"
    DELIVERED = "delivered"
    EXCEEDED = "exceeded"


OPENS: Mapping[Step, tuple[Moment, ...]] = {
    Step.VERIFICATION: (Moment.SUBMITTED, Moment.RESUBMITTED, Moment.SENT_BACK),
    Step.RECOMMENDATION: (Moment.ASKED,),
    Step.VALIDATION: (Moment.VERIFIED, Moment.ADVISED),
    Step.SIGNATURE: (Moment.VALIDATED, Moment.SURVEYED),
    Step.DELIVERY: (Moment.SIGNED,),
}
CLOSES: Mapping[Moment, Step] = {
    Moment.VERIFIED: Step.VERIFICATION,
    Moment.RETURNED: Step.VERIFICATION,
    Moment.REJECTED: Step.VERIFICATION,
    Moment.ADVISED: Step.RECOMMENDATION,
    Moment.VALIDATED: Step.VALIDATION,
    Moment.SENT_BACK: Step.VALIDATION,
    Moment.SIGNED: Step.SIGNATURE,
    Moment.DELIVERED: Step.DELIVERY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMoment:
    """One moment. `agency` stands where one was asked or answered, `due_on` where its time or the
    service's time ends; `actor` is the account that did it, where the event told it."""

    office_code: str
    application_id: UUID
    moment: Moment
    at: datetime
    service_code: str = ""
    agency: str = ""
    actor: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """So many finished steps of one kind that began and ended on the same days. `is_late` says that
    the agency's own time, or the service's time, ran out while it lay there; nothing where an
    agency was asked without a last day."""

    step: Step
    service_code: str
    agency: str
    actor: str | None
    began_on: date
    ended_on: date
    is_late: bool | None
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTimes:
    """How long a step took, in whole working days, and how often time ran out in it. `times` are
    nothing where no step's days are known."""

    step: Step
    finished: int
    times: Times | None
    measured: int
    breaches: int

    @property
    def on_time(self) -> Fraction | None:
        """The share of the measured ones in which no time ran out."""
        return 1 - Fraction(self.breaches, self.measured) if self.measured else None


DaysBetween = Callable[[date, date], int | None]


def step_times(spans: Iterable[Span], days_between: DaysBetween) -> tuple[StepTimes, ...]:
    """Each step that was finished, in the order of the steps."""
    of_step: dict[Step, list[Span]] = defaultdict(list)
    for one in spans:
        of_step[one.step].append(one)
    return tuple(_times(step, of_step[step], days_between) for step in Step if step in of_step)


def _times(step: Step, spans: Sequence[Span], days_between: DaysBetween) -> StepTimes:
    took: Counter[int] = Counter()
    for one in spans:
        days = days_between(one.began_on, one.ended_on)
        if days is not None:
            took[days] += one.count
    return StepTimes(
        step=step,
        finished=sum(one.count for one in spans),
        times=times_of(took) if took else None,
        measured=sum(one.count for one in spans if one.is_late is not None),
        breaches=sum(one.count for one in spans if one.is_late),
    )


def spans_of(told: Iterable[ToldMoment], period: Period, zone: ZoneInfo) -> list[Span]:
    """The steps that ended in the period; one whose beginning was not told counts nowhere."""
    of_application: dict[UUID, list[ToldMoment]] = defaultdict(list)
    for one in told:
        of_application[one.application_id].append(one)
    counts: Counter[Span] = Counter()
    for moments in of_application.values():
        for closing in moments:
            if closing.moment in CLOSES and closing.at in period:
                span = _span(closing, moments, zone)
                counts.update([] if span is None else [span])
    return [replace(span, count=count) for span, count in counts.items()]


def _span(closing: ToldMoment, moments: Sequence[ToldMoment], zone: ZoneInfo) -> Span | None:
    step = CLOSES[closing.moment]
    opened = max(
        (
            one
            for one in moments
            if one.moment in OPENS[step]
            and one.at <= closing.at
            and (step is not Step.RECOMMENDATION or one.agency == closing.agency)
        ),
        key=lambda one: one.at,
        default=None,
    )
    if opened is None:
        return None
    began_on, ended_on = local_date(opened.at, zone), local_date(closing.at, zone)
    if step is Step.RECOMMENDATION:
        is_late = None if opened.due_on is None else ended_on > opened.due_on
    else:
        is_late = any(
            one.due_on is not None and began_on <= one.due_on < ended_on
            for one in moments
            if one.moment is Moment.EXCEEDED
        )
    return Span(
        step=step,
        service_code=closing.service_code,
        agency=closing.agency if step is Step.RECOMMENDATION else "",
        actor=closing.actor,
        began_on=began_on,
        ended_on=ended_on,
        is_late=is_late,
    )
