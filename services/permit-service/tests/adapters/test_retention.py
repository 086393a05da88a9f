"""What is due and what is held, on memory and on PostgreSQL: the same promises."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from permit_service.application.retention_ports import Counted
from permit_service.domain.application import Application
from permit_service.domain.legal_hold import HoldReason, HoldSubject, LegalHold
from permit_service.domain.licence import Licence, LicenceStatus, Sanction
from permit_service.domain.retention import RetentionClass
from permit_service.domain.retention_run import (
    LeftAlone,
    RetentionLine,
    RetentionRun,
    RunKind,
    RunPhase,
)
from permit_service.domain.steps import Status
from permit_service.testing.facts import OFFICE
from shared.documents.scanning import ScanState
from shared.errors import NotFound, StaleVersion
from shared.ids import new_id

from .stores import (
    FOREIGN,
    NOW,
    OFFICE_81,
    OWNER,
    SYSTEM,
    Desk,
    added,
    document,
    draft,
    licence,
)

NIK = "8102150101900001"
# Ten in the evening of the last of May in UTC is the first of June in Jayapura.
TODAY = NOW.date()
THEN, THAT_DAY = datetime(2026, 5, 31, 22, tzinfo=UTC), date(2026, 6, 1)


async def standing(desk: Desk, status: Status, **stamps: Any) -> Application:
    """An application in a status since THEN."""
    documents = stamps.pop("documents", ())
    bare = await added(desk, draft(created_at=THEN))
    after = replace(
        bare,
        status=status,
        receipt_number=None if status is Status.DRAFT else str(bare.id),
        stamps=replace(bare.stamps, **stamps),
        documents=documents,
    )
    async with desk.begin(SYSTEM) as work:
        await work.applications.save(after, before=bare)
    return after


async def issued(desk: Desk, **changes: Any) -> tuple[Application, Licence]:
    application = await standing(desk, Status.DELIVERED, signed_at=THEN, delivered_at=THEN)
    one = licence(application.id, **changes)
    async with desk.begin(SYSTEM) as work:
        await work.licences.add(one)
    return application, one


async def due(
    desk: Desk, retention_class: RetentionClass, *, until: date = THAT_DAY, **who: Any
) -> dict[UUID, date]:
    counted = Counted(
        office=OFFICE_81, retention_class=retention_class, until=until, today=NOW.date()
    )
    async with desk.read(who.get("caller", SYSTEM)) as reading:
        found = await reading.retention.records.page(counted, after=None, limit=50)
    return {one.application_id: one.counted_from for one in found}


async def test_each_class_counts_from_its_own_day_at_the_office(desk: Desk) -> None:
    early = replace(document(1), uploaded_at=THEN)
    infected = replace(early, id=new_id(), scan_state=ScanState.INFECTED, scanned_at=THEN)
    left = await standing(desk, Status.DRAFT)
    worked_on = await standing(
        desk, Status.DRAFT, documents=(replace(document(1), uploaded_at=NOW),)
    )
    rejected = await standing(desk, Status.REJECTED, rejected_at=THEN, documents=(early,))
    withdrawn = await standing(desk, Status.WITHDRAWN, withdrawn_at=THEN)
    running = await standing(desk, Status.RETURNED, submitted_at=THEN, documents=(infected,))
    delivered = await standing(
        desk,
        Status.DELIVERED,
        signed_at=THEN,
        delivered_at=THEN,
        documents=(replace(early, id=new_id()),),
    )
    expected = {
        RetentionClass.ABANDONED_DRAFT: {left.id},
        RetentionClass.ENDED_APPLICATION: {rejected.id, withdrawn.id},
        RetentionClass.LICENCE_DOSSIER: set(),
        RetentionClass.UPLOADED_DOCUMENTS: {rejected.id, delivered.id},
        RetentionClass.QUARANTINED_DOCUMENTS: {running.id},
        RetentionClass.CONTACT: {rejected.id, withdrawn.id},
    }

    found = {one: await due(desk, one) for one in RetentionClass}

    assert {one: set(each) for one, each in found.items()} == expected
    assert {day for each in found.values() for day in each.values()} == {THAT_DAY}
    before = THAT_DAY - timedelta(days=1)
    assert [await due(desk, one, until=before) for one in RetentionClass] == [{}] * 6
    assert [await due(desk, one, caller=FOREIGN) for one in RetentionClass] == [{}] * 6
    assert set(await due(desk, RetentionClass.ABANDONED_DRAFT, until=NOW.date())) == {
        left.id,
        worked_on.id,
    }


async def test_a_dossier_counts_from_the_end_of_its_licence_and_never_while_it_is_in_force(
    desk: Desk,
) -> None:
    await issued(desk)
    await issued(desk, valid_until=NOW.date())
    await issued(desk, valid_until=THAT_DAY, told_status=LicenceStatus.SUSPENDED)
    expired, _ = await issued(desk, valid_until=THAT_DAY)
    revoked, ended = await issued(desk, told_status=LicenceStatus.REVOKED)
    replaced, former = await issued(desk, told_status=LicenceStatus.EXPIRED)
    _, successor = await issued(desk, replaces=former.id, issued_on=THAT_DAY)
    async with desk.begin(SYSTEM) as work:
        await work.licences.save(replace(former, replaced_by=successor.id))
        step = Sanction(
            sanction_id=new_id(), licence_id=ended.id, step="licence_revocation", stepped_at=THEN
        )
        await work.sanctions.record([step], office_code=OFFICE)

    expected = {one.id: THAT_DAY for one in (expired, revoked, replaced)}
    assert await due(desk, RetentionClass.LICENCE_DOSSIER) == expected
    assert await due(desk, RetentionClass.CONTACT) == expected


def hold(subject: HoldSubject, **changes: Any) -> LegalHold:
    values: dict[str, Any] = {
        "id": new_id(),
        "office_code": OFFICE,
        "subject": subject,
        "application_id": None,
        "account": None,
        "reason": HoldReason.AUDIT,
        "note": "Pemeriksaan BPK",
        "put_by": "somebody",
        "since": NOW,
        "until": None,
    }
    return LegalHold(**values | changes)


@pytest.mark.parametrize("subject", HoldSubject)
async def test_a_hold_stands_on_what_it_names_through_its_last_day_or_until_it_is_lifted(
    desk: Desk, subject: HoldSubject
) -> None:
    one = await standing(desk, Status.REJECTED, rejected_at=THEN)
    named: dict[HoldSubject, dict[str, Any]] = {
        HoldSubject.APPLICATION: {"application_id": one.id},
        HoldSubject.ACCOUNT: {"account": OWNER.actor},
        HoldSubject.PERSON: {},
    }
    put = hold(subject, until=NOW.date(), **named[subject])
    nik = NIK if subject is HoldSubject.PERSON else None

    async def counts(today: date = TODAY) -> tuple[int, int]:
        counted = Counted(
            office=OFFICE_81,
            retention_class=RetentionClass.ENDED_APPLICATION,
            until=THAT_DAY,
            today=today,
        )
        async with desk.begin(SYSTEM) as work:
            held = await work.retention.records.hold(replace(counted, only=(one.id,)))
            found = await work.retention.records.count(counted, due_until=THAT_DAY)
        assert [each.is_held for each in held] == [bool(found.held)]
        return found.due, found.held

    assert await counts() == (1, 0)
    async with desk.begin(SYSTEM) as work:
        await work.retention.holds.add(put, nik=nik)
    assert await counts() == (0, 1)
    assert await counts(NOW.date() + timedelta(days=1)) == (1, 0)

    async with desk.begin(SYSTEM) as work:
        assert await work.retention.holds.get(put.id) == put
        lifted = await work.retention.holds.save(put.lifted(by="x", at=NOW))
        with pytest.raises(StaleVersion):
            await work.retention.holds.save(put)
    assert await counts() == (1, 0)
    async with desk.read(SYSTEM) as reading:
        page = reading.retention.holds.page
        today = NOW.date()
        assert await page(is_standing=True, today=today, before=None, limit=5) == []
        assert await page(is_standing=False, today=today, before=None, limit=5) == [lifted]
    async with desk.read(FOREIGN) as reading:
        with pytest.raises(NotFound):
            await reading.retention.holds.get(put.id)


async def test_nothing_that_is_not_there_is_held(desk: Desk) -> None:
    with pytest.raises(NotFound):
        async with desk.begin(SYSTEM) as work:
            put = hold(HoldSubject.APPLICATION, application_id=new_id())
            await work.retention.holds.add(put, nik=None)


def run(**changes: Any) -> RetentionRun:
    values: dict[str, Any] = {
        "id": new_id(),
        "office_code": OFFICE,
        "retention_class": RetentionClass.CONTACT,
        "kind": RunKind.AUTOMATIC,
        "asked_by": "permit",
        "asked_at": NOW,
    }
    return RetentionRun(**values | changes)


async def test_one_run_of_a_class_and_kind_is_under_way_and_is_taken_when_its_moment_has_come(
    desk: Desk,
) -> None:
    one = await standing(desk, Status.REJECTED, rejected_at=THEN)
    begun = run()
    async with desk.begin(SYSTEM) as work:
        runs = work.retention.runs
        assert await runs.add(begun)
        assert not await runs.add(run())
        assert await runs.take(OFFICE) == begun
        line = RetentionLine(application_id=one.id, due_on=THAT_DAY)
        await runs.save_lines(begun, [line])
        waiting = begun.listed((line,), is_last=True, at=NOW)
        await runs.save(waiting)
        assert await runs.take(OFFICE) is None
        # Of a clock that was ahead.
        await runs.save(replace(waiting, asked_at=NOW + timedelta(hours=1)))
        assert await runs.take(OFFICE) is not None
        await runs.save_lines(begun, [replace(line, code=LeftAlone.LEGAL_HOLD)])
        await runs.save(replace(waiting, phase=RunPhase.SUCCEEDED, finished_at=NOW))
        assert await runs.add(run(kind=RunKind.DRY))
        assert await runs.add(run())
    async with desk.read(SYSTEM) as reading:
        (kept,) = await reading.retention.runs.lines(begun.id, after=None, limit=5)
        assert await reading.retention.runs.lines(begun.id, after=one.id, limit=5) == []
        assert len(await reading.retention.runs.page(before=None, limit=2)) == 2
    async with desk.read(FOREIGN) as reading:
        assert await reading.retention.runs.lines(begun.id, after=None, limit=5) == []
        assert await reading.retention.runs.page(before=None, limit=2) == []
    assert kept.code is LeftAlone.LEGAL_HOLD


async def test_what_is_condemned_is_never_claimed_and_is_swept_at_once(desk: Desk) -> None:
    async with desk.begin(SYSTEM) as work:
        await work.documents.note(["documents/kept"], office_code=OFFICE)
        await work.documents.condemn(["documents/gone"], office_code=OFFICE)
        found = await work.documents.give_up(OFFICE, noted_before=NOW - timedelta(hours=1), limit=5)
    assert found == ["documents/gone"]
