"""Periods and disposals of logs: one suite, on memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.application.privacy.log_ports import LogWork
from gateway.domain.privacy.closed_account import AccountPeriod, PeriodSetAlready
from gateway.domain.privacy.log_retention import LogDisposal, RetainedLog
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, system_caller
from shared.ids import new_id

NOW = datetime(2026, 6, 15, tzinfo=UTC)
MALRA, KOTIM = system_caller("gateway", "81.02"), system_caller("gateway", "62.02")
LOG, OTHER = RetainedLog.ACCESS_LOG, RetainedLog.INTERACTION
Begin = Callable[[Caller], AbstractAsyncContextManager[LogWork]]
PERIOD = AccountPeriod(
    days=366,
    effective_from=date(2026, 6, 15),
    source="JRA",
    verified=False,
    recorded_by="a",
    recorded_at=NOW,
)


def disposal(log: RetainedLog = LOG) -> LogDisposal:
    return LogDisposal(
        id=new_id(),
        office_code="81.02",
        log=log,
        until=NOW - timedelta(days=366),
        counts={"permit": 2},
        listed_by="a",
        listed_at=NOW,
    )


async def test_periods_are_kept_by_office_and_log_and_day(begin: Begin) -> None:
    later = replace(PERIOD, effective_from=date(2026, 7, 1), days=0)
    async with begin(MALRA) as work:
        await work.log_disposals.add_period(later, office_code="81.02", log=LOG)
        await work.log_disposals.add_period(PERIOD, office_code="81.02", log=LOG)
        with pytest.raises(PeriodSetAlready):
            await work.log_disposals.add_period(PERIOD, office_code="81.02", log=LOG)
        assert list(await work.log_disposals.periods("81.02", LOG)) == [PERIOD, later]
        assert list(await work.log_disposals.periods("81.02", OTHER)) == []
    async with begin(KOTIM) as work:
        assert list(await work.log_disposals.periods("81.02", LOG)) == []


async def test_two_workers_list_once_and_people_as_often_as_they_like(begin: Begin) -> None:
    async with begin(MALRA) as work:
        for listed_by in ("gateway", "gateway", "a", "a"):
            await work.log_disposals.add(replace(disposal(), listed_by=listed_by))
        await work.log_disposals.add(replace(disposal(OTHER), listed_by="gateway"))
        open_ones = await work.log_disposals.unfinished("81.02")
    assert sorted((one.log, one.listed_by) for one in open_ones) == [
        (LOG, "a"),
        (LOG, "a"),
        (LOG, "gateway"),
        (OTHER, "gateway"),
    ]


async def test_disposals_are_the_offices_and_the_last_that_is_done_is_remembered(
    begin: Begin,
) -> None:
    first, second, third, other = disposal(), disposal(), disposal(), disposal(OTHER)
    async with begin(MALRA) as work:
        for one in (first, second, third, other):
            await work.log_disposals.add(one)
        ordered = first.ordered(PERIOD, by="a", at=NOW)
        await work.log_disposals.save(ordered)
        with pytest.raises(StaleVersion):
            await work.log_disposals.save(ordered)
        kept = await work.log_disposals.get(first.id)
        assert kept == replace(ordered, version=1)
        await work.log_disposals.save(kept.destroyed(at=NOW))
        done = third.ordered(PERIOD, by="a", at=NOW).destroyed(at=NOW)
        await work.log_disposals.save(done)
        unfinished = await work.log_disposals.unfinished("81.02")
        assert [one.id for one in unfinished] == [second.id, third.id, other.id]
        page = await work.log_disposals.page(before=other.id, limit=2)
        assert [one.id for one in page] == [third.id, second.id]
    async with begin(KOTIM) as work:
        assert list(await work.log_disposals.page(before=None, limit=9)) == []
        with pytest.raises(NotFound):
            await work.log_disposals.get(first.id)
