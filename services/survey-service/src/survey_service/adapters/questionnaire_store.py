"""Questionnaire versions: the standard one, and the offices' own from the day they begin."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.errors import Conflict
from survey_service.adapters.questionnaire_document import (
    from_document,
    standard_questionnaire,
    to_document,
)
from survey_service.adapters.tables import questionnaire as table
from survey_service.domain.questionnaire import Questionnaire


class VersionExists(Conflict):
    """A version that was used once is never edited: take another id."""

    code = "version_exists"
    message = "A version with this id exists; versions are never edited."


class PostgresQuestionnaires:
    """Versions are few and never change."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def in_force(self, office_code: str, on: date) -> Questionnaire:
        """The office's own newest version that has begun, else the standard one."""
        found = await self._connection.execute(
            select(table.c.definition)
            .where(table.c.office_code == office_code, table.c.effective_from <= on)
            .order_by(table.c.effective_from.desc(), table.c.id.desc())
            .limit(1)
        )
        definition = found.scalar_one_or_none()
        return standard_questionnaire() if definition is None else from_document(definition)

    async def all_for(self, office_code: str) -> Mapping[str, Questionnaire]:
        """The standard version and the office's own, by id."""
        found = await self._connection.execute(
            select(table.c.definition).where(table.c.office_code == office_code)
        )
        standard = standard_questionnaire()
        own = [from_document(definition) for definition in found.scalars()]
        return {one.id: one for one in (standard, *own)}

    async def add(self, office_code: str, questionnaire: Questionnaire) -> None:
        """Raises VersionExists for an id that is taken."""
        row = {
            "office_code": office_code,
            "id": questionnaire.id,
            "effective_from": questionnaire.effective_from,
            "definition": to_document(questionnaire),
        }
        statement = insert(table).values(row).on_conflict_do_nothing().returning(table.c.id)
        written = (await self._connection.execute(statement)).first()
        if written is None or questionnaire.id == standard_questionnaire().id:
            raise VersionExists
