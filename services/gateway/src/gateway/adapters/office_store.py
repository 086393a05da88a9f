"""Offices and their calendars on PostgreSQL: public, and changed by their administrators."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters import tables
from gateway.domain.offices.calendar import OfficeCalendar, OwnDay
from gateway.domain.offices.office import Office, SurveyGate
from shared.errors import NotFound, StaleVersion

_office = tables.office
_calendar = tables.office_calendar


class PostgresOffices:
    """Every office of the deployment."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, office: Office) -> bool:
        """Whether it was new."""
        added = await self._connection.execute(
            insert(_office)
            .values(**_row(office))
            .on_conflict_do_nothing()
            .returning(_office.c.code)
        )
        return added.first() is not None

    async def get(self, code: str) -> Office:
        """Raises NotFound."""
        found = await self._connection.execute(sa.select(_office).where(_office.c.code == code))
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _office_of(row)

    async def save(self, office: Office) -> Office:
        """Counts the version up; raises StaleVersion."""
        changed = replace(office, version=office.version + 1)
        saved = await self._connection.execute(
            sa.update(_office)
            .where(_office.c.code == office.code, _office.c.version == office.version)
            .values(**_row(changed))
        )
        if saved.rowcount == 0:
            raise StaleVersion
        return changed

    async def all(self) -> list[Office]:
        """In order of their codes."""
        found = await self._connection.execute(sa.select(_office).order_by(_office.c.code))
        return [_office_of(row) for row in found.mappings()]

    async def calendar(self, code: str, year: int) -> OfficeCalendar:
        """The year's own days; none, in version 0, where nothing was set."""
        found = await self._connection.execute(
            sa.select(_calendar).where(_calendar.c.office_code == code, _calendar.c.year == year)
        )
        row = found.mappings().first()
        if row is None:
            return OfficeCalendar(office_code=code, year=year, days=())
        return OfficeCalendar(
            office_code=code,
            year=year,
            version=row["version"],
            days=tuple(_own_day(one) for one in row["days"]),
        )

    async def save_calendar(self, calendar: OfficeCalendar) -> OfficeCalendar:
        """Replaces a year whole and counts its version up."""
        days = [asdict(one) | {"day": one.day.isoformat()} for one in calendar.days]
        statement = insert(_calendar).values(
            office_code=calendar.office_code, year=calendar.year, days=days, version=1
        )
        saved = await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["office_code", "year"],
                set_={"days": statement.excluded.days, "version": _calendar.c.version + 1},
            ).returning(_calendar.c.version)
        )
        return replace(calendar, version=saved.scalar_one())


def _row(office: Office) -> dict[str, Any]:
    return asdict(office) | {
        "survey_gate": office.survey_gate.value,
        "letterhead": list(office.letterhead),
    }


def _office_of(row: Any) -> Office:
    return Office(
        **dict(row)
        | {"survey_gate": SurveyGate(row["survey_gate"]), "letterhead": tuple(row["letterhead"])}
    )


def _own_day(stored: dict[str, Any]) -> OwnDay:
    return OwnDay(**stored | {"day": date.fromisoformat(stored["day"])})
