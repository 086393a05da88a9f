"""What was told of supervision: the last word on each part of a subject, counted when read."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.supervision import ResultCount, ResultKind, SupervisionResult

# Of two that were told at one moment the later word stands, in whatever order they come.
_RECORD = text(
    """
insert into supervision_result as r
  (office_code, kind, subject, part, code, year, number, told_at)
select distinct on (office_code, kind, subject, part) *
from unnest(cast(:offices as text[]), cast(:kinds as text[]), cast(:subjects as uuid[]),
  cast(:parts as text[]), cast(:codes as text[]), cast(:years as integer[]),
  cast(:numbers as integer[]), cast(:moments as timestamptz[]))
  as t(office_code, kind, subject, part, code, year, number, told_at)
order by office_code, kind, subject, part, told_at desc, code desc
on conflict (office_code, kind, subject, part) do update
set code = excluded.code, year = excluded.year, number = excluded.number,
  told_at = excluded.told_at
where (r.told_at, r.code) < (excluded.told_at, excluded.code)
"""
)
_COUNTS = text(
    "select year, kind, code, count(*) as count, sum(number)::bigint as number"
    " from supervision_result where office_code = :office group by year, kind, code"
    " order by year, kind, code"
)


class PostgresSupervision:
    """No business stands in it: subjects are ids, and no reading gives them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, results: Sequence[SupervisionResult]) -> None:
        """Keeps the last word on each."""
        await self._connection.execute(
            _RECORD,
            {
                "offices": [one.office_code for one in results],
                "kinds": [one.kind.value for one in results],
                "subjects": [one.subject for one in results],
                "parts": [one.part for one in results],
                "codes": [one.code for one in results],
                "years": [one.year for one in results],
                "numbers": [one.number for one in results],
                "moments": [one.told_at for one in results],
            },
        )

    async def counts(self, office: str) -> Sequence[ResultCount]:
        """How many there were, by year, kind and word."""
        rows = await self._connection.execute(_COUNTS, {"office": office})
        return [ResultCount(**{**row, "kind": ResultKind(row["kind"])}) for row in rows.mappings()]
