"""Stores that count how long things took and what is open, in memory and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from reporting_service.application.ports import Begin
from reporting_service.domain.issuance import StageReached
from reporting_service.domain.performance import AgencyAnswer
from shared.identity import system_caller

OFFICE = "62.02"
OURS, THEIRS = system_caller("reporting", OFFICE), system_caller("reporting", "53.11")


async def test_an_open_application_is_counted_where_it_has_come_to(begin: Begin) -> None:
    def reached(application: UUID, stage: str, day: int = 3) -> StageReached:
        return StageReached(
            office_code=OFFICE,
            application_id=application,
            stage=stage,
            service_code="SLF",
            channel="MANUAL",
            reached_at=datetime(2024, 4, day, tzinfo=UTC),
            reached_on=date(2024, 4, day),
        )

    first, second, third = uuid4(), uuid4(), uuid4()
    async with begin(OURS) as work:
        await work.stages.record([reached(one, "submitted") for one in (first, second, third)])
        await work.stages.record([reached(second, "verified"), reached(third, "verified")])
    async with begin(OURS) as work:
        assert await work.stages.open(OFFICE) == {"submitted": 1, "verified": 2}
        await work.stages.record([reached(third, "withdrawn")])
        await work.stages.record([reached(third, "validated"), reached(second, "submitted")])
    async with begin(OURS) as work:
        assert await work.stages.open(OFFICE) == {"submitted": 1, "verified": 1}
    async with begin(THEIRS) as work:
        assert await work.stages.open(OFFICE) == {}


async def test_an_agencys_answer_counts_once_in_its_month(begin: Begin) -> None:
    answer = AgencyAnswer(
        office_code=OFFICE,
        application_id=uuid4(),
        service_code="REKLAME",
        agency="bapenda",
        given_at=datetime(2024, 4, 3, tzinfo=UTC),
        given_on=date(2024, 4, 3),
        working_days=2,
    )
    other = replace(answer, application_id=uuid4())
    async with begin(OURS) as work:
        await work.agencies.record([answer, other])
        await work.agencies.record([answer])
    async with begin(OURS) as work:
        april = await work.agencies.times(OFFICE, date(2024, 4, 1), date(2024, 4, 30))
        assert list(april) == [("bapenda", "REKLAME", 2, 2)]
        assert list(await work.agencies.times(OFFICE, date(2024, 5, 1), date(2024, 5, 31))) == []
    async with begin(THEIRS) as work:
        assert list(await work.agencies.times(OFFICE, date(2024, 4, 1), date(2024, 4, 30))) == []


async def test_numbers_go_on_after_those_that_were_written_before(begin: Begin) -> None:
    async with begin(OURS) as work:
        await work.data_requests.count_from(OFFICE, 2024, 284)
        await work.data_requests.count_from(OFFICE, 2024, 17)
        assert await work.data_requests.next_number(OFFICE, 2024) == 285
