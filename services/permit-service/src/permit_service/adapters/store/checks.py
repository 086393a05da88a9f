"""Checks of requirements on PostgreSQL: those of the last verification."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import from_json
from permit_service.adapters.tables import requirement_check
from permit_service.domain.application import Application
from permit_service.domain.requirement_check import Checks, RequirementCheck

CHECKS = """
  case when a.status <> 'draft' then
    (select t.checks from requirement_check t where t.application_id = a.id) end as checks
"""


class PostgresRequirementChecks:
    """Written in the caller's transaction; the application is held by it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save(
        self, application: Application, checks: Checks, *, by: str, at: datetime
    ) -> None:
        """In the place of those before."""
        values = {"checks": [asdict(one) for one in checks], "checked_by": by, "checked_at": at}
        owned = {"application_id": application.id, "office_code": application.office_code}
        await self._connection.execute(
            insert(requirement_check)
            .values(values | owned)
            .on_conflict_do_update(index_elements=["application_id"], set_=values)
        )


def checks_of(stored: Any) -> Checks:
    """The column `checks` of a whole file."""
    return tuple(RequirementCheck(**one) for one in from_json(stored) or ())
