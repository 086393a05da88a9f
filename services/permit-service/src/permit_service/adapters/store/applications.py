"""Applications on PostgreSQL: the row is updated with a version check, its parts beside it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.documents import save_documents
from permit_service.adapters.store.inbox import page_of, waiting_in
from permit_service.adapters.store.rows import (
    amendable_columns_of,
    application_of,
    changing_columns_of,
    clock_json,
    columns_of,
)
from permit_service.adapters.store.sealing import place_of, split_place
from permit_service.adapters.tables import application as table
from permit_service.adapters.tables import recommendation
from permit_service.adapters.tables.applications import OPEN_PLACE
from permit_service.application.listing import ApplicationQuery, ApplicationRow, StepCount
from permit_service.domain.amendment import altered
from permit_service.domain.application import Application
from shared.database.keyring import Keyring
from shared.errors import StaleVersion

PARTS = """
  coalesce((select jsonb_agg(to_jsonb(d) order by d.id) from document d
            where d.application_id = a.id), '[]') as documents,
  coalesce((select jsonb_agg(to_jsonb(r) order by r.asked_at, r.agency) from recommendation r
            where r.application_id = a.id), '[]') as recommendations
"""

_HOLD = (
    f"select a.*, {PARTS} from application a"  # noqa: S608 - no value is part of the text
    " where a.id = any($1) order by a.id for update of a"
)

_SAVE_CLOCKS = sa.text(
    "update application a"
    " set clock = cast(one.clock as jsonb), due_on = one.due_on, due_at = one.due_at,"
    " calendar_version = one.calendar, exceeded_on = one.exceeded, warned_on = one.warned,"
    " deemed_approved_on = one.deemed,"
    # A mark alone changes nothing that anybody has read.
    " version = a.version + ((a.clock, a.due_on, a.calendar_version, a.deemed_approved_on)"
    " is distinct from (cast(one.clock as jsonb), one.due_on, one.calendar, one.deemed))::integer"
    " from unnest(cast(:ids as uuid[]), cast(:clocks as text[]), cast(:due as date[]),"
    " cast(:due_at as timestamptz[]), cast(:calendars as text[]), cast(:exceeded as date[]),"
    " cast(:warned as date[]), cast(:deemed as date[]))"
    " as one(id, clock, due_on, due_at, calendar, exceeded, warned, deemed) where a.id = one.id"
)

_OPEN_PLACES = (
    sa.select(table.c.id, table.c.location)
    .where(table.c.office_code == sa.bindparam("office"), sa.text(OPEN_PLACE))
    .limit(sa.bindparam("limit"))
    .with_for_update(skip_locked=True)
)


class PostgresApplications:
    """Keeps applications in the caller's transaction."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def add(self, application: Application) -> None:
        """Keeps a new draft."""
        await self._connection.execute(
            sa.insert(table).values(columns_of(application, self._keyring))
        )

    async def hold(self, application_ids: Sequence[UUID]) -> list[Application]:
        """Those that exist, held in the order of their ids."""
        found = await self._connection.exec_driver_sql(_HOLD, (list(application_ids),))
        return [application_of(row, self._keyring) for row in found.mappings()]

    async def save(self, application: Application, *, before: Application) -> Application:
        """Writes what differs, under the version that was read."""
        values = changing_columns_of(application) | {"version": before.version + 1}
        if altered(before, application):
            values |= amendable_columns_of(application, self._keyring)
        changed = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == application.id, table.c.version == before.version)
            .values(values)
            .returning(table.c.version)
        )
        version = changed.scalar_one_or_none()
        if version is None:
            raise StaleVersion
        await self._save_parts(application, before)
        return replace(application, version=version)

    async def _save_parts(self, application: Application, before: Application) -> None:
        if application.documents != before.documents:
            await save_documents(self._connection, application, before=before)
        advice = [one for one in application.recommendations if one not in before.recommendations]
        if advice:
            await self._connection.execute(_upsert_recommendations(application, advice))

    async def save_clocks(self, applications: Sequence[Application]) -> None:
        """Writes several clocks in one statement; the rows are held by the caller."""
        if applications:
            await self._connection.execute(
                _SAVE_CLOCKS,
                {
                    "ids": [one.id for one in applications],
                    "clocks": [json.dumps(clock_json(one.clock)) for one in applications],
                    "due": [one.due_on for one in applications],
                    "due_at": [one.service_time.due_at for one in applications],
                    "calendars": [one.service_time.calendar_version for one in applications],
                    "exceeded": [one.service_time.exceeded_on for one in applications],
                    "warned": [one.service_time.warned_on for one in applications],
                    "deemed": [one.service_time.deemed_approved_on for one in applications],
                },
            )

    async def seal_places(self, office_code: str, *, limit: int) -> int:
        """Of rows that nobody holds; no version moves, for nothing happened to them."""
        found = await self._connection.execute(
            _OPEN_PLACES, {"office": office_code, "limit": limit}
        )
        open_places = found.mappings().all()
        for row in open_places:
            place = place_of(row["location"], None, self._keyring)
            district, sealed = split_place(place, self._keyring)
            await self._connection.execute(
                sa.update(table)
                .where(table.c.id == row["id"])
                .values(location=district, place_sealed=sealed)
            )
        return len(open_places)

    async def page(self, query: ApplicationQuery) -> list[ApplicationRow]:
        """In the order asked for, one more than the limit."""
        return await page_of(self._connection, query)

    async def waiting(
        self, office_code: str, *, today: date, now: datetime, bound: int
    ) -> list[StepCount]:
        """What waits in each status that is open, up to the bound."""
        return await waiting_in(self._connection, office_code, today=today, now=now, bound=bound)


def _upsert_recommendations(application: Application, advice: Sequence[Any]) -> Any:
    owned = {"application_id": application.id, "office_code": application.office_code}
    statement = insert(recommendation).values(
        [
            asdict(one) | owned | {"state": one.state.value, "conditions": list(one.conditions)}
            for one in advice
        ]
    )
    changing = (
        "state",
        "asked_at",
        "given_at",
        "given_by",
        "conditions",
        "notes",
        "due_on",
        "remind_on",
        "reminded_at",
        "service_time",
        "sop_version",
        "sop_number",
    )
    return statement.on_conflict_do_update(
        index_elements=["application_id", "agency"],
        set_={name: statement.excluded[name] for name in changing},
    )
