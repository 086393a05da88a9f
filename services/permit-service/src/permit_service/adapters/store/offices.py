"""Offices and their calendars on PostgreSQL. A calendar is built once per version of its parts."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.calendars import calendar_from, calendar_json
from permit_service.adapters.store.rows import Row
from permit_service.adapters.tables import office as table
from permit_service.adapters.tables import office_year, working_calendar
from permit_service.application.office_ports import OfficeDay
from permit_service.domain.office import GateSetting, Office
from shared.calendar.holidays import Holiday, HolidayKind
from shared.calendar.own_days import calendar_of
from shared.calendar.working_days import WorkingCalendar

MAX_CACHED = 512


class CalendarCache:
    """The newest calendar of each office that was built, and those that clocks count by."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, int, WorkingCalendar]] = {}
        self._kept: dict[str, WorkingCalendar] = {}

    def find_kept(self, version: str) -> WorkingCalendar | None:
        """A calendar that is known to be kept under that version."""
        return self._kept.get(version)

    def was_kept(self, calendar: WorkingCalendar) -> WorkingCalendar:
        """Remembers a calendar that was read or whose keeping was committed."""
        if len(self._kept) >= MAX_CACHED:
            self._kept.clear()
        self._kept[calendar.version] = calendar
        return calendar

    def find(self, office: Office) -> WorkingCalendar | None:
        """The calendar, if it was built of the same settings and days."""
        known = self._known.get(office.code)
        if known is None or known[:2] != (office.settings_version, office.calendar_version):
            return None
        return known[2]

    def keep(self, office: Office, calendar: WorkingCalendar) -> WorkingCalendar:
        """Replaces an older one."""
        self._known[office.code] = (office.settings_version, office.calendar_version, calendar)
        return calendar


class OfficeCache:
    """The newest settings of each office that were read."""

    def __init__(self) -> None:
        self._known: dict[str, Office] = {}

    def of(self, row: Row, prefix: str) -> Office:
        """The office of a row that joins it; built once per version of its parts."""
        known = self._known.get(row[prefix + "code"])
        versions = row[prefix + "settings_version"], row[prefix + "calendar_version"]
        if known is None or versions != (known.settings_version, known.calendar_version):
            known = self._known[row[prefix + "code"]] = office_of(row, prefix)
        return known


class PostgresOffices:
    """The service's own copy."""

    def __init__(self, connection: AsyncConnection, cache: CalendarCache) -> None:
        self._connection = connection
        self._cache = cache

    async def get(self, code: str) -> Office | None:
        """One office."""
        found = await self._connection.execute(sa.select(table).where(table.c.code == code))
        row = found.mappings().first()
        return None if row is None else office_of(row)

    async def all(self) -> list[Office]:
        """Every office, by code."""
        found = await self._connection.execute(sa.select(table).order_by(table.c.code))
        return [office_of(row) for row in found.mappings()]

    async def save(self, office: Office) -> None:
        """Keeps the settings, unless newer ones are known."""
        values = asdict(office) | {"survey_gate": office.survey_gate.value}
        del values["calendar_version"]
        statement = insert(table).values(values)
        changing = {name: statement.excluded[name] for name in values if name != "code"}
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["code"],
                set_=changing,
                where=table.c.settings_version < statement.excluded.settings_version,
            )
        )

    async def save_days(
        self, office_code: str, *, year: int, version: int, days: Sequence[OfficeDay]
    ) -> None:
        """Keeps the days of a year, unless newer ones are known; the calendar's version moves."""
        statement = insert(office_year).values(
            office_code=office_code, year=year, version=version, days=[_day(one) for one in days]
        )
        changed = await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["office_code", "year"],
                set_={"version": version, "days": statement.excluded.days},
                where=office_year.c.version < version,
            ).returning(office_year.c.year)
        )
        if changed.first() is not None:
            await self._connection.execute(
                sa.update(table)
                .where(table.c.code == office_code)
                .values(calendar_version=table.c.calendar_version + 1)
            )

    async def calendar(self, office: Office, *, version: str | None = None) -> WorkingCalendar:
        """The nation's days with the office's own laid over them: now, or as they were kept."""
        if version is not None:
            return await self._kept_calendar(version)
        known = self._cache.find(office)
        if known is not None:
            return known
        found = await self._connection.execute(
            sa.select(office_year.c.days).where(office_year.c.office_code == office.code)
        )
        days = [_office_day(one) for year in found.scalars() for one in year]
        return self._cache.keep(office, build_calendar(office, days))

    async def _kept_calendar(self, version: str) -> WorkingCalendar:
        known = self._cache.find_kept(version)
        if known is not None:
            return known
        found = await self._connection.execute(
            sa.select(working_calendar.c.content).where(working_calendar.c.version == version)
        )
        return self._cache.was_kept(calendar_from(version, found.scalar_one()))

    async def keep_calendar(self, calendar: WorkingCalendar) -> None:
        """Under its version, once."""
        if self._cache.find_kept(calendar.version) is None:
            await self._connection.execute(
                insert(working_calendar)
                .values(version=calendar.version, content=calendar_json(calendar))
                .on_conflict_do_nothing()
            )


def build_calendar(office: Office, days: Sequence[OfficeDay]) -> WorkingCalendar:
    """The office's own days over the nation's."""
    own = tuple((one.holiday.on, one.holiday.name, one.is_working) for one in days)
    return calendar_of(own, worked=office.counts_cuti_bersama_as_working)


def office_of(row: Row, prefix: str = "") -> Office:
    """A row of `office`; with a prefix, from a statement that joins it."""
    names = [column.name for column in table.columns if column.name != "survey_gate"]
    return Office(
        survey_gate=GateSetting(row[prefix + "survey_gate"]),
        **{name: row[prefix + name] for name in names},
    )


def _day(one: OfficeDay) -> dict[str, Any]:
    on, name = one.holiday.on.isoformat(), one.holiday.name
    return {"day": on, "name": name, "is_working": one.is_working}


def _office_day(stored: dict[str, Any]) -> OfficeDay:
    holiday = Holiday(
        on=date.fromisoformat(stored["day"]), name=stored["name"], kind=HolidayKind.OFFICE
    )
    return OfficeDay(holiday=holiday, is_working=stored["is_working"])
