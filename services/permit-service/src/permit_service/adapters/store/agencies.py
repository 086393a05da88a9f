"""The sub-clocks of agencies on PostgreSQL; a partial index holds the reminders to come."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.application.clock_ports import AgencyTimes, DueRequest
from permit_service.domain.office import Office
from permit_service.domain.steps import Status

_DUE = sa.text(
    "select r.application_id, r.agency, a.service_code, a.status, r.due_on"
    " from recommendation r join application a on a.id = r.application_id"
    " where r.office_code = :office and r.state = 'asked' and r.reminded_at is null"
    " and r.remind_on <= :on"
    " order by r.remind_on, r.application_id, r.agency limit :limit for update of r skip locked"
)
_REMINDED = sa.text(
    "update recommendation r set reminded_at = :at"
    " from unnest(cast(:ids as uuid[]), cast(:agencies as text[])) as one(id, agency)"
    " where r.application_id = one.id and r.agency = one.agency"
)
_TIMES = sa.text(
    "select agency, count(*) as asked, count(given_at) as answered,"
    " count(*) filter (where (given_at at time zone :zone)::date > due_on) as late,"
    " count(*) filter (where given_at is null and due_on < :today) as overdue,"
    " array_remove(array_agg(distinct sop_version), null) as sop_versions"
    " from recommendation where office_code = :office"
    " and asked_at >= :since and asked_at < :until group by agency order by agency"
)


class PostgresAgencyRequests:
    """Recommendations that were asked for."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def due(self, office_code: str, *, on: date, limit: int) -> list[DueRequest]:
        """Held until the transaction ends."""
        values = {"office": office_code, "on": on, "limit": limit}
        found = await self._connection.execute(_DUE, values)
        return [_request(row) for row in found.mappings()]

    async def reminded(self, requests: Sequence[DueRequest], *, at: datetime) -> None:
        """In one statement."""
        if requests:
            ids = [one.application_id for one in requests]
            agencies = [one.agency for one in requests]
            values = {"at": at, "ids": ids, "agencies": agencies}
            await self._connection.execute(_REMINDED, values)

    async def times(
        self, office: Office, *, since: datetime, until: datetime, today: date
    ) -> list[AgencyTimes]:
        """By agency, in days of the office."""
        values = {
            "zone": office.time_zone,
            "office": office.code,
            "since": since,
            "until": until,
            "today": today,
        }
        found = await self._connection.execute(_TIMES, values)
        return [
            AgencyTimes(**dict(row) | {"sop_versions": tuple(sorted(row["sop_versions"]))})
            for row in found.mappings()
        ]


def _request(row: Any) -> DueRequest:
    return DueRequest(**dict(row) | {"status": Status(row["status"])})
