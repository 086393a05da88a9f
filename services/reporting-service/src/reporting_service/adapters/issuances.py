"""Licences, projects and NIBs: each kept once, and counted per month in the same statement."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.data_request import ExtractLine
from reporting_service.domain.issuance import Issuance
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.planned_investment import PlannedSum
from reporting_service.domain.recap import Recorded

# Counters are written in the order of their keys: two batches never wait in a circle.
_RECORD = text(
    """
with fresh as (
  insert into issuance (office_code, measure, reference, channel, kind, issued_on, number, nib,
    working_days, sector, planned_rupiah, service_version)
  select * from unnest(cast(:offices as text[]), cast(:measures as text[]),
    cast(:references as text[]), cast(:channels as text[]), cast(:kinds as text[]),
    cast(:days as date[]), cast(:numbers as text[]), cast(:nibs as text[]),
    cast(:working_days as integer[]), cast(:sectors as text[]), cast(:planned as bigint[]),
    cast(:versions as integer[]))
  on conflict do nothing
  returning office_code, extract(year from issued_on)::integer as year,
    extract(month from issued_on)::integer as month, channel, kind, measure, working_days, sector,
    planned_rupiah, coalesce(service_version, 0) as service_version
), planned as (
  insert into planned_month as p (office_code, year, month, sector, projects, rupiah)
  select office_code, year, month, sector, count(*), coalesce(sum(planned_rupiah), 0) from fresh
  where sector is not null group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (office_code, year, month, sector)
  do update set projects = p.projects + excluded.projects, rupiah = p.rupiah + excluded.rupiah
), timed as (
  insert into service_time as t (office_code, year, month, kind, working_days, count)
  select office_code, year, month, kind, working_days, count(*) from fresh
  where working_days is not null group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (office_code, year, month, kind, working_days)
  do update set count = t.count + excluded.count
), versioned as (
  insert into versioned_time as v
    (office_code, year, month, kind, service_version, working_days, count)
  select office_code, year, month, kind, service_version, working_days, count(*) from fresh
  where working_days is not null group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
  on conflict (office_code, year, month, kind, service_version, working_days)
  do update set count = v.count + excluded.count
)
insert into issuance_month as m (office_code, year, month, channel, kind, measure, count)
select office_code, year, month, channel, kind, measure, count(*) from fresh
group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
on conflict (office_code, year, month, channel, kind, measure)
do update set count = m.count + excluded.count
"""
)
_MONTHLY = text(
    "select channel, kind, measure, month, count from issuance_month where office_code = :office"
    " and year = :year and month = any(:months) order by channel, kind, measure, month"
)
_EXTRACT = text(
    "select number, kind as service_code, channel, issued_on, nib from issuance"
    " where office_code = :office and measure = 'licences'"
    " and issued_on between :first and :last"
    " and (cardinality(cast(:kinds as text[])) = 0 or kind = any(cast(:kinds as text[])))"
    " order by issued_on, number limit :limit"
)
_SERVICE_TIMES = text(
    "select kind, service_version, working_days, sum(count)::bigint from versioned_time"
    " where office_code = :office"
    " and (year, month) between (:first_year, :first_month) and (:last_year, :last_month)"
    " group by kind, service_version, working_days"
)
_PLANNED = text(
    "select sector, sum(projects)::bigint as projects, sum(rupiah) as rupiah from planned_month"
    " where office_code = :office and year = :year and month = any(:months) group by sector"
)


class PostgresIssuances:
    """Reading a month costs the same for ten licences and for a million."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, issuances: Sequence[Issuance]) -> None:
        """Counts those that were not counted before."""
        await self._connection.execute(
            _RECORD,
            {
                "offices": [one.office_code for one in issuances],
                "measures": [one.measure.value for one in issuances],
                "references": [one.reference for one in issuances],
                "channels": [one.channel.value for one in issuances],
                "kinds": [one.kind for one in issuances],
                "days": [one.issued_on for one in issuances],
                "numbers": [one.number for one in issuances],
                "nibs": [one.nib for one in issuances],
                "working_days": [one.working_days for one in issuances],
                "sectors": [one.sector for one in issuances],
                "planned": [one.planned_rupiah for one in issuances],
                "versions": [one.service_version for one in issuances],
            },
        )

    async def monthly(self, office: str, year: int, months: Sequence[int]) -> Sequence[Recorded]:
        """The counters of these months."""
        rows = await self._connection.execute(
            _MONTHLY, {"office": office, "year": year, "months": list(months)}
        )
        return [
            Recorded(
                channel=Channel(row["channel"]),
                kind=row["kind"],
                measure=Measure(row["measure"]),
                month=row["month"],
                count=row["count"],
            )
            for row in rows.mappings()
        ]

    async def extract(
        self, office: str, kinds: Sequence[str], first: date, last: date, limit: int
    ) -> Sequence[ExtractLine]:
        """Licences issued on these days, of these services or of all."""
        rows = await self._connection.execute(
            _EXTRACT,
            {"office": office, "kinds": list(kinds), "first": first, "last": last, "limit": limit},
        )
        return [
            ExtractLine(**dict(row) | {"number": row["number"] or ""}) for row in rows.mappings()
        ]

    async def service_times(
        self, office: str, first: date, last: date
    ) -> Sequence[tuple[str, int, int, int]]:
        """(service, its version or 0, working days, licences) of whole months, by counters."""
        rows = await self._connection.execute(
            _SERVICE_TIMES,
            {
                "office": office,
                "first_year": first.year,
                "first_month": first.month,
                "last_year": last.year,
                "last_month": last.month,
            },
        )
        return [(kind, version, took, count) for kind, version, took, count in rows]

    async def planned(self, office: str, year: int, months: Sequence[int]) -> Sequence[PlannedSum]:
        """What projects of these months plan to invest, by sector."""
        rows = await self._connection.execute(
            _PLANNED, {"office": office, "year": year, "months": list(months)}
        )
        return [
            PlannedSum(sector=row["sector"], projects=row["projects"], rupiah=int(row["rupiah"]))
            for row in rows.mappings()
        ]
