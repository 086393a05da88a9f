"""Services in use and licences issued, as counts per month; and populations the office stated."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_service.adapters.tables import counted_licences, service_use, stated_population
from survey_service.domain.licence_use import ServiceUse
from survey_service.domain.population import CountedLicences, StatedPopulation

_KEY = ("office_code", "month", "service_code", "channel")


class PostgresUses:
    """Counts only: no licence is named here."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, office_code: str, uses: Iterable[ServiceUse]) -> None:
        """Counts up, in the order of the keys."""
        table = service_use
        statement = insert(table)
        adding = statement.on_conflict_do_update(
            index_elements=list(_KEY),
            set_={
                "applications": table.c.applications + statement.excluded.applications,
                "licences": table.c.licences + statement.excluded.licences,
            },
        )
        for use in sorted(uses, key=lambda one: (one.month, one.service_code, one.channel)):
            row = {
                "office_code": office_code,
                "month": use.month,
                "service_code": use.service_code,
                "channel": use.channel,
                "applications": use.applications,
                "licences": use.licences,
            }
            await self._connection.execute(adding, row)

    async def issued(self, first: date, last: date) -> Sequence[ServiceUse]:
        """Every service, channel and month with licences, those issued nationally as well."""
        table = service_use
        found = await self._connection.execute(
            select(
                table.c.month,
                table.c.service_code,
                table.c.channel,
                table.c.applications,
                table.c.licences,
            ).where(table.c.month.between(first.replace(day=1), last), table.c.licences > 0)
        )
        return [ServiceUse(**row) for row in found.mappings()]

    async def keep_counts(self, office_code: str, counts: Iterable[CountedLicences]) -> None:
        """The highest version stands, whichever arrives last."""
        table = counted_licences
        statement = insert(table)
        newer = ("row", "services", "licences", "version")
        keeping = statement.on_conflict_do_update(
            index_elements=["office_code", "month", "channel", "kind"],
            set_={name: statement.excluded[name] for name in newer},
            where=table.c.version < statement.excluded.version,
        )
        for count in sorted(counts, key=lambda one: (one.month, one.channel, one.kind)):
            row = asdict(count) | {"office_code": office_code}
            row["licences"] = row.pop("count")
            await self._connection.execute(keeping, row)

    async def counted(self, first: date, last: date) -> Sequence[CountedLicences]:
        """What is known of those months only as counts."""
        table = counted_licences
        found = await self._connection.execute(
            select(table).where(table.c.month.between(first.replace(day=1), last))
        )
        return [
            CountedLicences(
                month=row.month,
                channel=row.channel,
                kind=row.kind,
                row=row.row,
                services=tuple(row.services),
                count=row.licences,
                version=row.version,
            )
            for row in found
        ]

    async def is_used(self, service_code: str, first: date, last: date) -> bool:
        """Whether the service was applied for, or issued, in those months."""
        found = await self._connection.execute(
            select(service_use.c.month)
            .where(
                service_use.c.service_code == service_code,
                service_use.c.month.between(first.replace(day=1), last),
            )
            .limit(1)
        )
        return found.first() is not None

    async def state_population(self, population: StatedPopulation) -> None:
        """Replaces what was stated before."""
        row = {
            "office_code": population.office_code,
            "period": population.period,
            "count": population.count,
            "definition": population.definition,
        }
        await self._connection.execute(
            insert(stated_population)
            .values(row)
            .on_conflict_do_update(
                index_elements=["office_code", "period"],
                set_={"count": population.count, "definition": population.definition},
            )
        )

    async def stated_population(self, period: str) -> StatedPopulation | None:
        """What the caller's office stated for a period."""
        found = await self._connection.execute(
            select(stated_population).where(stated_population.c.period == period)
        )
        row = found.first()
        return None if row is None else StatedPopulation(**row._mapping)
