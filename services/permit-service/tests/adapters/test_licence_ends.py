"""Ends of licences and the office's terms: the same promises on memory and on PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta

from permit_service.application.listing import LicenceQuery
from permit_service.domain.ending import ReminderSpan
from permit_service.domain.licence import Licence, LicenceStatus
from permit_service.domain.licence_terms import default_terms
from permit_service.testing.facts import OFFICE

from .stores import FOREIGN, NOW, OWNER, SYSTEM, Desk, licence

TODAY = date(2026, 6, 15)
SPAN = ReminderSpan(days=30, first=TODAY + timedelta(days=8), last=TODAY + timedelta(days=30))


async def kept(desk: Desk, *, ends: int | None, **changes: object) -> Licence:
    end = None if ends is None else TODAY + timedelta(days=ends)
    one = licence(valid_until=end, **({"issued_on": date(2025, 1, 1)} | changes))
    async with desk.begin(SYSTEM) as work:
        await work.licences.add(one)
    return one


async def test_a_licence_is_found_ended_the_day_after_its_last_and_once(desk: Desk) -> None:
    yesterday = await kept(desk, ends=-1)
    await kept(desk, ends=0)
    await kept(desk, ends=None)
    await kept(desk, ends=-1, told_status=LicenceStatus.SUSPENDED)
    await kept(desk, ends=-1, told_status=LicenceStatus.REVOKED)

    async with desk.begin(FOREIGN) as work:
        assert await work.licence_ends.ended(OFFICE, today=TODAY, limit=10) == []
    async with desk.begin(SYSTEM) as work:
        ended = await work.licence_ends.ended(OFFICE, today=TODAY, limit=10)
        assert [one.id for one in ended] == [yesterday.id]
        await work.licence_ends.mark_expired([yesterday.id])
    async with desk.begin(SYSTEM) as work:
        assert await work.licence_ends.ended(OFFICE, today=TODAY, limit=10) == []
        marked = await work.licences.get(yesterday.id)
    assert marked.told_status is LicenceStatus.EXPIRED
    assert marked.version == yesterday.version + 1


async def test_the_oldest_ends_come_first_and_no_more_than_asked(desk: Desk) -> None:
    ends = [(await kept(desk, ends=-days)).id for days in (1, 3, 2)]

    async with desk.begin(SYSTEM) as work:
        found = await work.licence_ends.ended(OFFICE, today=TODAY, limit=2)

    assert [one.id for one in found] == [ends[1], ends[2]]


async def test_a_span_finds_who_ends_in_it_and_was_not_reminded_of_it(desk: Desk) -> None:
    due = await kept(desk, ends=30)
    await kept(desk, ends=31)
    await kept(desk, ends=7)
    await kept(desk, ends=20, issued_on=TODAY)

    async with desk.begin(SYSTEM) as work:
        found = await work.licence_ends.ending(OFFICE, SPAN, limit=10)
        assert [one.id for one in found] == [due.id]
        await work.licence_ends.mark_reminded([due.id], days=30)
    async with desk.begin(SYSTEM) as work:
        assert await work.licence_ends.ending(OFFICE, SPAN, limit=10) == []
        nearer = replace(SPAN, days=7, last=TODAY + timedelta(days=40))
        assert due.id in {
            one.id for one in await work.licence_ends.ending(OFFICE, nearer, limit=10)
        }


async def test_terms_replace_those_of_the_same_day_and_stand_beside_others(desk: Desk) -> None:
    first = replace(default_terms(OFFICE), effective_from=TODAY, source="SK 1", verified=True)
    changed = replace(first, reminder_days=(10,), delivery_after_minutes=None)
    later = replace(first, effective_from=TODAY + timedelta(days=1))
    async with desk.begin(SYSTEM) as work:
        for one in (first, later, changed):
            await work.terms.save(one)

    async with desk.read(OWNER) as reading:
        assert await reading.terms.of(OFFICE) == [changed, later]
        assert await reading.terms.in_force(OFFICE, on=TODAY) == changed
        yesterday = TODAY - timedelta(days=1)
        assert await reading.terms.in_force(OFFICE, on=yesterday) == default_terms(OFFICE)


async def test_a_list_is_narrowed_by_status_service_end_and_number(desk: Desk) -> None:
    rows = {
        "active": await kept(desk, ends=5, number="503/1"),
        "unlimited": await kept(desk, ends=None, number="503/2"),
        "past": await kept(desk, ends=-1, number="600/1"),
        "told": await kept(desk, ends=-9, told_status=LicenceStatus.EXPIRED, number="600/2"),
        "suspended": await kept(desk, ends=5, told_status=LicenceStatus.SUSPENDED, number="7%_1"),
        "revoked": await kept(desk, ends=5, told_status=LicenceStatus.REVOKED, number="7X91"),
        "other": await kept(desk, ends=300, service_code="SPPL", number="9"),
    }

    async def found(**asked: object) -> set[str]:
        query = LicenceQuery(limit=50, now=NOW, offices=(OFFICE,), **asked)  # type: ignore[arg-type]
        async with desk.read(SYSTEM) as reading:
            ids = {one.id for one in await reading.licences.page(query)}
        return {name for name, one in rows.items() if one.id in ids}

    assert await found(status=LicenceStatus.ACTIVE) == {"active", "unlimited", "other"}
    assert await found(status=LicenceStatus.EXPIRED) == {"past", "told"}
    assert await found(status=LicenceStatus.SUSPENDED) == {"suspended"}
    assert await found(status=LicenceStatus.REVOKED) == {"revoked"}
    assert await found(service_code="SPPL") == {"other"}
    assert await found(number="503/") == {"active", "unlimited"}
    assert await found(number="7%_") == {"suspended"}
    assert await found(ends_from=TODAY, ends_until=TODAY + timedelta(days=5)) == {
        "active",
        "suspended",
        "revoked",
    }
