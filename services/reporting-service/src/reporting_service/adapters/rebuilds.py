"""Rebuilds, and the emptying they begin with. Only tables that events feed are emptied."""

# ruff: noqa: S608 - statements are made of this module's own column lists

import json
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.rebuild import Rebuild
from shared.errors import StaleVersion

READ_MODELS = (
    "issuance",
    "issuance_month",
    "service_time",
    "planned_month",
    "service_standard",
    "service_standard_version",
    "versioned_time",
    "agency_answer",
    "agency_time",
    "application_stage",
    "stage_month",
    "open_application",
    "application_moment",
    "supervision_result",
    "survey_response",
    "survey_tally",
    "complaint",
    "outage",
    "sanction",
)
_WIPE = [text(f"delete from {table} where office_code = :office") for table in READ_MODELS]
_COLUMNS = "id, office_code, requested_at, positions, done, applied, finished_at"
_ADD = text(
    f"insert into rebuild ({_COLUMNS}) values (:id, :office_code, :requested_at,"
    " cast(:positions as jsonb), :done, :applied, :finished_at)"
)
_RUNNING = text(
    f"select {_COLUMNS} from rebuild where finished_at is null order by requested_at, id limit 1"
)
_FIND = text(
    f"select {_COLUMNS} from rebuild where id = :id"
    " and office_code = any (string_to_array(current_setting('app.offices', true), ','))"
)
_SAVE = text(
    "update rebuild set positions = cast(:positions as jsonb), done = :done, applied = :applied,"
    " finished_at = :finished_at where id = :id and applied = :was_applied"
    " and done = cast(:was_done as text[])"
)


class PostgresRebuilds:
    """The table holds no data of people, and the worker looks for rebuilds of any office."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def wipe(self, office: str) -> None:
        """Takes away every row that events made, of this office."""
        for statement in _WIPE:
            await self._connection.execute(statement, {"office": office})

    async def add(self, rebuild: Rebuild) -> None:
        """Keeps a new one."""
        await self._connection.execute(
            _ADD,
            {
                "id": rebuild.id,
                "office_code": rebuild.office_code,
                "requested_at": rebuild.requested_at,
                "positions": json.dumps(dict(rebuild.positions)),
                "done": sorted(rebuild.done),
                "applied": rebuild.applied,
                "finished_at": rebuild.finished_at,
            },
        )

    async def running(self) -> Rebuild | None:
        """The oldest that is not finished."""
        row = (await self._connection.execute(_RUNNING)).mappings().first()
        return None if row is None else _rebuild(row)

    async def find(self, rebuild_id: UUID) -> Rebuild | None:
        """The rebuild, if it is the caller's office's."""
        row = (await self._connection.execute(_FIND, {"id": rebuild_id})).mappings().first()
        return None if row is None else _rebuild(row)

    async def save(self, rebuild: Rebuild, *, standing: Rebuild) -> None:
        """Keeps its progress; raises StaleVersion when somebody else went on with it."""
        saved = await self._connection.execute(
            _SAVE,
            {
                "id": rebuild.id,
                "positions": json.dumps(dict(rebuild.positions)),
                "done": sorted(rebuild.done),
                "applied": rebuild.applied,
                "finished_at": rebuild.finished_at,
                "was_applied": standing.applied,
                "was_done": sorted(standing.done),
            },
        )
        if saved.rowcount != 1:
            raise StaleVersion


def _rebuild(row: RowMapping) -> Rebuild:
    return Rebuild(**{**row, "done": frozenset(row["done"])})
