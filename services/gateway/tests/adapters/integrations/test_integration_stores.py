"""Circuits, outages and reconciliations: one suite, on memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.application.integrations.ports import IntegrationWork
from gateway.domain.integrations.outage import Outage, OutageKind
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import Difference, Finding, Reconciliation
from shared.circuit import DEFAULT_RULE
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, system_caller
from shared.ids import new_id

NOW = datetime(2026, 6, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
KOTIM, MALRA = system_caller("gateway", "62.02"), system_caller("gateway", "81.02")
OSS, SICANTIK = OutsideSystem.OSS, OutsideSystem.SICANTIK
Begin = Callable[[Caller], AbstractAsyncContextManager[IntegrationWork]]


def outage(started_at: datetime, ended_at: datetime | None = None) -> Outage:
    return Outage(
        id=new_id(),
        office_code="62.02",
        system=SICANTIK,
        kind=OutageKind.INTERRUPTION,
        started_at=started_at,
        ended_at=ended_at,
        noted_by="adapter",
        noted_at=NOW,
    )


async def test_a_circuit_is_closed_until_it_is_kept_otherwise_per_system_and_office(
    begin: Begin,
) -> None:
    async with begin(KOTIM) as work:
        circuit = await work.circuits.hold(SICANTIK, "62.02")
        assert circuit == await work.circuits.get(SICANTIK, "62.02")
        for _ in range(DEFAULT_RULE.failures):
            circuit = circuit.failed("timed_out", now=NOW, rule=DEFAULT_RULE)
        await work.circuits.save(circuit)
    async with begin(KOTIM) as work:
        assert await work.circuits.hold(SICANTIK, "62.02") == circuit
        assert (await work.circuits.get(OSS, "62.02")).failures == 0
    async with begin(MALRA) as work:
        assert (await work.circuits.get(SICANTIK, "81.02")).failures == 0


async def test_the_log_is_read_by_time_by_page_and_by_what_was_not_told(begin: Begin) -> None:
    past = outage(NOW - 9 * HOUR, NOW - 8 * HOUR)
    told = replace(past, id=new_id(), told_start=past.started_at, told_end=past.ended_at)
    running = outage(NOW - HOUR)
    to_come = replace(outage(NOW + HOUR, NOW + 2 * HOUR), kind=OutageKind.MAINTENANCE, system=OSS)
    gone = replace(outage(NOW - HOUR), called_off=True)
    async with begin(KOTIM) as work:
        for one in (past, told, running, to_come, gone):
            await work.outages.add(one)

        async def touching(start: datetime, end: datetime | None) -> list[Outage]:
            return list(await work.outages.touching(SICANTIK, "62.02", start=start, end=end))

        assert await touching(NOW, NOW) == [running]
        assert {one.id for one in await touching(past.started_at, NOW - 2 * HOUR)} == {
            past.id,
            told.id,
        }
        assert list(await work.outages.untold(until=NOW, limit=9)) == [past, running]
        assert to_come in await work.outages.untold(until=NOW + HOUR, limit=9)
        first = await work.outages.page(system=None, kind=None, before=None, limit=2)
        assert [one.id for one in first] == [gone.id, to_come.id, running.id]
        rest = await work.outages.page(
            system=SICANTIK, kind=OutageKind.INTERRUPTION, before=running.id, limit=2
        )
        assert list(rest) == [told, past]


async def test_an_entry_is_saved_under_its_version_and_is_another_offices_secret(
    begin: Begin,
) -> None:
    one = outage(NOW)
    async with begin(KOTIM) as work:
        await work.outages.add(one)
        saved = await work.outages.save(replace(one, ended_at=NOW + HOUR))
        assert saved == replace(one, ended_at=NOW + HOUR, version=1)
        assert await work.outages.get(one.id) == saved
        with pytest.raises(StaleVersion):
            await work.outages.save(one)
    async with begin(MALRA) as work:
        assert not await work.outages.page(system=None, kind=None, before=None, limit=9)
        with pytest.raises(NotFound):
            await work.outages.get(one.id)


async def test_a_comparison_comes_back_as_it_came_out(begin: Begin) -> None:
    finding = Finding(
        difference=Difference.DATE_DIFFERS,
        outside_number="A1",
        number_here="1/X",
        number_there="1/X",
        issued_here=date(2026, 6, 1),
        issued_there=date(2026, 6, 2),
    )
    one = Reconciliation(
        id=new_id(),
        office_code="62.02",
        system=SICANTIK,
        period="2026-Q2",
        ran_at=NOW,
        counted_here=2,
        counted_there=3,
        findings=(finding,),
    )
    async with begin(KOTIM) as work:
        await work.reconciliations.add(one)
        assert list(await work.reconciliations.page(SICANTIK, before=None, limit=9)) == [one]
        assert await work.reconciliations.last_of(SICANTIK, "62.02") == one
        assert await work.reconciliations.last_of(OSS, "62.02") is None
        assert not await work.reconciliations.page(SICANTIK, before=one.id, limit=9)
