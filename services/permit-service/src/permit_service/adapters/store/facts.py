"""What other services told, on PostgreSQL: whole batches in one statement, in any order."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import sanction, survey_fact
from permit_service.domain.licence import Sanction
from permit_service.domain.survey import SurveyFact

# What is known stays: a fact that comes twice, or late, takes nothing away.
_RECORD_SURVEYS = sa.text(
    "insert into survey_fact as known"
    " (application_id, office_code, invitation_id, opened_at, expires_at, completed_at)"
    " select f.id, :office, f.invitation, f.opened, f.expires, f.completed"
    " from unnest(cast(:ids as uuid[]), cast(:invitations as uuid[]),"
    " cast(:opened as timestamptz[]), cast(:expires as timestamptz[]),"
    " cast(:completed as timestamptz[])) as f(id, invitation, opened, expires, completed)"
    " on conflict (application_id) do update set"
    " invitation_id = coalesce(excluded.invitation_id, known.invitation_id),"
    " opened_at = coalesce(excluded.opened_at, known.opened_at),"
    " expires_at = coalesce(excluded.expires_at, known.expires_at),"
    " completed_at = coalesce(known.completed_at, excluded.completed_at)"
)

_RECORD_SANCTION = sa.text(
    "insert into sanction as known"
    " (licence_id, sanction_id, office_code, step, stepped_at, lifted_at)"
    " values (:licence_id, :sanction_id, :office, :step, :stepped_at, :lifted_at)"
    " on conflict (licence_id, sanction_id) do update set"
    " step = case when known.stepped_at is null or excluded.stepped_at >= known.stepped_at"
    " then coalesce(excluded.step, known.step) else known.step end,"
    " stepped_at = greatest(known.stepped_at, excluded.stepped_at),"
    " lifted_at = greatest(known.lifted_at, excluded.lifted_at)"
)


class PostgresSurveyFacts:
    """Facts of surveys, by application."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, application_id: UUID) -> SurveyFact:
        """The fact, or an empty one."""
        found = await self._connection.execute(
            sa.select(survey_fact).where(survey_fact.c.application_id == application_id)
        )
        row = found.mappings().first()
        if row is None:
            return SurveyFact(application_id=application_id)
        return SurveyFact(**{name: row[name] for name in row if name != "office_code"})

    async def record(self, facts: Sequence[SurveyFact], *, office_code: str) -> None:
        """Adds what is new to what is known."""
        await self._connection.execute(
            _RECORD_SURVEYS,
            {
                "office": office_code,
                "ids": [one.application_id for one in facts],
                "invitations": [one.invitation_id for one in facts],
                "opened": [one.opened_at for one in facts],
                "expires": [one.expires_at for one in facts],
                "completed": [one.completed_at for one in facts],
            },
        )


class PostgresSanctions:
    """Facts of sanctions, by licence."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, sanctions: Sequence[Sanction], *, office_code: str) -> None:
        """The latest step wins; a lifting stays."""
        for one in sanctions:
            await self._connection.execute(
                _RECORD_SANCTION,
                {
                    "licence_id": one.licence_id,
                    "sanction_id": one.sanction_id,
                    "office": office_code,
                    "step": one.step,
                    "stepped_at": one.stepped_at,
                    "lifted_at": one.lifted_at,
                },
            )

    async def of(self, licence_ids: Sequence[UUID]) -> dict[UUID, tuple[Sanction, ...]]:
        """The sanctions of each licence."""
        rows = await self._connection.execute(
            sa.select(sanction)
            .where(sanction.c.licence_id.in_(licence_ids))
            .order_by(sanction.c.sanction_id)
        )
        found: dict[UUID, tuple[Sanction, ...]] = {}
        for row in rows.mappings():
            one = Sanction(**{name: row[name] for name in row if name != "office_code"})
            found[one.licence_id] = (*found.get(one.licence_id, ()), one)
        return found
