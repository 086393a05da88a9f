"""Number series on PostgreSQL: the series' row is held until the transaction ends, so that numbers
are given one after the other."""

from dataclasses import asdict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import number_format_of
from permit_service.adapters.tables import number_reservation as reservations
from permit_service.adapters.tables import number_series as table
from permit_service.domain.numbering import Reservation, Series


class PostgresNumbers:
    """Gives numbers in the caller's transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def series(self, office_code: str, *, key: str, year: int) -> Series:
        """Where the series stands; made when it is asked for first, and held."""
        one = {"office_code": office_code, "service_code": key, "year": year}
        await self._connection.execute(insert(table).values(one).on_conflict_do_nothing())
        found = await self._connection.execute(
            sa.select(table.c.last, table.c.returned).filter_by(**one).with_for_update()
        )
        row = found.one()
        return Series(last=row.last, returned=tuple(row.returned))

    async def save_series(self, office_code: str, *, key: str, year: int, series: Series) -> None:
        """Writes where it stands."""
        await self._connection.execute(
            sa.update(table)
            .filter_by(office_code=office_code, service_code=key, year=year)
            .values(last=series.last, returned=list(series.returned))
        )

    async def reservation(self, application_id: UUID) -> Reservation | None:
        """What is reserved for an application, held."""
        found = await self._connection.execute(
            sa.select(reservations)
            .where(reservations.c.application_id == application_id)
            .with_for_update()
        )
        row = found.mappings().first()
        if row is None:
            return None
        values = dict(row)
        written = number_format_of(values.pop("number_format"))
        key = values.pop("service_code")
        return Reservation(series_key=key, number_format=written, **values)

    async def save_reservation(self, reservation: Reservation) -> None:
        """Writes the reservation."""
        values = asdict(reservation)
        values["service_code"] = values.pop("series_key")
        changing = {name: values[name] for name in ("attempt", "attempted_at", "attempt_seconds")}
        await self._connection.execute(
            insert(reservations)
            .values(values)
            .on_conflict_do_update(index_elements=["application_id"], set_=changing)
        )

    async def drop_reservation(self, application_id: UUID) -> None:
        """Nothing is reserved any more."""
        await self._connection.execute(
            sa.delete(reservations).where(reservations.c.application_id == application_id)
        )
