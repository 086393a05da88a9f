"""What is entered in OSS by hand: one suite, on memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gateway.application.oss.entry_ports import EntryQuery
from gateway.domain.oss.codes import LicenceCode, Method
from gateway.domain.oss.entry import EntryKind, EntryState, OssEntry, OssValue
from gateway.domain.oss.record import OssRecord
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, system_caller
from shared.ids import new_id

NOW = datetime(2026, 6, 15, tzinfo=UTC)
TODAY = date(2026, 6, 15)
MALRA, KOTIM = system_caller("gateway", "81.02"), system_caller("gateway", "62.02")
Begin = Callable[[Caller], AbstractAsyncContextManager[Any]]


def entry(kind: EntryKind = EntryKind.GUIDANCE, **changes: Any) -> OssEntry:
    return OssEntry(
        **{
            "id": new_id(),
            "office_code": "81.02",
            "event_id": new_id(),
            "kind": kind,
            "matter_id": new_id(),
            "facts": {"nib": "9120001234567"},
            "occurred_at": NOW,
            "planned_at": NOW,
            "due_on": None,
        }
        | changes
    )


def ids(found: Any) -> list[Any]:
    return [one.id for one in found]


async def test_an_entry_comes_back_as_it_was_and_is_settled_once(begin: Begin) -> None:
    one = entry(EntryKind.ASSESSMENT, due_on=TODAY, calendar_version="v1")
    async with begin(MALRA) as work:
        await work.oss_entries.add([one])
        assert await work.oss_entries.get(one.id) == one
        settled = one.entered(reference="OSS-1", value=OssValue.GOOD, by="an officer", at=NOW)
        saved = await work.oss_entries.save(settled)
        assert saved == replace(settled, version=1)
        assert await work.oss_entries.get(one.id) == saved
        assert await work.oss_entries.of_matters([one.matter_id], EntryKind.ASSESSMENT) == [saved]
        assert await work.oss_entries.of_matters([one.matter_id], EntryKind.SANCTION) == []
        with pytest.raises(StaleVersion):
            await work.oss_entries.save(settled)
    async with begin(KOTIM) as work:
        assert ids(await work.oss_entries.page(EntryQuery())) == []
        assert await work.oss_entries.of_events({one.event_id}) == {}
        with pytest.raises(NotFound):
            await work.oss_entries.get(one.id)


async def test_pages_are_newest_first_by_state_kind_and_last_day(begin: Begin) -> None:
    past, ahead, never = (
        entry(due_on=TODAY - timedelta(1)),
        entry(EntryKind.SANCTION, due_on=TODAY),
        entry(),
    )
    gone = entry(due_on=TODAY - timedelta(9)).withdrawn(at=NOW)
    made = [past, ahead, never, gone]
    async with begin(MALRA) as work:
        await work.oss_entries.add(made)
        page = work.oss_entries.page
        assert ids(await page(EntryQuery(limit=2))) == ids([gone, never, ahead])
        assert ids(await page(EntryQuery(before=never.id))) == ids([ahead, past])
        assert ids(await page(EntryQuery(kind=EntryKind.SANCTION))) == [ahead.id]
        open_ones = EntryQuery(states=frozenset({EntryState.OPEN}))
        assert ids(await page(open_ones)) == ids([never, ahead, past])
        assert ids(await page(EntryQuery(overdue_on=TODAY))) == [past.id]


async def test_what_is_due_is_found_once_before_its_day_and_once_after(begin: Begin) -> None:
    late, near = entry(due_on=TODAY - timedelta(2)), entry(due_on=TODAY + timedelta(2))
    far, never = entry(due_on=TODAY + timedelta(9)), entry()
    entered = entry(due_on=TODAY - timedelta(2)).entered(
        reference="OSS-1", value=None, by="an officer", at=NOW
    )
    async with begin(MALRA) as work:
        await work.oss_entries.add([near, late, far, never, entered])
        soon = await work.oss_entries.unwarned(due_by=TODAY + timedelta(3), limit=9)
        overdue = await work.oss_entries.overdue_untold(today=TODAY, limit=9)
        assert (ids(soon), ids(overdue)) == (ids([late, near]), [late.id])
        assert ids(await work.oss_entries.unwarned(due_by=TODAY + timedelta(3), limit=1)) == [
            late.id
        ]
        for one in soon:
            await work.oss_entries.save(replace(one, warned_at=NOW, overdue_told_at=NOW))
        assert ids(await work.oss_entries.unwarned(due_by=TODAY + timedelta(3), limit=9)) == []
        assert ids(await work.oss_entries.overdue_untold(today=TODAY, limit=9)) == []


async def test_an_entry_is_sent_when_every_record_of_its_fact_was_accepted(begin: Begin) -> None:
    one = entry(EntryKind.SANCTION)
    many = [entry(event_id=(event := new_id())), entry(event_id=event)]
    records = [
        OssRecord(
            id=new_id(),
            office_code="81.02",
            event_id=one.event_id,
            stream=(licence := new_id()),
            application_id=None,
            licence_id=licence,
            method=Method.RECEIVE_LICENCE_STATUS,
            code=LicenceCode.WARNING,
            occurred_at=NOW,
            planned_at=NOW,
            due_at=NOW,
        )
        for _ in range(2)
    ]
    async with begin(MALRA) as work:
        await work.oss_entries.add([one, *many])
        assert await work.oss_entries.of_events({one.event_id, event}) == {one.event_id: one.id}
        await work.oss_records.plan(records)
        assert await work.oss_records.on_their_way({one.event_id, event}) == {one.event_id}
        claimed = await work.oss_records.claim(now=NOW, until=NOW, limit=2)
        for place, record in enumerate(claimed):
            await work.oss_records.settle(record.accepted(code="200", at=NOW), attempt=1)
            await work.oss_entries.note_sent(one.event_id, at=NOW)
            stands = await work.oss_entries.get(one.id)
            assert (stands.state is EntryState.SENT) is (place == 1)
        assert await work.oss_records.on_their_way({one.event_id}) == frozenset()
