"""How long technical agencies took to answer, each answer once, counted per month."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.performance import AgencyAnswer

_RECORD = text(
    """
with told as (
  select distinct on (office_code, application_id, agency, given_at) *
  from unnest(cast(:offices as text[]), cast(:applications as uuid[]),
    cast(:services as text[]), cast(:agencies as text[]), cast(:moments as timestamptz[]),
    cast(:days as date[]), cast(:working_days as integer[]))
    as t(office_code, application_id, service_code, agency, given_at, given_on, working_days)
), fresh as (
  insert into agency_answer (office_code, application_id, agency, given_at)
  select office_code, application_id, agency, given_at from told
  on conflict do nothing returning office_code, application_id, agency, given_at
)
insert into agency_time as t (office_code, year, month, service_code, agency, working_days, count)
select office_code, extract(year from given_on)::integer, extract(month from given_on)::integer,
  service_code, agency, working_days, count(*)
from told join fresh using (office_code, application_id, agency, given_at)
group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
on conflict (office_code, year, month, service_code, agency, working_days)
do update set count = t.count + excluded.count
"""
)
_TIMES = text(
    "select agency, service_code, working_days, sum(count)::bigint from agency_time"
    " where office_code = :office"
    " and (year, month) between (:first_year, :first_month) and (:last_year, :last_month)"
    " group by agency, service_code, working_days order by agency, service_code, working_days"
)


class PostgresAgencies:
    """An answer that is told again changes nothing."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, answers: Sequence[AgencyAnswer]) -> None:
        """Counts those that were not counted before."""
        await self._connection.execute(
            _RECORD,
            {
                "offices": [one.office_code for one in answers],
                "applications": [one.application_id for one in answers],
                "services": [one.service_code for one in answers],
                "agencies": [one.agency for one in answers],
                "moments": [one.given_at for one in answers],
                "days": [one.given_on for one in answers],
                "working_days": [one.working_days for one in answers],
            },
        )

    async def times(
        self, office: str, first: date, last: date
    ) -> Sequence[tuple[str, str, int, int]]:
        """(agency, service, working days, answers) of whole months, from the counters."""
        rows = await self._connection.execute(
            _TIMES,
            {
                "office": office,
                "first_year": first.year,
                "first_month": first.month,
                "last_year": last.year,
                "last_month": last.month,
            },
        )
        return [(agency, service, days, count) for agency, service, days, count in rows]
