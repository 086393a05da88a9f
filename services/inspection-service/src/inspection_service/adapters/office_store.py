"""The service's own copy of offices and their days, the numbers of their series, and what is
still to be asked for them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from inspection_service.adapters import tables
from inspection_service.application.facts import (
    CalendarFact,
    Enquiry,
    OfficeFact,
)
from inspection_service.domain.office import Office
from shared.calendar.own_days import calendar_of
from shared.errors import Unavailable


class OfficeNotKnownYet(Unavailable):
    """The gateway has not told of this office yet."""


class PostgresOffices:
    """Offices and calendars as the gateway told them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, code: str) -> Office:
        """The office with its calendar; raises OfficeNotKnownYet."""
        table, days = tables.office, tables.office_days
        found = await self._connection.execute(sa.select(table).where(table.c.code == code))
        row = found.one_or_none()
        if row is None:
            raise OfficeNotKnownYet(retry_after_seconds=1)
        own = await self._connection.execute(
            sa.select(days.c.days).where(days.c.office_code == code).order_by(days.c.year)
        )
        return Office(
            code=row.code,
            name=row.name,
            regency=row.regency,
            number_code=row.number_code,
            zone=ZoneInfo(row.time_zone),
            calendar=calendar_of(
                tuple(
                    (date.fromisoformat(day["day"]), day["name"], day["is_working"])
                    for year in own.scalars()
                    for day in year
                ),
                worked=row.counts_cuti_bersama_as_working,
            ),
        )

    async def record(self, facts: Iterable[OfficeFact]) -> None:
        """Keeps the newest settings; an older version that comes late changes nothing."""
        for fact in facts:
            values = {
                "name": fact.name,
                "regency": fact.regency,
                "number_code": fact.number_code,
                "time_zone": fact.time_zone,
                "counts_cuti_bersama_as_working": fact.counts_cuti_bersama_as_working,
                "settings_version": fact.settings_version,
            }
            await self._newest(
                tables.office, {"code": fact.code}, values, version="settings_version"
            )

    async def record_calendars(self, facts: Iterable[CalendarFact]) -> None:
        """Keeps the newest days of each office and year."""
        for fact in facts:
            days = [
                {"day": one.day.isoformat(), "name": one.name, "is_working": one.is_working}
                for one in fact.days
            ]
            await self._newest(
                tables.office_days,
                {"office_code": fact.office_code, "year": fact.year},
                {"calendar_version": fact.calendar_version, "days": days},
                version="calendar_version",
            )

    async def codes(self) -> tuple[str, ...]:
        """Every office that is known."""
        found = await self._connection.execute(
            sa.select(tables.office.c.code).order_by(tables.office.c.code)
        )
        return tuple(found.scalars())

    async def of_nib(self, nib: str) -> tuple[str, ...]:
        """The offices in which a NIB is known."""
        table = tables.nib_office
        found = await self._connection.execute(
            sa.select(table.c.office_code).where(table.c.nib == nib).order_by(table.c.office_code)
        )
        return tuple(found.scalars())

    async def publish_letter(self, inspection_id: UUID, *, office_code: str) -> None:
        """Whoever holds the letter finds its office from now on."""
        await self._connection.execute(
            insert(tables.letter_office)
            .values(inspection_id=inspection_id, office_code=office_code)
            .on_conflict_do_nothing()
        )

    async def of_letter(self, inspection_id: UUID) -> str | None:
        """The office of a published letter."""
        table = tables.letter_office
        found = await self._connection.execute(
            sa.select(table.c.office_code).where(table.c.inspection_id == inspection_id)
        )
        return found.scalar_one_or_none()

    async def _newest(
        self, table: sa.Table, keys: dict[str, Any], values: dict[str, Any], *, version: str
    ) -> None:
        await self._connection.execute(
            insert(table)
            .values(keys | values)
            .on_conflict_do_update(
                index_elements=list(keys),
                set_=values,
                where=table.c[version] <= values[version],
            )
        )


class PostgresNumbers:
    """Places in a series; the row's lock makes the next one wait, so that no place is lost."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def next(self, office_code: str, *, series: str, year: int) -> int:
        """The next place, beginning at 1 each year."""
        table = tables.number_series
        placed = await self._connection.execute(
            insert(table)
            .values(office_code=office_code, series=series, year=year, last=1)
            .on_conflict_do_update(
                index_elements=["office_code", "series", "year"],
                set_={"last": table.c.last + 1},
            )
            .returning(table.c.last)
        )
        return int(placed.scalar_one())


class PostgresEnquiries:
    """Questions to the permit service that are still open."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, enquiries: Iterable[Enquiry], *, at: datetime) -> None:
        """Keeps each question once."""
        rows = [
            {
                "licence_id": one.licence_id,
                "office_code": one.office_code,
                "business_id": one.business_id,
                "due_at": at,
            }
            for one in enquiries
        ]
        if rows:
            await self._connection.execute(
                insert(tables.enquiry).values(rows).on_conflict_do_nothing()
            )

    async def due(self, *, at: datetime, limit: int) -> list[Enquiry]:
        """Those that may be asked now, the longest waiting first."""
        table = tables.enquiry
        rows = await self._connection.execute(
            sa.select(table).where(table.c.due_at <= at).order_by(table.c.due_at).limit(limit)
        )
        return [
            Enquiry(
                licence_id=row.licence_id,
                office_code=row.office_code,
                business_id=row.business_id,
                tries=row.tries,
            )
            for row in rows
        ]

    async def close(self, licence_id: UUID) -> None:
        """The question was answered."""
        await self._connection.execute(
            sa.delete(tables.enquiry).where(tables.enquiry.c.licence_id == licence_id)
        )

    async def postpone(self, enquiry: Enquiry, *, until: datetime) -> None:
        """The question is asked again later."""
        await self._connection.execute(
            sa.update(tables.enquiry)
            .where(tables.enquiry.c.licence_id == enquiry.licence_id)
            .values(due_at=until, tries=enquiry.tries + 1)
        )
