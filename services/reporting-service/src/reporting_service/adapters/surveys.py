"""Answer sheets, and sums per month, service and way of collection: an index reads the sums."""

# ruff: noqa: S608 - statements are made of this module's own column lists

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.survey import ELEMENTS, Nine, Response, Tally

_PLACES = range(1, len(ELEMENTS) + 1)
_SUMS = ", ".join(f"sum(answers[{place}])" for place in _PLACES)
_ADDED = ", ".join(f"t.sums[{place}] + excluded.sums[{place}]" for place in _PLACES)
_TOTALS = ", ".join(f"coalesce(sum(sums[{place}]), 0)::bigint" for place in _PLACES)

_RECORD = text(
    f"""
with fresh as (
  insert into survey_response
    (office_code, id, answered_on, service_code, collection_mode, answers)
  select :office, r.id, r.answered_on, r.service_code, r.collection_mode,
    cast(r.answers as smallint[])
  from unnest(cast(:ids as uuid[]), cast(:days as date[]), cast(:services as text[]),
    cast(:modes as text[]), cast(:answers as text[]))
    as r(id, answered_on, service_code, collection_mode, answers)
  on conflict do nothing
  returning office_code, answered_on, service_code, collection_mode, answers
)
insert into survey_tally as t
  (office_code, year, month, service_code, collection_mode, respondents, sums)
select office_code, extract(year from answered_on)::integer,
  extract(month from answered_on)::integer, service_code, collection_mode, count(*),
  array[{_SUMS}]::bigint[]
from fresh group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
on conflict (office_code, year, month, service_code, collection_mode) do update
set respondents = t.respondents + excluded.respondents, sums = array[{_ADDED}]
"""
)
_TALLY = text(
    f"select coalesce(sum(respondents), 0)::bigint as respondents, array[{_TOTALS}] as sums"
    " from survey_tally where office_code = :office"
    " and (year, month) between (:first_year, :first_month) and (:last_year, :last_month)"
)
_MONTHLY = text(
    f"select year, month, sum(respondents)::bigint, array[{_TOTALS}]"
    " from survey_tally where office_code = :office"
    " and (year, month) between (:first_year, :first_month) and (:last_year, :last_month)"
    " group by year, month having sum(respondents) > 0 order by year, month"
)
_SHEETS = text(
    "select answers from survey_response where office_code = :office"
    " and answered_on between :first and :last order by answered_on, id limit :limit"
)


class PostgresSurveys:
    """Nine sums in the order of ELEMENTS."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, office: str, responses: Sequence[Response]) -> None:
        """Adds those that were not added before, to the sums too."""
        await self._connection.execute(
            _RECORD,
            {
                "office": office,
                "ids": [one.id for one in responses],
                "days": [one.answered_on for one in responses],
                "services": [one.service_code for one in responses],
                "modes": [one.collection_mode for one in responses],
                "answers": ["{" + ",".join(map(str, one.answers)) + "}" for one in responses],
            },
        )

    async def tally(self, office: str, first: date, last: date) -> Tally:
        """The sums of whole months, read from the counters."""
        found = await self._connection.execute(_TALLY, _months(office, first, last))
        row = found.mappings().one()
        return Tally(respondents=row["respondents"], sums=tuple(row["sums"]))

    async def monthly(
        self, office: str, first: date, last: date
    ) -> Sequence[tuple[int, int, Tally]]:
        """(year, month, sums) of each of these months in which anybody answered."""
        rows = await self._connection.execute(_MONTHLY, _months(office, first, last))
        return [
            (year, month, Tally(respondents=respondents, sums=tuple(sums)))
            for year, month, respondents, sums in rows
        ]

    async def sheets(self, office: str, first: date, last: date, limit: int) -> Sequence[Nine]:
        """The first answer sheets by day, in an order that tells nothing of who came first."""
        rows = await self._connection.execute(
            _SHEETS, {"office": office, "first": first, "last": last, "limit": limit}
        )
        return [tuple(answers) for answers in rows.scalars()]


def _months(office: str, first: date, last: date) -> dict[str, object]:
    return {
        "office": office,
        "first_year": first.year,
        "first_month": first.month,
        "last_year": last.year,
        "last_month": last.month,
    }
