"""Counts a register on PostgreSQL, from the index of what was handed in."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.domain.applicant import ApplicantKind
from permit_service.domain.register_recap import RecapLine
from permit_service.domain.service import Channel, Mode
from permit_service.domain.survey import GateState

_RECAP = sa.text("""
select a.channel, a.mode, s.content ->> 'category' as category,
  (s.content ->> 'is_berusaha')::boolean as is_berusaha, a.applicant_kind,
  a.gate_state as survey_gate, a.gate_source as survey_gate_source,
  count(*) as applications,
  count(*) filter (where a.status in ('signed', 'delivered')) as issued,
  count(*) filter (where a.status = 'rejected') as rejected,
  count(*) filter (where a.status = 'withdrawn') as withdrawn,
  count(*) filter (where a.exceeded_on is not null) as late
from application a join service_version s
  on s.office_code = a.office_code and s.code = a.service_code and s.version = a.service_version
where a.office_code = :office and a.submitted_at >= :start and a.submitted_at < :end
group by 1, 2, 3, 4, 5, 6, 7
order by 1, 2, 3, 4, 5, 6, 7
""")


class PostgresRegisterRecaps:
    """In the caller's reading."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, office_code: str, *, start: datetime, end: datetime) -> list[RecapLine]:
        """A line for each combination of facts that occurs."""
        values = {"office": office_code, "start": start, "end": end}
        found = await self._connection.execute(_RECAP, values)
        return [
            RecapLine(
                **dict(row)
                | {
                    "channel": Channel(row["channel"]),
                    "mode": Mode(row["mode"]),
                    "applicant_kind": ApplicantKind(row["applicant_kind"]),
                    "survey_gate": GateState(row["survey_gate"]),
                }
            )
            for row in found.mappings()
        ]
