"""Offices, catalogue, numbers and tokens in memory and on PostgreSQL: the same promises."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.application.office_ports import OfficeDay
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.number_format import FormatEdition, FormatSource
from permit_service.domain.numbering import Reservation, Series
from permit_service.testing.facts import OFFICE
from shared.calendar.holidays import Holiday, HolidayKind
from shared.identity import system_caller
from shared.ids import new_id

from .stores import (
    NOW,
    OFFICE_81,
    OWNER,
    SYSTEM,
    Desk,
    added,
    draft,
)


async def test_an_office_keeps_its_newest_settings(desk: Desk) -> None:
    newer = replace(OFFICE_81, name="New", settings_version=3)
    async with desk.begin(SYSTEM) as work:
        await work.offices.save(newer)
        await work.offices.save(replace(OFFICE_81, name="Late", settings_version=2))

    async with desk.read(SYSTEM) as reading:
        assert await reading.offices.get(OFFICE) == newer
        assert await reading.offices.all() == [newer]
        assert await reading.offices.get("99.99") is None


async def test_the_offices_own_days_change_its_calendar(desk: Desk) -> None:
    own = Holiday(on=date(2026, 6, 17), name="HUT", kind=HolidayKind.OFFICE)
    worked = Holiday(on=date(2026, 6, 16), name="kerja", kind=HolidayKind.OFFICE)
    async with desk.read(SYSTEM) as reading:
        before = await reading.offices.calendar(OFFICE_81)
    days = [OfficeDay(holiday=own, is_working=False), OfficeDay(holiday=worked, is_working=True)]

    async with desk.begin(SYSTEM) as work:
        await work.offices.save_days(OFFICE, year=2026, version=2, days=days)
        await work.offices.save_days(OFFICE, year=2026, version=1, days=[])

    async with desk.read(SYSTEM) as reading:
        office = await reading.offices.get(OFFICE)
        assert office is not None
        after = await reading.offices.calendar(office)
    assert office.calendar_version == 1
    assert before.is_working_day(own.on)
    assert not after.is_working_day(own.on)
    assert not before.is_working_day(worked.on)
    assert after.is_working_day(worked.on)


async def test_the_catalogue_of_an_office_is_loaded_once(desk: Desk) -> None:
    changed = [dict(one) | {"name": "changed"} for one in default_catalogue()]
    async with desk.begin(SYSTEM) as work:
        await work.catalogue.load(OFFICE, changed, at=NOW)

    async with desk.read(SYSTEM) as reading:
        services = await reading.catalogue.services(OFFICE)
        reklame = await reading.catalogue.service(OFFICE, "REKLAME")
        assert await reading.catalogue.service(OFFICE, "REKLAME", version=2) is None
        assert await reading.catalogue.service("62.02", "REKLAME") is None
    assert [one.code for one in services] == sorted(one["code"] for one in default_catalogue())
    assert reklame is not None
    assert reklame.name == "Izin Penyelenggaraan Reklame"


def reservation(application_id: UUID) -> Reservation:
    return Reservation(
        application_id=application_id,
        office_code=OFFICE,
        series_key="REKLAME",
        licence_id=new_id(),
        year=2026,
        sequence=1,
        number="1",
        verification_token="t",
        attempt=new_id(),
        attempted_at=NOW,
        number_format=FormatEdition(source=FormatSource.CATALOGUE, version=1, text="{sequence}"),
    )


async def test_a_series_and_a_reservation_come_back(desk: Desk) -> None:
    application = await added(desk, draft())
    reserved = reservation(application.id)
    key = {"key": "REKLAME", "year": 2026}
    async with desk.begin(SYSTEM) as work:
        assert await work.numbers.series(OFFICE, **key) == Series()
        await work.numbers.save_series(OFFICE, **key, series=Series(last=4, returned=(2, 3)))
        await work.numbers.save_reservation(reserved)
    async with desk.begin(SYSTEM) as work:
        assert await work.numbers.series(OFFICE, **key) == Series(last=4, returned=(2, 3))
        assert await work.numbers.reservation(application.id) == reserved
        await work.numbers.save_reservation(reserved.let_go())
    async with desk.begin(SYSTEM) as work:
        assert await work.numbers.reservation(application.id) == reserved.let_go()
        await work.numbers.drop_reservation(application.id)
        assert await work.numbers.reservation(application.id) is None


async def test_a_public_token_leads_to_its_office(desk: Desk) -> None:
    target = TokenTarget(office_code=OFFICE, target=new_id())
    async with desk.begin(OWNER) as work:
        await work.tokens.add("receipt", "R", target)

    async with desk.read(system_caller("permit")) as reading:
        assert await reading.tokens.find("receipt", "R") == target
        assert await reading.tokens.find("licence", "R") is None
        assert await reading.tokens.find("receipt", "r") is None
