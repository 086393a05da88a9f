"""One suite for the stores, in memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from inspection_service.adapters import tables
from inspection_service.application.facts import (
    Enquiry,
    LicenceFact,
    OfficeFact,
    RegistrationFact,
    StatusFact,
)
from inspection_service.application.ports import (
    Work,
)
from inspection_service.domain.bap import Bap, Finding
from inspection_service.domain.business import (
    Activity,
    Licence,
    LicenceStatus,
    Location,
    Risk,
    Scale,
    business_id_of,
    first_location_id,
    location_id_of,
)
from inspection_service.domain.errors import AlreadySanctioned
from inspection_service.domain.inspection import (
    AssignmentLetter,
    Circumstance,
    Form,
    Inspection,
    Kind,
    Mode,
    Status,
    Trigger,
)
from inspection_service.domain.plan import InspectionPlan, ItemExists, PlanExists, PlanItem
from inspection_service.domain.rules import Level, Step
from inspection_service.domain.sanction import Sanction, SanctionStatus
from inspection_service.domain.violation import Origin, Violation
from shared.database.migrate import drift
from shared.errors import NotFound, StaleVersion, Unavailable
from shared.identity import Caller, system_caller
from shared.ids import new_id

OFFICE = "53.11"
NIB = "1234567890123"
NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
BUSINESS = business_id_of(OFFICE, NIB)
US = system_caller("us", OFFICE)
THEM = system_caller("them", "62.02")


Begin = Callable[[Caller], AbstractAsyncContextManager[Work]]


def fact(**changes: Any) -> LicenceFact:
    licence = Licence(
        id=new_id(), number="1/2026", service_code="REKLAME", issued_on=date(2026, 1, 5)
    )
    return LicenceFact(office_code=OFFICE, nib=NIB, licence=replace(licence, **changes))


async def known(begin: Begin) -> UUID:
    """A business with a licence; the licence's id."""
    told = fact()
    async with begin(US) as work:
        await work.businesses.record_licences([told])
    return told.licence.id


def visit(**changes: Any) -> Inspection:
    made = Inspection(
        id=new_id(),
        office_code=OFFICE,
        number=f"INS/{new_id()}",
        business_id=BUSINESS,
        nib=NIB,
        location_id=location_of_business(),
        kind=Kind.INCIDENTAL,
        mode=Mode.PHYSICAL,
        form=Form.EXAMINATION,
        risk=None,
        ruleset_version="set/1",
        planned_year=2026,
        created_by="official",
        created_at=NOW,
        triggers=(Trigger(circumstance=Circumstance.URGENT, source="laporan"),),
    )
    return replace(made, **changes)


def location_of_business() -> UUID:
    return first_location_id(BUSINESS)


def found(**changes: Any) -> Violation:
    made = Violation(
        id=new_id(),
        office_code=OFFICE,
        business_id=BUSINESS,
        nib=NIB,
        level=Level.MEDIUM,
        obligation_code="KW-A",
        description="-",
        origin=Origin.EXPERT,
        found_on=date(2026, 6, 15),
        recorded_by="ina",
        recorded_at=NOW,
        ruleset_version="set/1",
        licence_ids=(new_id(),),
    )
    return replace(made, **changes)


def imposed(violation_id: UUID, **changes: Any) -> Sanction:
    made = Sanction(
        id=new_id(),
        office_code=OFFICE,
        number=f"SNK/{new_id()}",
        violation_id=violation_id,
        business_id=BUSINESS,
        nib=NIB,
        level=Level.MEDIUM,
        step=Step.SUSPENSION,
        licence_ids=(new_id(),),
        entry_reason="direct_entry",
        ruleset_version="set/1",
        proposed_by="official",
        proposed_at=NOW,
    )
    return replace(made, **changes)


async def test_what_is_added_is_read_as_it_was(begin: Begin) -> None:
    await known(begin)
    letter = AssignmentLetter(
        number="ST/1",
        inspectors=("ina", "adi"),
        valid_from=date(2026, 6, 15),
        valid_until=date(2026, 6, 19),
        document="key",
        sha256="00",
        signed_by="head",
        signed_at=NOW,
    )
    bap = Bap(
        number="BAP/1",
        made_by="ina",
        made_at=NOW,
        findings=(Finding(item="Lokasi", compliant=True),),
        violation_ids=(new_id(),),
    )
    made = visit(status=Status.BAP_DRAFT, letter=letter, bap=bap)
    async with begin(US) as work:
        added = await work.inspections.add(made)
    async with begin(US) as work:
        assert await work.inspections.get(made.id) == added == replace(made, version=1)


async def test_a_save_moves_the_version_and_a_stale_one_is_refused(begin: Begin) -> None:
    await known(begin)
    async with begin(US) as work:
        added = await work.violations.add(found())
        saved = await work.violations.save(added.correct())
    assert saved.version == 2
    with pytest.raises(StaleVersion):
        async with begin(US) as work:
            await work.violations.save(added.correct())


async def test_another_office_finds_and_changes_nothing(begin: Begin) -> None:
    await known(begin)
    async with begin(US) as work:
        added = await work.violations.add(found())
    async with begin(THEM) as work:
        assert await work.violations.page(business_id=None, after=None, limit=10) == []
        assert await work.businesses.page(after=None, limit=10) == []
        with pytest.raises(NotFound):
            await work.businesses.by_nib(NIB)
        with pytest.raises(NotFound):
            await work.violations.get(added.id)
        with pytest.raises(StaleVersion):
            await work.violations.save(added.correct())


async def test_a_refused_transaction_leaves_nothing(begin: Begin) -> None:
    await known(begin)
    with pytest.raises(RuntimeError):
        async with begin(US) as work:
            await work.violations.add(found())
            raise RuntimeError
    async with begin(US) as work:
        assert await work.violations.page(business_id=None, after=None, limit=10) == []


async def test_pages_follow_the_order_things_were_made(begin: Begin) -> None:
    await known(begin)
    made = sorted((found() for _ in range(5)), key=lambda one: one.id)
    async with begin(US) as work:
        for one in made:
            await work.violations.add(one)
        first = await work.violations.page(business_id=BUSINESS, after=None, limit=2)
        rest = await work.violations.page(business_id=BUSINESS, after=first[-1].id, limit=10)
    assert [one.id for one in (*first, *rest)] == [one.id for one in made]


async def test_a_violation_has_one_open_sanction(begin: Begin) -> None:
    await known(begin)
    async with begin(US) as work:
        violation = await work.violations.add(found())
        withdrawn = imposed(violation.id, status=SanctionStatus.WITHDRAWN)
        await work.sanctions.add(withdrawn)
        await work.sanctions.add(imposed(violation.id))
    with pytest.raises(AlreadySanctioned):
        async with begin(US) as work:
            await work.sanctions.add(imposed(violation.id))


async def test_licences_statuses_and_registrations_meet_in_any_order(begin: Begin) -> None:
    told = fact()
    status = StatusFact(
        office_code=OFFICE,
        licence_id=told.licence.id,
        status=LicenceStatus.SUSPENDED,
        at=NOW,
    )
    registration = RegistrationFact(
        office_code=OFFICE,
        nib=NIB,
        scale=Scale.MICRO,
        activities=(Activity(kbli="47111", risk=Risk.LOW),),
    )
    async with begin(US) as work:
        await work.businesses.record_statuses([status])
        await work.businesses.record_registrations([registration])
        await work.businesses.record_licences([told, told])
        await work.businesses.record_licences([])
        business = await work.businesses.by_nib(NIB)
    assert business.licences[0].status is LicenceStatus.SUSPENDED
    assert business.scale is Scale.MICRO
    assert business.locations[0].risks == {Risk.LOW}
    assert len(business.licences) == 1


async def test_revoked_stays_revoked(begin: Begin) -> None:
    licence_id = await known(begin)
    for status in (LicenceStatus.REVOKED, LicenceStatus.ACTIVE):
        one = StatusFact(office_code=OFFICE, licence_id=licence_id, status=status, at=NOW)
        async with begin(US) as work:
            await work.businesses.record_statuses([one])
    async with begin(US) as work:
        business = await work.businesses.get(BUSINESS)
    assert business.licences[0].status is LicenceStatus.REVOKED


async def test_a_business_keeps_its_places(begin: Begin) -> None:
    await known(begin)
    async with begin(US) as work:
        business = await work.businesses.get(BUSINESS)
        place = Location(id=location_id_of(BUSINESS, "Jl. A"), address="Jl. A", latitude=-9.6)
        saved = await work.businesses.save(replace(business.placed(place), name="Toko"))
    assert saved.name == "Toko"
    assert [one.address for one in saved.locations] == ["Jl. A"]
    with pytest.raises(StaleVersion):
        async with begin(US) as work:
            await work.businesses.save(business)


async def test_an_older_telling_of_an_office_changes_nothing(begin: Begin) -> None:
    def office(version: int, name: str) -> OfficeFact:
        return OfficeFact(
            code=OFFICE,
            name=name,
            regency="Sumba Timur",
            number_code="DPMPTSP",
            time_zone="Asia/Makassar",
            counts_cuti_bersama_as_working=False,
            settings_version=version,
        )

    async with begin(US) as work:
        with pytest.raises(Unavailable):
            await work.offices.get(OFFICE)
        await work.offices.record([office(2, "new")])
        await work.offices.record([office(1, "old")])
        assert (await work.offices.get(OFFICE)).name == "new"
        assert await work.offices.codes() == (OFFICE,)


async def test_numbers_have_no_gap_and_begin_anew_each_year(begin: Begin) -> None:
    async with begin(US) as work:
        first = [await work.numbers.next(OFFICE, series="A", year=2026) for _ in range(3)]
        other = await work.numbers.next(OFFICE, series="B", year=2026)
        anew = await work.numbers.next(OFFICE, series="A", year=2027)
    assert (first, other, anew) == ([1, 2, 3], 1, 1)
    with pytest.raises(RuntimeError):
        async with begin(US) as work:
            await work.numbers.next(OFFICE, series="A", year=2026)
            raise RuntimeError
    async with begin(US) as work:
        assert await work.numbers.next(OFFICE, series="A", year=2026) == 4


async def test_a_question_is_asked_until_it_is_answered(begin: Begin) -> None:
    licence_id = await known(begin)
    question = Enquiry(licence_id=licence_id, office_code=OFFICE, business_id=BUSINESS)
    async with begin(US) as work:
        await work.enquiries.open([question, question], at=NOW)
        assert await work.enquiries.due(at=NOW, limit=5) == [question]
        await work.enquiries.postpone(question, until=NOW + timedelta(hours=1))
        assert await work.enquiries.due(at=NOW, limit=5) == []
        (later,) = await work.enquiries.due(at=NOW + timedelta(hours=1), limit=5)
        assert later.tries == 1
        await work.enquiries.close(licence_id)
        assert await work.enquiries.due(at=NOW + timedelta(hours=2), limit=5) == []


async def test_a_plan_is_one_a_year_and_a_visit_stands_once(begin: Begin) -> None:
    await known(begin)
    plan = InspectionPlan(
        id=new_id(),
        office_code=OFFICE,
        year=2026,
        ruleset_version="set/1",
        created_by="official",
        created_at=NOW,
    )
    item = PlanItem(
        id=new_id(),
        office_code=OFFICE,
        plan_id=plan.id,
        business_id=BUSINESS,
        nib=NIB,
        name="Toko",
        location_id=location_of_business(),
        risk=Risk.LOW,
        visit_no=1,
        planned_month=3,
        reasons=("Ps 8(2)",),
    )
    async with begin(US) as work:
        await work.plans.add(plan)
        await work.plans.add_items([item])
        assert await work.plans.items(plan.id, after=None, limit=5) == [item]
        assert await work.plans.item_count(plan.id) == 1
        assert await work.plans.items_named([new_id(), item.id]) == [item]
        assert [one.id for one in await work.businesses.named([new_id(), BUSINESS])] == [BUSINESS]
    async with begin(THEM) as work:
        assert await work.plans.items_named([item.id]) == []
        assert await work.businesses.named([BUSINESS]) == []
    with pytest.raises(PlanExists):
        async with begin(US) as work:
            await work.plans.add(replace(plan, id=new_id()))
    with pytest.raises(ItemExists):
        async with begin(US) as work:
            await work.plans.add_items([replace(item, id=new_id())])


async def test_the_migrations_make_the_tables_of_the_code(database_url: str) -> None:
    assert await drift(database_url, tables.metadata) == []
