"""Tallies, counted up in the transaction of the answers they count, and recounted to compare."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_service.adapters.tables import import_run
from survey_service.domain.tally import Tally, TallyKey

# Of the rows of a month and a questionnaire, every writer takes that of the whole first, months in
# their order: so two never wait in a circle.
_ADD = text(
    "insert into monthly_tally as t (office_code, field, month, questionnaire_id, value,"
    " respondents, sums, uniform, all_highest)"
    " select :office_code, field, month, questionnaire_id, value, respondents, sums, uniform,"
    "  all_highest from jsonb_to_recordset(cast(:added as jsonb)) as added (field text, month date,"
    "  questionnaire_id text, value text, respondents bigint, sums jsonb, uniform bigint,"
    "  all_highest bigint) order by month, questionnaire_id, field, value"
    " on conflict (office_code, field, month, questionnaire_id, value) do update set"
    " respondents = t.respondents + excluded.respondents,"
    " sums = t.sums || (select jsonb_object_agg(key, value::bigint"
    " + coalesce((t.sums ->> key)::bigint, 0)) from jsonb_each_text(excluded.sums)),"
    " uniform = t.uniform + excluded.uniform,"
    " all_highest = t.all_highest + excluded.all_highest"
)
_SUMMED = text(
    "with chosen as materialized (select field, value as code, questionnaire_id, respondents,"
    "  uniform, all_highest, sums from monthly_tally"
    "  where field in ('', :field) and month between :first and :last"
    "), counted as (select field, code, questionnaire_id, sum(respondents)::bigint as respondents,"
    "  sum(uniform)::bigint as uniform, sum(all_highest)::bigint as all_highest"
    "  from chosen group by 1, 2, 3"
    "), summed as ("
    "  select field, code, questionnaire_id, jsonb_object_agg(key, total) as sums from ("
    "   select field, code, questionnaire_id, key, sum(value::bigint) as total"
    "   from chosen, jsonb_each_text(sums) group by 1, 2, 3, 4) of_codes group by 1, 2, 3)"
    " select * from counted join summed using (field, code, questionnaire_id)"
)
_RECOUNT = text(
    "with counted as ("
    " select r.office_code, g.field, date_trunc('month', r.answered_on)::date as month,"
    "  r.questionnaire_id, g.value, r.answers,"
    "  (select count(distinct value) = 1 from jsonb_each_text(r.answers)) as is_uniform,"
    "  (select bool_and(value = '4') from jsonb_each_text(r.answers)) as is_highest"
    " from response r cross join lateral (select '' as field, '' as value"
    "  union all select 'service', coalesce(r.service_code, '')"
    "  union all select 'collection_mode', r.collection_mode"
    "  union all select * from jsonb_each_text(r.profile - 'service' - 'collection_mode')) g"
    "), grouped as ("
    " select office_code, field, month, questionnaire_id, value, count(*) as respondents,"
    "  count(*) filter (where is_uniform) as uniform,"
    "  count(*) filter (where is_highest) as all_highest"
    " from counted group by 1, 2, 3, 4, 5"
    "), summed as ("
    " select office_code, field, month, questionnaire_id, value,"
    "  jsonb_object_agg(key, total) as sums from ("
    "   select c.office_code, c.field, c.month, c.questionnaire_id, c.value, s.key,"
    "    sum(s.value::bigint) as total"
    "   from counted c, jsonb_each_text(c.answers) s group by 1, 2, 3, 4, 5, 6) of_codes"
    " group by 1, 2, 3, 4, 5"
    "), recounted as (select * from grouped join summed using"
    " (office_code, field, month, questionnaire_id, value))"
    " select concat_ws('/', office_code, month, questionnaire_id, field, value) as place"
    " from recounted r full join monthly_tally t using"
    " (office_code, field, month, questionnaire_id, value)"
    " where (r.respondents, r.uniform, r.all_highest, r.sums) is distinct from"
    "  (t.respondents, t.uniform, t.all_highest, t.sums) order by 1"
)
# A whole is kept as the one group of a field without a name.
_WHOLE = ("", "")


class PostgresTallies:
    """A month has one row for the whole and one for each group, whatever the number of answers."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, office_code: str, added: Mapping[TallyKey, Tally]) -> None:
        """Counts up. Whoever counts in the same month of the office waits until this is
        committed, so it belongs near the end of a transaction."""
        rows = json.dumps([_row(key, one) for key, one in added.items()])
        await self._connection.execute(_ADD, {"office_code": office_code, "added": rows})

    async def totals(self, first: date, last: date) -> Mapping[str, Tally]:
        """Of the months from first to last, per questionnaire."""
        rows = await self._summed(first, last, field="")
        return {row.questionnaire_id: _tally(row) for row in rows}

    async def groups(
        self, first: date, last: date, *, by: str
    ) -> Mapping[tuple[str | None, str], Tally]:
        """Per (group, questionnaire); those who did not say are None. One statement reads groups
        and whole, so that an answer of this moment is in both or in neither."""
        rows = await self._summed(first, last, field=by)
        said = {(row.code or None, row.questionnaire_id): _tally(row) for row in rows if row.field}
        totals = {row.questionnaire_id: _tally(row) for row in rows if not row.field}
        return said | _unsaid(totals, said)

    async def _summed(self, first: date, last: date, *, field: str) -> Sequence[Row[Any]]:
        span = {"first": first.replace(day=1), "last": last, "field": field}
        return (await self._connection.execute(_SUMMED, span)).all()

    async def note_runs(self, office_code: str, import_id: UUID, runs: Mapping[date, int]) -> None:
        """The longest run of uniform rows per month of an import."""
        for month, longest in sorted(runs.items()):
            await self._connection.execute(
                insert(import_run).values(
                    import_id=import_id, month=month, office_code=office_code, longest=longest
                )
            )

    async def longest_run(self, first: date, last: date) -> int:
        """Over the imports of those months; nothing imported is 0."""
        found = await self._connection.execute(
            select(func.coalesce(func.max(import_run.c.longest), 0)).where(
                import_run.c.month.between(first.replace(day=1), last)
            )
        )
        return int(found.scalar_one())

    async def differences(self) -> Sequence[str]:
        """Recounts every answer the caller may see; one snapshot, so that writers do not matter."""
        rows = await self._connection.execute(_RECOUNT)
        return [row.place for row in rows]


def _row(key: TallyKey, tally: Tally) -> dict[str, Any]:
    field, value = key.group or _WHOLE
    return {
        "field": field,
        "month": key.month.isoformat(),
        "questionnaire_id": key.questionnaire_id,
        "value": value,
        "respondents": tally.respondents,
        "sums": dict(tally.sums),
        "uniform": tally.uniform,
        "all_highest": tally.all_highest,
    }


def _tally(row: Row[Any]) -> Tally:
    return Tally(
        respondents=row.respondents,
        sums=row.sums,
        uniform=row.uniform,
        all_highest=row.all_highest,
    )


def _unsaid(
    totals: Mapping[str, Tally], said: Mapping[tuple[str | None, str], Tally]
) -> dict[tuple[str | None, str], Tally]:
    """The whole less those who said: one group, so that it can be hidden like the others."""
    rest: dict[tuple[str | None, str], Tally] = {}
    for questionnaire_id, total in totals.items():
        for (_, of), tally in said.items():
            if of == questionnaire_id:
                total = total - tally
        if total.respondents:
            rest[None, questionnaire_id] = total
    return rest
