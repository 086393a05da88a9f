"""What is due now and soon, in numbers and ids: for an administrator who decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from permit_service.application.access import own_office
from permit_service.application.ports import Ports, Reading
from permit_service.application.retention_ports import ClassCount, Counted
from permit_service.application.run_retention import period_of
from permit_service.domain.office import Office
from permit_service.domain.retention import RetentionClass, RetentionPeriod
from shared.calendar.office_time import local_date
from shared.errors import NotFound
from shared.identity import Caller, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the report: classes in their order, and in each the applications by id."""

    retention_class: RetentionClass
    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuery:
    """What is due today or within `days` more."""

    days: int
    limit: int
    retention_class: RetentionClass | None = None
    after: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One application that is due, will be, or would be if nothing held it."""

    place: Place
    office_code: str
    due_on: date
    is_due: bool
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionReport:
    """`lines` are one more than the limit where there are more."""

    office: Office
    today: date
    until: date
    classes: Sequence[tuple[RetentionPeriod, ClassCount]]
    lines: Sequence[ReportLine]


_NONE = ClassCount(due=0, upcoming=0, held=0)


async def report_retention(query: ReportQuery, caller: Caller, ports: Ports) -> RetentionReport:
    """Of the caller's own office; raises Forbidden for all but administrators."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as reading:
        office = await reading.offices.get(own_office(caller))
        if office is None:
            raise NotFound
        today = local_date(reading.now, office.zone)
        asked = [query.retention_class] if query.retention_class else list(RetentionClass)
        periods = [await period_of(one, office, reading) for one in asked]
        return RetentionReport(
            office=office,
            today=today,
            until=today + timedelta(days=query.days),
            classes=[
                (one, await _count(one, office, today, query.days, reading)) for one in periods
            ],
            lines=await _lines(query, periods, office, today, reading),
        )


async def _count(
    period: RetentionPeriod, office: Office, today: date, days: int, reading: Reading
) -> ClassCount:
    counted, due = _within(period, office, today, days), period.counted_until(today)
    if counted is None or due is None:
        return _NONE
    return await reading.retention.records.count(counted, due_until=due)


async def _lines(
    query: ReportQuery,
    periods: Sequence[RetentionPeriod],
    office: Office,
    today: date,
    reading: Reading,
) -> list[ReportLine]:
    lines: list[ReportLine] = []
    wanted = query.limit + 1
    for period in _from(query.after, periods):
        counted = _within(period, office, today, query.days)
        if counted is None or len(lines) >= wanted:
            continue
        after = query.after
        is_begun = after is not None and after.retention_class is period.retention_class
        found = await reading.retention.records.page(
            counted,
            after=after.application_id if after and is_begun else None,
            limit=wanted - len(lines),
        )
        for one in found:
            due_on = period.due_on(one.counted_from)
            place = Place(retention_class=period.retention_class, application_id=one.application_id)
            lines.append(
                ReportLine(
                    place=place,
                    office_code=office.code,
                    due_on=due_on,
                    is_due=due_on <= today,
                    is_held=one.is_held,
                )
            )
    return lines


def _from(after: Place | None, periods: Sequence[RetentionPeriod]) -> list[RetentionPeriod]:
    """The classes that come with or after a place."""
    order = list(RetentionClass)
    first = 0 if after is None else order.index(after.retention_class)
    return [one for one in periods if order.index(one.retention_class) >= first]


def _within(period: RetentionPeriod, office: Office, today: date, days: int) -> Counted | None:
    until = period.counted_until(today + timedelta(days=days))
    if until is None:
        return None
    return Counted(office=office, retention_class=period.retention_class, until=until, today=today)
