"""The register of breaches: one suite, on memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.application.privacy.breach_ports import BreachWork
from gateway.domain.privacy.breach import DataCategory, Notice, PrivacyBreach, Recipient
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, system_caller
from shared.ids import new_id

NOW = datetime(2026, 6, 15, tzinfo=UTC)
MALRA, KOTIM = system_caller("gateway", "81.02"), system_caller("gateway", "62.02")
Begin = Callable[[Caller], AbstractAsyncContextManager[BreachWork]]


def breach(detected_at: datetime = NOW) -> PrivacyBreach:
    return PrivacyBreach(
        id=new_id(),
        office_code="81.02",
        detected_at=detected_at,
        occurred_at=detected_at - timedelta(days=1),
        categories=(DataCategory.CONTACT, DataCategory.OTHER),
        description="Sebuah daftar terkirim ke alamat yang keliru",
        handling="Diminta dihapus",
        applications=(new_id(), new_id()),
        affected=7,
        recorded_by="an administrator",
        recorded_at=NOW,
    )


def notice(recipient: Recipient) -> Notice:
    return Notice(recipient=recipient, at=NOW, reference="1/X", recorded_by="a", written_to=2)


async def test_an_entry_comes_back_as_it_was_with_its_notices(begin: Begin) -> None:
    one = breach()
    async with begin(MALRA) as work:
        await work.breaches.add(one)
        assert await work.breaches.get(one.id) == one
        told = replace(one, notices=(notice(Recipient.AUTHORITY),))
        saved = await work.breaches.save(told)
        assert saved == replace(told, version=1)
        assert await work.breaches.get(one.id) == saved
        with pytest.raises(StaleVersion):
            await work.breaches.save(told)


async def test_another_office_sees_nothing_of_it(begin: Begin) -> None:
    one = breach()
    async with begin(MALRA) as work:
        await work.breaches.add(one)

    async with begin(KOTIM) as work:
        assert list(await work.breaches.page(before=None, limit=5)) == []
        assert (
            list(await work.breaches.overdue(detected_before=NOW + timedelta(days=9), limit=5))
            == []
        )
        with pytest.raises(NotFound):
            await work.breaches.get(one.id)


async def test_pages_are_newest_first(begin: Begin) -> None:
    made = [breach() for _ in range(4)]
    async with begin(MALRA) as work:
        for one in made:
            await work.breaches.add(one)
        first = await work.breaches.page(before=None, limit=2)
        rest = await work.breaches.page(before=made[2].id, limit=2)

    assert [one.id for one in first] == [one.id for one in made[:0:-1]]
    assert [one.id for one in rest] == [made[1].id, made[0].id]


async def test_overdue_is_what_was_detected_before_lacks_a_notice_and_was_not_told(
    begin: Begin,
) -> None:
    long_ago = NOW - timedelta(days=9)
    owed, told, notified = breach(long_ago), breach(long_ago), breach(long_ago)
    half = replace(breach(long_ago - timedelta(1)), notices=(notice(Recipient.SUBJECTS),))
    both = tuple(notice(one) for one in (Recipient.AUTHORITY, Recipient.SUBJECTS))
    async with begin(MALRA) as work:
        entries = (
            owed,
            replace(told, overdue_told_at=NOW),
            replace(notified, notices=both),
            half,
            breach(NOW),
        )
        for one in entries:
            await work.breaches.add(one)
        found = await work.breaches.overdue(detected_before=NOW - timedelta(days=3), limit=9)

    assert [one.id for one in found] == [half.id, owed.id]
