"""What was printed of a quarter and what is wrong in it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.lint import Finding
from shared.calendar.office_time import Quarter

_KEEP = text(
    "insert into printed_report (office_code, year, quarter, printed, findings)"
    " values (:office, :year, :quarter, cast(:printed as jsonb), cast(:findings as jsonb))"
    " on conflict (office_code, year, quarter) do update"
    " set printed = excluded.printed, findings = excluded.findings"
)
_FIND = text(
    "select printed, findings from printed_report where office_code = :office"
    " and year = :year and quarter = :quarter"
)


class PostgresPrints:
    """One print per quarter: the last that was handed in."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self,
        office: str,
        quarter: Quarter,
        values: Mapping[str, object],
        findings: Sequence[Finding],
    ) -> None:
        """Keeps the print in the place of an earlier one."""
        await self._connection.execute(
            _KEEP,
            {
                "office": office,
                "year": quarter.year,
                "quarter": quarter.number,
                "printed": json.dumps(values),
                "findings": json.dumps([asdict(one) for one in findings]),
            },
        )

    async def find(
        self, office: str, quarter: Quarter
    ) -> tuple[Mapping[str, object], tuple[Finding, ...]]:
        """The printed values by table id, and the findings; both empty without a print."""
        found = await self._connection.execute(
            _FIND, {"office": office, "year": quarter.year, "quarter": quarter.number}
        )
        row = found.mappings().first()
        if row is None:
            return {}, ()
        return row["printed"], tuple(Finding(**one) for one in row["findings"])
