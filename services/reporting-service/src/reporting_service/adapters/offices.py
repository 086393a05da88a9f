"""Copies of the offices, as the gateway told them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.office import Office, OfficeYear
from shared.calendar.own_days import calendar_of
from shared.calendar.working_days import WorkingCalendar

_KEEP = text(
    "insert into office as o (code, name, regency, time_zone, number_code, settings_version,"
    " counts_cuti_bersama_as_working) values (:code, :name, :regency, :time_zone, :number_code,"
    " :settings_version, :counts_cuti_bersama_as_working)"
    " on conflict (code) do update set name = excluded.name, regency = excluded.regency,"
    " time_zone = excluded.time_zone, number_code = excluded.number_code,"
    " settings_version = excluded.settings_version,"
    " counts_cuti_bersama_as_working = excluded.counts_cuti_bersama_as_working"
    " where o.settings_version <= excluded.settings_version"
)
_FIND = text(
    "select code, name, regency, time_zone, number_code, settings_version,"
    " counts_cuti_bersama_as_working from office where code = :code"
)
_KEEP_YEAR = text(
    "insert into office_year as y (office_code, year, version, days)"
    " values (:office, :year, :version, cast(:days as jsonb)) on conflict (office_code, year)"
    " do update set version = excluded.version, days = excluded.days"
    " where y.version < excluded.version"
)
_DAYS = text("select days from office_year where office_code = :office order by year")


class PostgresOffices:
    """An older setting never replaces a newer one."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, offices: Sequence[Office]) -> None:
        """Keeps each unless a newer one stands."""
        for office in offices:
            await self._connection.execute(
                _KEEP,
                asdict(office),
            )

    async def find(self, code: str) -> Office | None:
        """The office, if it is known and the caller's."""
        row = (await self._connection.execute(_FIND, {"code": code})).mappings().first()
        return None if row is None else Office(**row)

    async def keep_years(self, years: Sequence[OfficeYear]) -> None:
        """Keeps each office's own days of a year unless newer ones stand."""
        for one in years:
            days = [(day.isoformat(), name, is_worked) for day, name, is_worked in one.days]
            told = {"office": one.office_code, "year": one.year, "version": one.version}
            await self._connection.execute(_KEEP_YEAR, told | {"days": json.dumps(days)})

    async def calendar(self, office: Office) -> WorkingCalendar:
        """The nation's days under the office's own."""
        years = await self._connection.execute(_DAYS, {"office": office.code})
        own = tuple(
            (date.fromisoformat(day), name, is_worked)
            for days in years.scalars()
            for day, name, is_worked in days
        )
        return calendar_of(own, worked=office.counts_cuti_bersama_as_working)
