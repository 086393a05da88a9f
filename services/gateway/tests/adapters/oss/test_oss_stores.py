"""What is kept of OSS: one suite, on memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from gateway.application.oss.intake_ports import OssMessage
from gateway.application.privacy.deletion_ports import HeldMessages
from gateway.domain.oss.codes import LicenceCode, Method
from gateway.domain.oss.permit import OssPermit
from gateway.domain.oss.record import OssRecord, RecordState
from shared.identity import Caller, system_caller
from shared.ids import new_id

NOW = datetime(2026, 6, 15, tzinfo=UTC)
LEASE = timedelta(minutes=2)
MALRA, KOTIM = system_caller("gateway", "81.02"), system_caller("gateway", "62.02")
NIB = "9120001234567"
Begin = Callable[[Caller], AbstractAsyncContextManager[Any]]


def message(fingerprint: bytes = b"1", **changes: Any) -> OssMessage:
    return OssMessage(
        **{
            "id": new_id(),
            "office_code": "81.02",
            "method": Method.RECEIVE_NIB,
            "nib": NIB,
            "fingerprint": fingerprint,
            "body": {"dataNIB": {"nama_perseroan": "PT CONTOH"}},
            "received_at": NOW,
        }
        | changes
    )


def record(stream: UUID, *, minutes: int = 0, **changes: Any) -> OssRecord:
    return OssRecord(
        **{
            "id": new_id(),
            "office_code": "81.02",
            "event_id": new_id(),
            "stream": stream,
            "application_id": stream,
            "licence_id": None,
            "method": Method.RECEIVE_LICENCE_STATUS,
            "code": LicenceCode.DOCUMENTS_COMPLETE,
            "occurred_at": NOW + timedelta(minutes=minutes),
            "planned_at": NOW,
            "due_at": NOW,
        }
        | changes
    )


async def test_a_message_is_kept_once_by_its_content_and_a_business_stands_on_the_last(
    begin: Begin,
) -> None:
    first, second = message(), message(b"2", body={"dataNIB": {"nama_perseroan": "PT LAIN"}})
    async with begin(MALRA) as work:
        assert await work.oss_messages.keep(first)
        assert not await work.oss_messages.keep(replace(first, id=new_id()))
        assert await work.oss_messages.keep(message(method=Method.RECEIVE_NIB_PSE))
        assert await work.oss_businesses.hold(first) is None
        assert await work.oss_messages.keep(second)
        assert await work.oss_businesses.hold(second) == first
        assert await work.oss_businesses.standing("81.02", NIB) == first
        await work.oss_businesses.stand_on(second)
    async with begin(MALRA) as work:
        assert await work.oss_businesses.standing("81.02", NIB) == second
    async with begin(KOTIM) as work:
        assert await work.oss_businesses.standing("81.02", NIB) is None


async def test_what_no_business_stands_on_any_more_is_destroyed_and_nothing_else(
    begin: Begin,
) -> None:
    first, second, another = message(), message(b"2"), message(b"3", nib="9120001234568")
    request = new_id()
    async with begin(MALRA) as work:
        for one in (first, second, another):
            await work.oss_messages.keep(one)
            await work.oss_businesses.hold(one)
        await work.oss_businesses.stand_on(second)
        before = await work.oss_messages.held([NIB])
        await work.oss_messages.destroy_overtaken([NIB], request_id=request)
        after = await work.oss_messages.held([NIB])
        again = await work.oss_messages.keep(replace(first, id=new_id()))
        assert await work.oss_messages.destroyed_for(request) == 1
        assert await work.oss_businesses.standing("81.02", NIB) == second
    assert before == HeldMessages(standing=1, overtaken=1)
    assert after == HeldMessages(standing=1, overtaken=0)
    assert not again
    async with begin(KOTIM) as work:
        assert await work.oss_messages.held([NIB]) == HeldMessages(standing=0, overtaken=0)


async def test_a_permit_told_again_keeps_its_document(begin: Begin) -> None:
    permit = OssPermit(id_izin="I-1", nib=NIB, id_proyek="R-1")
    async with begin(MALRA) as work:
        await work.oss_permits.put("81.02", [permit])
        await work.oss_permits.note_file("I-1", link="https://oss.invalid/1", at=NOW)
        await work.oss_permits.put("81.02", [replace(permit, kd_izin="K")])
        found = await work.oss_permits.find("I-1")
        assert found.office_code == "81.02"
        assert found.permit == replace(
            permit, kd_izin="K", file_link="https://oss.invalid/1", file_told_at=NOW
        )
        assert await work.oss_permits.find("I-2") is None
    async with begin(KOTIM) as work:
        assert await work.oss_permits.find("I-1") is None


async def test_a_permit_moves_for_whoever_sees_both_offices_alone(begin: Begin) -> None:
    here, other = (OssPermit(id_izin=one, nib=NIB, id_proyek="R-1") for one in ("I-1", "I-2"))
    async with begin(MALRA) as work:
        await work.oss_permits.put("81.02", [here])
    async with begin(KOTIM) as work:
        await work.oss_permits.put("62.02", [here, other])
    async with begin(KOTIM) as work:
        assert await work.oss_permits.find("I-1") is None
        assert (await work.oss_permits.find("I-2")).office_code == "62.02"
    async with begin(system_caller("gateway", "81.02", "62.02")) as work:
        assert (await work.oss_permits.find("I-1")).office_code == "81.02"
        await work.oss_permits.put("62.02", [here])
    async with begin(KOTIM) as work:
        assert (await work.oss_permits.find("I-1")).office_code == "62.02"


async def test_applications_are_found_by_permit_and_by_licence(begin: Begin) -> None:
    first, second, licence = new_id(), new_id(), new_id()
    async with begin(MALRA) as work:
        links = work.oss_applications
        await links.link({first: ("81.02", "I-1"), second: ("81.02", "I-1")})
        await links.note_licences({first: licence, new_id(): new_id()})
        await links.link({first: ("81.02", "I-1")})
        assert await links.known([first, new_id()]) == {first}
        assert await links.known([]) == frozenset()
        assert await links.of_licences([licence, new_id()]) == {licence: first}
        assert await links.of_permit("81.02", "I-1") == max(first, second)
        assert await links.of_permit("81.02", "I-2") is None


async def test_the_first_of_each_stream_is_claimed_by_when_it_happened(begin: Begin) -> None:
    stream, other = new_id(), new_id()
    later, earlier = record(stream, minutes=5), record(stream, minutes=1)
    apart = record(other, minutes=9)
    async with begin(MALRA) as work:
        await work.oss_records.plan([later, earlier, apart])
        await work.oss_records.plan([])
        assert await work.oss_records.count_waiting("81.02") == 3
    async with begin(KOTIM) as work:
        assert await work.oss_records.claim(now=NOW, until=NOW + LEASE, limit=9) == []
    async with begin(MALRA) as work:
        claimed = await work.oss_records.claim(now=NOW, until=NOW + LEASE, limit=9)
        assert {one.id for one in claimed} == {earlier.id, apart.id}
        assert {one.attempts for one in claimed} == {1}
        assert await work.oss_records.claim(now=NOW, until=NOW + LEASE, limit=9) == []
        mine = next(one for one in claimed if one.id == earlier.id)
        assert await work.oss_records.settle(mine.accepted(code="200", at=NOW), attempt=1)
        (next_one,) = await work.oss_records.claim(now=NOW, until=NOW + LEASE, limit=9)
        assert next_one.id == later.id
        last = await work.oss_records.last_accepted(stream)
        assert (last.id, last.answer_code) == (earlier.id, "200")


async def test_the_end_of_an_attempt_counts_only_for_who_holds_it(begin: Begin) -> None:
    one = record(new_id())
    async with begin(MALRA) as work:
        await work.oss_records.plan([one])
        (first,) = await work.oss_records.claim(now=NOW, until=NOW + LEASE, limit=1)
        late = NOW + LEASE
        (second,) = await work.oss_records.claim(now=late, until=late + LEASE, limit=1)
        assert (second.attempts, second.may_have_been_taken) == (2, True)
        assert not await work.oss_records.settle(first.refused("400", at=NOW), attempt=1)
        joined = new_id()
        assert await work.oss_records.settle(second.joined(joined, at=late), attempt=2)
        (third,) = await work.oss_records.claim(now=late, until=late + LEASE, limit=1)
        assert (third.stream, third.application_id, third.attempts) == (joined, joined, 2)
        assert await work.oss_records.settle(third.refused("400", at=late), attempt=2)
        assert not await work.oss_records.settle(third.refused("400", at=late), attempt=2)
        assert await work.oss_records.count_waiting("81.02") == 0


async def test_records_are_listed_by_state_and_licences_by_period(begin: Begin) -> None:
    application = new_id()
    issued = record(application, method=Method.RECEIVE_LICENCE, code=LicenceCode.APPROVED)
    by_hand = record(new_id(), code=None).by_hand(at=NOW)
    async with begin(MALRA) as work:
        await work.oss_applications.link({application: ("81.02", "I-1")})
        await work.oss_records.plan([issued, by_hand])
        listed = await work.oss_records.page(state=None, before=None, limit=1)
        assert [one.id for one in listed] == [by_hand.id, issued.id]
        (only,) = await work.oss_records.page(state=RecordState.BY_HAND, before=None, limit=9)
        assert only == by_hand
        (older,) = await work.oss_records.page(state=None, before=by_hand.id, limit=9)
        assert older.id == issued.id
        day = timedelta(days=1)
        assert await work.oss_records.licensed(start=NOW, end=NOW + day, limit=9) == ("I-1",)
        assert await work.oss_records.licensed(start=NOW - day, end=NOW, limit=9) == ()
