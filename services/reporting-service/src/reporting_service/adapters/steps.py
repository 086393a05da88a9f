"""Moments of applications as they were told, and the steps that follow from them. Nothing is
counted beforehand: a moment that is told late changes what it should, and a rebuild ends so too."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.office import Office
from reporting_service.domain.step import CLOSES, OPENS, Moment, Span, Step, ToldMoment
from shared.calendar.office_time import Period

_RECORD = text(
    """
insert into application_moment
  (office_code, application_id, moment, agency, at, service_code, actor, due_on)
select * from unnest(cast(:offices as text[]), cast(:applications as uuid[]),
  cast(:moments as text[]), cast(:agencies as text[]), cast(:at as timestamptz[]),
  cast(:services as text[]), cast(:actors as text[]), cast(:due as date[]))
on conflict do nothing
"""
)
_SPANS = text(
    """
with closing as (
  select c.application_id, c.moment, c.agency, c.at, c.service_code, c.actor, r.step, r.opens
  from application_moment c
  join unnest(cast(:closers as text[]), cast(:steps as text[]), cast(:openers as text[]))
    as r(moment, step, opens) on r.moment = c.moment
  where c.office_code = :office and c.at >= :start and c.at < :end
), span as (
  select c.step, c.service_code, c.actor, c.application_id,
    case when c.step = :asked then c.agency else '' end as agency, o.due_on,
    (o.at at time zone :zone)::date as began_on, (c.at at time zone :zone)::date as ended_on
  from closing c cross join lateral (
    select o.at, o.due_on from application_moment o
    where o.office_code = :office and o.application_id = c.application_id and o.at <= c.at
      and o.moment = any(string_to_array(c.opens, ','))
      and (c.step <> :asked or o.agency = c.agency)
    order by o.at desc limit 1) o
)
select step, service_code, agency, actor, began_on, ended_on,
  case when step = :asked then ended_on > due_on else exists (
    select from application_moment e where e.office_code = :office
      and e.application_id = s.application_id and e.moment = :exceeded
      and e.due_on >= s.began_on and e.due_on < s.ended_on) end as is_late,
  count(*) as count
from span s group by 1, 2, 3, 4, 5, 6, 7
"""
)


class PostgresSteps:
    """What it reads costs by the steps of the period, not by those before it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, moments: Sequence[ToldMoment]) -> None:
        """Keeps each once."""
        await self._connection.execute(
            _RECORD,
            {
                "offices": [one.office_code for one in moments],
                "applications": [one.application_id for one in moments],
                "moments": [one.moment.value for one in moments],
                "agencies": [one.agency for one in moments],
                "at": [one.at for one in moments],
                "services": [one.service_code for one in moments],
                "actors": [one.actor for one in moments],
                "due": [one.due_on for one in moments],
            },
        )

    async def spans(self, office: Office, period: Period) -> Sequence[Span]:
        """The steps that ended in the period, those alike counted together."""
        rows = await self._connection.execute(
            _SPANS,
            {
                "office": office.code,
                "start": period.start,
                "end": period.end,
                "zone": office.time_zone,
                "closers": [moment.value for moment in CLOSES],
                "steps": [step.value for step in CLOSES.values()],
                "openers": [",".join(OPENS[step]) for step in CLOSES.values()],
                "asked": Step.RECOMMENDATION.value,
                "exceeded": Moment.EXCEEDED.value,
            },
        )
        return [Span(**{**row, "step": Step(row["step"])}) for row in rows.mappings()]
