"""Retributions, visits, corrections and rules, in memory and on PostgreSQL: the same promises."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from permit_service.application.document_ports import PendingFile
from permit_service.domain.application import Application
from permit_service.domain.bill import Bill, MadeBill
from permit_service.domain.correction import CorrectionRound, Question, Rounds
from permit_service.domain.errors import ReceiptAlreadyRecorded, RuleAlreadySet
from permit_service.domain.office_rule import OfficeRule, RuleKey
from permit_service.domain.requirement_check import RequirementCheck
from permit_service.domain.retribution import Assessment, PaidThrough, Payment, Retribution
from permit_service.domain.site_visit import (
    Photo,
    SiteVisit,
    VisitResult,
    Visits,
    scheduled,
    with_visit,
)
from permit_service.domain.steps import Status
from permit_service.testing.facts import OFFICE
from shared.documents.scanning import ScanState
from shared.ids import new_id
from shared.testing.clock import FixedClock

from .stores import FOREIGN, NOW, OWNER, SYSTEM, Desk, added, draft

TODAY = date(2026, 6, 15)
LEASE = timedelta(minutes=3)


def assessment(revision: int = 1, **changes: object) -> Assessment:
    values: dict[str, object] = {
        "revision": revision,
        "number": "0001/SKRD",
        "amount": 1_000,
        "basis": "Perda",
        "reason": None if revision == 1 else "anew",
        "due_on": TODAY,
        "assessed_by": "officer",
        "assessed_at": NOW,
    }
    return Assessment(**values | changes)  # type: ignore[arg-type]


def payment(receipt: str = "STS-1", amount: int = 400) -> Payment:
    return Payment(
        id=new_id(),
        receipt_number=receipt,
        paid_on=TODAY,
        amount=amount,
        channel=PaidThrough.CASH,
        recorded_by="officer",
        recorded_at=NOW,
    )


async def in_hand(desk: Desk) -> Application:
    """An application that was handed in."""
    draft_of_it = draft(status=Status.VERIFIED, receipt_number=str(new_id()))
    return await added(desk, draft_of_it)


async def keep(desk: Desk, one: Application, after: Retribution) -> Retribution:
    async with desk.begin(SYSTEM) as work:
        before = (await work.dossier(one.id)).retribution
        await work.retributions.save(one, after, before=before)
    return await kept(desk, one.id)


async def kept(desk: Desk, one: UUID) -> Retribution:
    async with desk.read(SYSTEM) as reading:
        return (await reading.dossier(one)).retribution


async def test_a_retribution_comes_back_as_it_was(desk: Desk) -> None:
    one = await in_hand(desk)
    bill = Bill(id=new_id(), revision=2, amount=1_000, asked_at=NOW)
    whole = Retribution(
        assessments=(assessment(), assessment(2)), payments=(payment(),), bills=(bill,)
    )

    first = await keep(desk, one, whole)
    void = whole.voided(whole.payments[0].id, reason="wrong", by="officer", at=NOW)
    made = MadeBill(kind="virtual_account", code="8810", expires_at=NOW + timedelta(days=1))
    second = await keep(desk, one, void.billed(bill.made(made)))

    assert first == whole
    assert second == void.billed(bill.made(made))
    assert (await desk.direct.file(OWNER, one.id)).retribution == second
    async with desk.read(SYSTEM) as reading:
        assert await reading.retributions.of([one.id, new_id()]) == {one.id: second}


async def test_a_receipt_number_counts_once_until_it_is_voided(desk: Desk) -> None:
    one, other = await in_hand(desk), await in_hand(desk)
    mine = await keep(desk, one, Retribution(assessments=(assessment(),), payments=(payment(),)))
    theirs = Retribution(
        assessments=(assessment(number="0002/SKRD"),), payments=(payment(amount=7),)
    )

    with pytest.raises(ReceiptAlreadyRecorded):
        await keep(desk, other, theirs)
    await keep(desk, one, mine.voided(mine.payments[0].id, reason="wrong", by="officer", at=NOW))

    assert await keep(desk, other, theirs) == theirs


async def test_visits_come_back_as_they_were(desk: Desk) -> None:
    one = await in_hand(desk)
    plan = SiteVisit(
        id=new_id(),
        scheduled_on=TODAY,
        officers=("a", "b"),
        scheduled_by="officer",
        scheduled_at=NOW,
    )
    photo = Photo(
        id=new_id(),
        media_type="image/png",
        size=3,
        sha256="ab",
        storage_key="visits/1",
        scan_state=ScanState.PENDING,
        added_by="officer",
        added_at=NOW,
    )
    recorded = plan.with_photo(photo).recorded(
        VisitResult.DOES_NOT_CONFORM,
        visited_on=TODAY,
        visited_by=("a",),
        notes="n",
        by="officer",
        at=NOW,
    )

    for visits in (
        (plan,),
        with_visit((plan,), recorded),
        scheduled((recorded,), replace(plan, id=new_id())),
    ):
        assert await keep_visits(desk, one, visits) == visits
        assert (await desk.direct.file(OWNER, one.id)).visits == visits


async def test_pictures_that_wait_are_lent_to_one_scanner_at_a_time(
    desk: Desk, clock: FixedClock
) -> None:
    one = await in_hand(desk)
    plan = SiteVisit(
        id=new_id(), scheduled_on=TODAY, officers=(), scheduled_by="officer", scheduled_at=NOW
    )
    waits = Photo(
        id=new_id(),
        media_type="image/png",
        size=3,
        sha256="ab",
        storage_key="quarantine/1",
        scan_state=ScanState.PENDING,
        added_by="officer",
        added_at=NOW,
    )
    clean = replace(waits, id=new_id(), scan_state=ScanState.CLEAN)
    visits = (plan.with_photo(waits).with_photo(clean),)
    await keep_visits(desk, one, visits)

    first, second = await lent(desk, clock), await lent(desk, clock)
    clock.move(LEASE)
    again = await lent(desk, clock)
    scanned = waits.scanned(ScanState.INFECTED, storage_key=waits.storage_key)
    await keep_visits(desk, one, with_visit(visits, visits[0].with_scan(scanned)))
    clock.move(LEASE)

    assert [(file.id, file.visit_id, file.storage_key) for file in first] == [
        (waits.id, plan.id, "quarantine/1")
    ]
    assert (second, again) == ([], first)
    assert await lent(desk, clock) == []


async def lent(desk: Desk, clock: FixedClock) -> list[PendingFile]:
    async with desk.begin(SYSTEM) as work:
        return await work.documents.take_pending_photos(OFFICE, until=clock.now() + LEASE, limit=5)


async def keep_visits(desk: Desk, one: Application, after: Visits) -> Visits:
    async with desk.begin(SYSTEM) as work:
        before = (await work.dossier(one.id)).visits
        await work.visits.save(one, after, before=before)
    async with desk.read(SYSTEM) as reading:
        return (await reading.dossier(one.id)).visits


async def test_another_office_sees_nothing_of_it(desk: Desk) -> None:
    one = await in_hand(desk)
    await keep(desk, one, Retribution(assessments=(assessment(),)))

    async with desk.read(FOREIGN) as reading:
        assert await reading.retributions.of([one.id]) == {}


def asked(number: int = 1, *, answer_by: date = TODAY) -> CorrectionRound:
    return CorrectionRound(
        number=number,
        notes="Lengkapi",
        questions=(Question(number=1, requirement_no=3, question="Siapa?"),),
        answer_by=answer_by,
        answer_by_source="rule",
        asked_by="officer",
        asked_at=NOW,
    )


async def keep_rounds(desk: Desk, one: Application, after: Rounds) -> Rounds:
    async with desk.begin(SYSTEM) as work:
        before = (await work.dossier(one.id)).rounds
        await work.corrections.save(one, after, before=before)
    async with desk.read(SYSTEM) as reading:
        return (await reading.dossier(one.id)).rounds


async def test_rounds_come_back_as_they_were(desk: Desk) -> None:
    one = await in_hand(desk)
    answered = asked().answered_by_words(1, "Direktur", by="owner", at=NOW)

    for rounds in (
        (asked(),),
        (answered.reminded(at=NOW),),
        (answered.closed(at=NOW, requires_answers=True), asked(2)),
        (answered.closed(at=NOW, requires_answers=True), asked(2).lapsed(at=NOW)),
    ):
        assert await keep_rounds(desk, one, rounds) == rounds
        assert (await desk.direct.file(OWNER, one.id)).rounds == rounds


async def test_overdue_rounds_are_the_open_ones_of_the_office_past_their_day(desk: Desk) -> None:
    late, today, done = [await in_hand(desk) for _ in range(3)]
    yesterday = TODAY - timedelta(days=1)
    await keep_rounds(desk, late, (asked(answer_by=yesterday),))
    await keep_rounds(desk, today, (asked(),))
    await keep_rounds(desk, done, (asked(answer_by=yesterday).ended(at=NOW),))

    async with desk.read(SYSTEM) as reading:
        found = await reading.corrections.overdue(OFFICE, today=TODAY, after=None, limit=9)
        further = await reading.corrections.overdue(OFFICE, today=TODAY, after=late.id, limit=9)
    async with desk.read(FOREIGN) as reading:
        foreign = await reading.corrections.overdue(OFFICE, today=TODAY, after=None, limit=9)

    assert found == [late.id]
    assert further == foreign == []


async def test_checks_are_those_of_the_last_verification(desk: Desk) -> None:
    one = await in_hand(desk)
    first = (RequirementCheck(requirement_no=1, is_complete=True, is_conforming=False),)
    second = (
        RequirementCheck(
            requirement_no=1, is_complete=True, is_conforming=True, note="n", is_listed=True
        ),
    )

    for checks in (first, second):
        async with desk.begin(SYSTEM) as work:
            await work.checks.save(one, checks, by="officer", at=NOW)

    assert (await desk.direct.file(OWNER, one.id)).checks == second


async def test_rules_are_added_once_and_seen_by_their_office(desk: Desk) -> None:
    rule = OfficeRule(
        key=RuleKey.CORRECTION_ANSWER_WORKING_DAYS,
        value=3,
        effective_from=TODAY,
        source="SOP",
        verified=True,
        recorded_by="administrator",
        recorded_at=NOW,
    )
    later = replace(rule, effective_from=TODAY + timedelta(days=1))
    for one in (later, rule):
        async with desk.begin(SYSTEM) as work:
            await work.rules.add(one, office_code=OFFICE)

    with pytest.raises(RuleAlreadySet):
        async with desk.begin(SYSTEM) as work:
            await work.rules.add(replace(rule, value=9), office_code=OFFICE)
    async with desk.read(SYSTEM) as reading:
        assert await reading.rules.of(OFFICE) == (rule, later)
    async with desk.read(FOREIGN) as reading:
        assert await reading.rules.of(OFFICE) == ()
