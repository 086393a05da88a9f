"""Stages that applications came to, each once, counted per month."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.issuance import ENDS, OPEN_STAGES, StageCount, StageReached

_RECORD = text(
    """
with told as (
  select distinct on (office_code, application_id, stage) *
  from unnest(cast(:offices as text[]), cast(:applications as uuid[]),
    cast(:stages as text[]), cast(:services as text[]), cast(:channels as text[]),
    cast(:moments as timestamptz[]), cast(:days as date[]))
    as t(office_code, application_id, stage, service_code, channel, reached_at, reached_on)
  order by office_code, application_id, stage, reached_at
), fresh as (
  insert into application_stage
    (office_code, application_id, stage, service_code, channel, reached_at)
  select office_code, application_id, stage, service_code, channel, reached_at from told
  on conflict do nothing returning office_code, application_id, stage
)
insert into stage_month as m (office_code, year, month, channel, service_code, stage, count)
select office_code, extract(year from reached_on)::integer,
  extract(month from reached_on)::integer, channel, service_code, stage, count(*)
from told join fresh using (office_code, application_id, stage)
group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
on conflict (office_code, year, month, channel, service_code, stage)
do update set count = m.count + excluded.count
"""
)
_COUNTS = text(
    "select channel, service_code, stage,"
    " coalesce(sum(count) filter (where (year, month) >= (:first_year, :first_month)), 0)::bigint"
    " as in_period, sum(count)::bigint as until_end from stage_month"
    " where office_code = :office and (year, month) <= (:last_year, :last_month)"
    " group by channel, service_code, stage order by channel, service_code, stage"
)
# The furthest stage of what is open; an end takes it away, and nothing told late brings it back.
_ADVANCE = text(
    """
insert into open_application as o (office_code, application_id, channel, service_code, stage)
select distinct on (office_code, application_id) * from unnest(cast(:offices as text[]),
  cast(:applications as uuid[]), cast(:channels as text[]), cast(:services as text[]),
  cast(:stages as text[])) as t(office_code, application_id, channel, service_code, stage)
where array_position(cast(:order as text[]), stage) is not null and not exists (
  select from application_stage e where e.office_code = t.office_code
  and e.application_id = t.application_id and e.stage = any(cast(:ends as text[])))
order by office_code, application_id, array_position(cast(:order as text[]), stage) desc
on conflict (office_code, application_id) do update set stage = excluded.stage
where array_position(cast(:order as text[]), o.stage)
  < array_position(cast(:order as text[]), excluded.stage)
"""
)
_END = text(
    "delete from open_application o using unnest(cast(:offices as text[]),"
    " cast(:applications as uuid[])) as t(office_code, application_id)"
    " where o.office_code = t.office_code and o.application_id = t.application_id"
)
_OPEN = text(
    "select stage, count(*) from open_application where office_code = :office group by stage"
)


class PostgresStages:
    """The first time an application comes to a stage counts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, stages: Sequence[StageReached]) -> None:
        """Counts those that were not counted before."""
        await self._connection.execute(
            _RECORD,
            {
                "offices": [one.office_code for one in stages],
                "applications": [one.application_id for one in stages],
                "stages": [one.stage for one in stages],
                "services": [one.service_code for one in stages],
                "channels": [one.channel for one in stages],
                "moments": [one.reached_at for one in stages],
                "days": [one.reached_on for one in stages],
            },
        )

        await self._follow(stages)

    async def _follow(self, stages: Sequence[StageReached]) -> None:
        """Keeps the open applications in step."""
        ended = [one for one in stages if one.stage in ENDS]
        if ended:
            await self._connection.execute(
                _END,
                {
                    "offices": [one.office_code for one in ended],
                    "applications": [one.application_id for one in ended],
                },
            )
        if len(ended) < len(stages):
            await self._connection.execute(
                _ADVANCE,
                {
                    "offices": [one.office_code for one in stages],
                    "applications": [one.application_id for one in stages],
                    "channels": [one.channel for one in stages],
                    "services": [one.service_code for one in stages],
                    "stages": [one.stage for one in stages],
                    "order": list(OPEN_STAGES),
                    "ends": list(ENDS),
                },
            )

    async def open(self, office: str) -> Mapping[str, int]:
        """How many applications are open now, by the furthest stage each has come to."""
        rows = await self._connection.execute(_OPEN, {"office": office})
        return {str(stage): int(count) for stage, count in rows}

    async def counts(self, office: str, first: date, last: date) -> Sequence[StageCount]:
        """Per service and stage: how many in these whole months, and how many until then."""
        rows = await self._connection.execute(
            _COUNTS,
            {
                "office": office,
                "first_year": first.year,
                "first_month": first.month,
                "last_year": last.year,
                "last_month": last.month,
            },
        )
        return [StageCount(**row) for row in rows.mappings()]
