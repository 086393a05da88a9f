"""Businesses in PostgreSQL: rows of the business, its places, its licences and their status.

What others told is written with upserts over whole batches, so that a second telling and another
order of arrival end in the same rows.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from inspection_service.adapters import tables
from inspection_service.adapters.sealed_place import exact_place, place_columns
from inspection_service.adapters.tables.businesses import OPEN_PLACE
from inspection_service.application.facts import (
    LicenceFact,
    RegistrationFact,
    StatusFact,
)
from inspection_service.domain.business import (
    Activity,
    Business,
    LicenceStatus,
    Location,
    business_id_of,
    first_location_id,
)
from shared.database.keyring import Keyring
from shared.errors import NotFound, StaleVersion

_BUSINESS = TypeAdapter(Business)
_LOCATION = TypeAdapter(Location)
_PLACE = ("address", "district", "latitude", "longitude", "place_sealed", "activities")
_ACTIVITIES = TypeAdapter(tuple[Activity, ...])
_OPEN_PLACES = (
    sa.select(tables.location)
    .where(tables.location.c.office_code == sa.bindparam("office"), sa.text(f"({OPEN_PLACE})"))
    .limit(sa.bindparam("limit"))
    .with_for_update(skip_locked=True)
)


class PostgresBusinesses:
    """Businesses with their places and licences."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def by_nib(self, nib: str) -> Business:
        """The business of that NIB; raises NotFound."""
        return await self._one(tables.business.c.nib == nib)

    async def get(self, business_id: UUID) -> Business:
        """The business of that id; raises NotFound."""
        return await self._one(tables.business.c.id == business_id)

    async def page(self, *, after: str | None, limit: int) -> list[Business]:
        """Businesses by NIB."""
        conditions = () if after is None else (tables.business.c.nib > after,)
        return await self._where(*conditions, limit=limit)

    async def save(self, business: Business) -> Business:
        """The changed business and places, one version on; raises StaleVersion."""
        table = tables.business
        saved = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == business.id, table.c.version == business.version)
            .values(
                name=business.name,
                scale=business.scale,
                compliance=business.compliance,
                version=business.version + 1,
            )
            .returning(table.c.id)
        )
        if saved.one_or_none() is None:
            raise StaleVersion
        for location in business.locations:
            await self._place(business, location)
        return await self.get(business.id)

    async def named(self, business_ids: Sequence[UUID]) -> list[Business]:
        """Those that there are, by NIB."""
        return await self._where(tables.business.c.id.in_(business_ids), limit=len(business_ids))

    async def hold(self, nibs: Sequence[str]) -> list[Business]:
        """Those that exist, held until the transaction ends."""
        table = tables.business
        condition = table.c.nib.in_(nibs)
        await self._connection.execute(
            sa.select(table.c.id).where(condition).order_by(table.c.nib).with_for_update()
        )
        return await self._where(condition, limit=len(nibs))

    async def put(self, businesses: Sequence[Business]) -> None:
        """Writes businesses that are new or held, whole, in four statements."""
        if not businesses:
            return
        await self._know((one.office_code, one.nib) for one in businesses)
        statement = insert(tables.business).values([_business_row(one) for one in businesses])
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_={
                    "name": statement.excluded.name,
                    "scale": statement.excluded.scale,
                    "version": tables.business.c.version + 1,
                },
            )
        )
        rows = [
            _place_row(business, one, self._keyring)
            for business in businesses
            for one in business.locations
        ]
        placed = insert(tables.location).values(rows)
        await self._connection.execute(
            placed.on_conflict_do_update(
                index_elements=["id"], set_={name: placed.excluded[name] for name in _PLACE}
            )
        )

    async def record_licences(self, facts: Iterable[LicenceFact]) -> None:
        """Makes the businesses that are new, and adds the licences that are."""
        told = list(facts)
        if not told:
            return
        await self._know((fact.office_code, fact.nib) for fact in told)
        rows = [
            {
                "id": fact.licence.id,
                "office_code": fact.office_code,
                "business_id": business_id_of(fact.office_code, fact.nib),
                "number": fact.licence.number,
                "service_code": fact.licence.service_code,
                "issued_on": fact.licence.issued_on,
            }
            for fact in told
        ]
        table = tables.licence
        added = await self._connection.execute(
            insert(table).values(rows).on_conflict_do_nothing().returning(table.c.business_id)
        )
        await self._touch(set(added.scalars()))

    async def record_statuses(self, facts: Iterable[StatusFact]) -> None:
        """Keeps the newest status of each licence; revoked stays revoked."""
        newest = {fact.licence_id: fact for fact in facts}
        if not newest:
            return
        table = tables.licence_status
        rows = [
            {
                "licence_id": fact.licence_id,
                "office_code": fact.office_code,
                "status": fact.status,
                "at": fact.at,
            }
            for fact in newest.values()
        ]
        statement = insert(table).values(rows)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[table.c.licence_id],
                set_={"status": statement.excluded.status, "at": statement.excluded.at},
                where=table.c.status != LicenceStatus.REVOKED,
            )
        )
        concerned = await self._connection.execute(
            sa.select(tables.licence.c.business_id).where(tables.licence.c.id.in_(newest))
        )
        await self._touch(set(concerned.scalars()))

    async def record_registrations(self, facts: Iterable[RegistrationFact]) -> None:
        """Keeps size and activities; activities stand at the first place until OSS places them."""
        newest = {(fact.office_code, fact.nib): fact for fact in facts}
        if not newest:
            return
        await self._know(newest)
        for fact in newest.values():
            business_id = business_id_of(fact.office_code, fact.nib)
            scale = sa.func.coalesce(fact.scale, tables.business.c.scale)
            await self._connection.execute(
                sa.update(tables.business)
                .where(tables.business.c.id == business_id)
                .values(scale=scale, version=tables.business.c.version + 1)
            )
            await self._connection.execute(
                sa.update(tables.location)
                .where(tables.location.c.id == first_location_id(business_id))
                .values(activities=_ACTIVITIES.dump_python(fact.activities, mode="json"))
            )

    async def seal_places(self, office_code: str, *, limit: int) -> int:
        """Of rows that nobody holds; no version moves, for nothing happened to them."""
        found = await self._connection.execute(
            _OPEN_PLACES, {"office": office_code, "limit": limit}
        )
        rows = [row._asdict() for row in found]
        for row in rows:
            place = _LOCATION.validate_python(row | exact_place(row, self._keyring))
            await self._connection.execute(
                sa.update(tables.location)
                .where(tables.location.c.id == place.id)
                .values(place_columns(place, self._keyring))
            )
        return len(rows)

    async def _know(self, keys: Iterable[tuple[str, str]]) -> None:
        distinct = sorted(set(keys))
        ids = {(office, nib): business_id_of(office, nib) for office, nib in distinct}
        businesses = [
            {"id": ids[office, nib], "office_code": office, "nib": nib} for office, nib in distinct
        ]
        places = [
            {"id": first_location_id(one), "office_code": office, "business_id": one}
            for (office, _), one in ids.items()
        ]
        offices = [{"nib": nib, "office_code": office} for office, nib in distinct]
        for table, rows in (
            (tables.business, businesses),
            (tables.location, places),
            (tables.nib_office, offices),
        ):
            await self._connection.execute(insert(table).values(rows).on_conflict_do_nothing())

    async def _touch(self, business_ids: set[UUID]) -> None:
        if business_ids:
            await self._connection.execute(
                sa.update(tables.business)
                .where(tables.business.c.id.in_(business_ids))
                .values(version=tables.business.c.version + 1)
            )

    async def _place(self, business: Business, location: Location) -> None:
        row = _place_row(business, location, self._keyring)
        await self._connection.execute(
            insert(tables.location)
            .values(row)
            .on_conflict_do_update(index_elements=["id"], set_={name: row[name] for name in _PLACE})
        )

    async def _one(self, condition: sa.ColumnElement[bool]) -> Business:
        found = await self._where(condition, limit=1)
        if not found:
            raise NotFound
        return found[0]

    async def _where(self, *conditions: sa.ColumnElement[bool], limit: int) -> list[Business]:
        table = tables.business
        rows = await self._connection.execute(
            sa.select(table).where(*conditions).order_by(table.c.nib).limit(limit)
        )
        found = [row._asdict() for row in rows]
        ids = [one["id"] for one in found]
        places = await self._places(ids)
        licences = await self._rows(_licences(ids))
        return [
            _BUSINESS.validate_python(
                one
                | {
                    "locations": [row for row in places if row["business_id"] == one["id"]],
                    "licences": [row for row in licences if row["business_id"] == one["id"]],
                }
            )
            for one in found
        ]

    async def _places(self, business_ids: Sequence[UUID]) -> list[dict[str, Any]]:
        """By address; one that has none comes first."""
        table = tables.location
        rows = await self._rows(sa.select(table).where(table.c.business_id.in_(business_ids)))
        exact = [row | exact_place(row, self._keyring) for row in rows]
        return sorted(exact, key=lambda one: (one["address"] or "", one["id"]))

    async def _rows(self, statement: sa.Select[Any]) -> list[dict[str, Any]]:
        return [row._asdict() for row in await self._connection.execute(statement)]


def _business_row(business: Business) -> dict[str, Any]:
    return {
        "id": business.id,
        "office_code": business.office_code,
        "nib": business.nib,
        "name": business.name,
        "scale": business.scale,
        "compliance": business.compliance,
    }


def _place_row(business: Business, location: Location, keyring: Keyring) -> dict[str, Any]:
    return {
        "id": location.id,
        "office_code": business.office_code,
        "business_id": business.id,
        "activities": _ACTIVITIES.dump_python(location.activities, mode="json"),
    } | place_columns(location, keyring)


def _licences(business_ids: Sequence[UUID]) -> sa.Select[Any]:
    """Licences with the status that was told of them, active where nothing was."""
    licence, status = tables.licence, tables.licence_status
    known = sa.func.coalesce(status.c.status, LicenceStatus.ACTIVE.value).label("status")
    return (
        sa.select(licence, known)
        .outerjoin(status, status.c.licence_id == licence.c.id)
        .where(licence.c.business_id.in_(business_ids))
        .order_by(licence.c.issued_on, licence.c.id)
    )
