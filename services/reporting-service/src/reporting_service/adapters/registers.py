"""Complaints, outages and sanctions: one row per thing, filled in by facts in any order."""

# ruff: noqa: S608 - statements are made of this module's own column lists

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.register import Complaint, Outage, Sanction

_COMPLAINT = (
    "number, kind, against, ground, filed_at, verified_at, proven, resolved_at,"
    " unblocking_requested_at"
)
_FACTS = tuple(_COMPLAINT.replace(" ", "").split(","))
_PATCH_COMPLAINT = text(
    f"insert into complaint as c (office_code, id, {_COMPLAINT}) values (:office, :id, "
    + ", ".join(f":{name}" for name in _FACTS)
    + ") on conflict (office_code, id) do update set "
    + ", ".join(f"{name} = coalesce(c.{name}, excluded.{name})" for name in _FACTS)
)
_COMPLAINTS = text(
    f"select id, {_COMPLAINT} from complaint where office_code = :office and filed_at < :end"
    " and (resolved_at is null or resolved_at >= :start) order by filed_at, id"
)
_PATCH_OUTAGE = text(
    "insert into outage as o (office_code, id, system, started_at, ended_at, kind)"
    " values (:office, :id, :system, :started_at, :ended_at, :kind)"
    # An end that is told once more is a correction.
    " on conflict (office_code, id) do update set"
    " ended_at = coalesce(excluded.ended_at, o.ended_at)"
)
_OUTAGES = text(
    "select id, system, started_at, ended_at, kind from outage where office_code = :office"
    " and started_at < :end and (ended_at is null or ended_at >= :start) order by started_at, id"
)
_PATCH_SANCTION = text(
    "insert into sanction as s (office_code, id, step, imposed_at)"
    " values (:office, :id, :step, :imposed_at) on conflict (office_code, id) do update set"
    " step = case when s.imposed_at is null or s.imposed_at <= excluded.imposed_at"
    " then excluded.step else s.step end,"
    " imposed_at = greatest(s.imposed_at, excluded.imposed_at)"
)
_LIFT = text(
    "insert into sanction (office_code, id, lifted_at) values (:office, :id, :at)"
    " on conflict (office_code, id) do update set lifted_at = excluded.lifted_at"
)


class PostgresRegisters:
    """What is there already stays; a fact only fills in what is missing."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def patch_complaints(self, office: str, complaints: Sequence[Complaint]) -> None:
        """Fills in what the facts say."""
        await self._connection.execute(
            _PATCH_COMPLAINT, [{"office": office, **_complaint_row(one)} for one in complaints]
        )

    async def patch_outages(self, office: str, outages: Sequence[Outage]) -> None:
        """As `patch_complaints`."""
        await self._connection.execute(
            _PATCH_OUTAGE,
            [
                {
                    "office": office,
                    "id": one.id,
                    "system": one.system,
                    "started_at": one.started_at,
                    "ended_at": one.ended_at,
                    "kind": one.kind,
                }
                for one in outages
            ],
        )

    async def patch_sanctions(self, office: str, sanctions: Sequence[Sanction]) -> None:
        """The latest rung stands."""
        await self._connection.execute(
            _PATCH_SANCTION,
            [
                {"office": office, "id": one.id, "step": one.step, "imposed_at": one.imposed_at}
                for one in sanctions
            ],
        )

    async def lift_sanctions(self, office: str, lifted: Mapping[UUID, datetime]) -> None:
        """Marks sanctions lifted, also those not heard of yet."""
        await self._connection.execute(
            _LIFT, [{"office": office, "id": id, "at": at} for id, at in lifted.items()]
        )

    async def complaints_until(
        self, office: str, start: datetime, end: datetime
    ) -> Sequence[Complaint]:
        """Filed before `end` and not resolved before `start`."""
        rows = await self._connection.execute(
            _COMPLAINTS, {"office": office, "start": start, "end": end}
        )
        return [_complaint(dict(row)) for row in rows.mappings()]

    async def outages_until(self, office: str, start: datetime, end: datetime) -> Sequence[Outage]:
        """Started before `end` and not ended before `start`."""
        rows = await self._connection.execute(
            _OUTAGES, {"office": office, "start": start, "end": end}
        )
        return [Outage(**row) for row in rows.mappings()]


def _complaint_row(one: Complaint) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in _FACTS}
    # An empty wording is a fact not told yet.
    return {"id": one.id} | {name: None if value == "" else value for name, value in row.items()}


def _complaint(row: dict[str, Any]) -> Complaint:
    wordings = ("number", "kind", "against", "ground")
    return Complaint(**row | {name: row[name] or "" for name in wordings})
