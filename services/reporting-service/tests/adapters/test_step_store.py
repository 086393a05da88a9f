"""Steps follow from moments, in whatever order they were told, on both makes of the store."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from reporting_service.application.ports import Begin
from reporting_service.domain.office import Office, OfficeYear
from reporting_service.domain.step import Moment, Span, Step, ToldMoment
from shared.calendar.office_time import Quarter
from shared.identity import system_caller

OFFICE = Office(
    code="62.02",
    name="DPMPTSP",
    regency="Kabupaten",
    time_zone="Asia/Pontianak",
    number_code="DPMPTSP",
    settings_version=1,
)
OURS, THEIRS = system_caller("reporting", OFFICE.code), system_caller("reporting", "53.11")
Q2 = Quarter(year=2024, number=2).period(OFFICE.zone)
OFFICER = "0192c7a4-0000-7000-8000-000000000001"


def told(
    application: UUID, moment: Moment, day: int, *, month: int = 4, hour: int = 3, **more: object
) -> ToldMoment:
    return ToldMoment(
        office_code=OFFICE.code,
        application_id=application,
        moment=moment,
        at=datetime(2024, month, day, hour, tzinfo=UTC),
        service_code="SLF",
        **more,  # type: ignore[arg-type]
    )


def span(step: Step, began: int, ended: int, *, is_late: bool | None, **more: object) -> Span:
    return Span(
        step=step,
        service_code="SLF",
        began_on=date(2024, 4, began),
        ended_on=date(2024, 4, ended),
        is_late=is_late,
        **{"agency": "", "actor": None} | more,  # type: ignore[arg-type]
    )


def ordered(spans: Sequence[Span]) -> list[Span]:
    return sorted(spans, key=lambda one: (one.ended_on, one.step, one.agency))


async def test_each_step_lies_between_the_moments_that_hand_it_over(begin: Begin) -> None:
    one = uuid4()
    moments = [
        told(one, Moment.SUBMITTED, 1),
        told(one, Moment.RETURNED, 2, actor=OFFICER),
        told(one, Moment.RESUBMITTED, 8),
        # 20.00 UTC is the next day at the office.
        told(one, Moment.VERIFIED, 9, hour=20, actor=OFFICER),
        told(one, Moment.ASKED, 9, hour=20, agency="bapenda", due_on=date(2024, 4, 12)),
        told(one, Moment.ASKED, 9, hour=20, agency="dlh"),
        told(one, Moment.ADVISED, 11, agency="dlh"),
        told(one, Moment.ADVISED, 15, agency="bapenda"),
        told(one, Moment.EXCEEDED, 17, due_on=date(2024, 4, 16)),
        told(one, Moment.VALIDATED, 17),
        told(one, Moment.SIGNED, 23),
        told(one, Moment.SURVEYED, 22),
        told(one, Moment.DELIVERED, 23, hour=9, actor="permit-delivery"),
        told(uuid4(), Moment.DELIVERED, 23),
        told(one, Moment.SENT_BACK, 1, month=7),
    ]
    async with begin(OURS) as work:
        await work.offices.keep([OFFICE])
        await work.steps.record(list(reversed(moments)))
        await work.steps.record(moments)
    expected = [
        span(Step.VERIFICATION, 1, 2, is_late=False, actor=OFFICER),
        span(Step.VERIFICATION, 8, 10, is_late=False, actor=OFFICER),
        span(Step.RECOMMENDATION, 10, 11, is_late=None, agency="dlh"),
        span(Step.RECOMMENDATION, 10, 15, is_late=True, agency="bapenda"),
        span(Step.VALIDATION, 15, 17, is_late=True),
        span(Step.SIGNATURE, 22, 23, is_late=False),
        span(Step.DELIVERY, 23, 23, is_late=False, actor="permit-delivery"),
    ]
    async with begin(OURS) as work:
        assert ordered(await work.steps.spans(OFFICE, Q2)) == ordered(expected)
        later = await work.steps.spans(OFFICE, Quarter(year=2024, number=3).period(OFFICE.zone))
        assert [(one.step, one.ended_on) for one in later] == [(Step.VALIDATION, date(2024, 7, 1))]
    async with begin(THEIRS) as work:
        assert list(await work.steps.spans(OFFICE, Q2)) == []


async def test_steps_alike_are_counted_together(begin: Begin) -> None:
    async with begin(OURS) as work:
        await work.offices.keep([OFFICE])
        for application in (uuid4(), uuid4(), uuid4()):
            await work.steps.record(
                [told(application, Moment.SUBMITTED, 1), told(application, Moment.VERIFIED, 3)]
            )
    async with begin(OURS) as work:
        (found,) = await work.steps.spans(OFFICE, Q2)
        assert (found.step, found.count) == (Step.VERIFICATION, 3)


async def test_the_newest_days_of_an_office_lie_over_the_nations(begin: Begin) -> None:
    def year(version: int, *, is_worked: bool) -> OfficeYear:
        day = (date(2024, 4, 3), "Hari jadi", is_worked)
        return OfficeYear(office_code=OFFICE.code, year=2024, version=version, days=(day,))

    async with begin(OURS) as work:
        await work.offices.keep([OFFICE])
        national = await work.offices.calendar(OFFICE)
        assert national.is_working_day(date(2024, 4, 3))
        await work.offices.keep_years([year(2, is_worked=False), year(1, is_worked=True)])
    async with begin(OURS) as work:
        assert not (await work.offices.calendar(OFFICE)).is_working_day(date(2024, 4, 3))
