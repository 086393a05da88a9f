"""Applications of outside systems on PostgreSQL; what they hold of people is sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import integration_intake as table
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.sicantik.intake import WAITING, Intake, IntakeContent, IntakeState
from shared.database.keyring import Keyring
from shared.errors import NotFound, StaleVersion

_CONTENT = TypeAdapter(IntakeContent)


class PostgresIntakes:
    """Those of the caller's offices. `holds` where a transaction will write them."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring, *, holds: bool) -> None:
        self._connection = connection
        self._keyring = keyring
        self._holds = holds

    async def known(
        self, system: OutsideSystem, office_code: str, fingerprints: Sequence[bytes]
    ) -> Mapping[bytes, Intake]:
        """Held, in one order for every worker."""
        if not fingerprints:
            return {}
        found = await self._connection.execute(
            sa.select(table)
            .where(
                table.c.system == system,
                table.c.office_code == office_code,
                table.c.fingerprint.in_(fingerprints),
            )
            .order_by(table.c.id)
            .with_for_update()
        )
        return {row["fingerprint"]: self._intake(row) for row in found.mappings()}

    async def add(self, intake: Intake) -> bool:
        """Whether it is new."""
        added = await self._connection.execute(
            insert(table).values(**self._row(intake)).on_conflict_do_nothing().returning(table.c.id)
        )
        return added.first() is not None

    async def get(self, intake_id: UUID) -> Intake:
        """Raises NotFound."""
        query = sa.select(table).where(table.c.id == intake_id)
        found = await self._connection.execute(query.with_for_update() if self._holds else query)
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return self._intake(row)

    async def save(self, intake: Intake) -> Intake:
        """Under the version that was read."""
        saved = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == intake.id, table.c.version == intake.version)
            .values(**self._row(intake) | {"version": intake.version + 1})
            .returning(table)
        )
        row = saved.mappings().first()
        if row is None:
            raise StaleVersion
        return self._intake(row)

    async def unmapped(
        self,
        system: OutsideSystem,
        office_code: str,
        outside_services: Sequence[str],
        *,
        limit: int,
    ) -> Sequence[Intake]:
        """The oldest first, held."""
        found = await self._connection.execute(
            sa.select(table)
            .where(
                table.c.system == system,
                table.c.office_code == office_code,
                table.c.state == IntakeState.UNMAPPED,
                table.c.outside_service.in_(outside_services),
            )
            .order_by(table.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [self._intake(row) for row in found.mappings()]

    async def page(
        self,
        system: OutsideSystem,
        *,
        state: IntakeState | None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[Intake]:
        """The latest first, one more than the limit."""
        query = (
            sa.select(table)
            .where(table.c.system == system)
            .order_by(table.c.id.desc())
            .limit(limit + 1)
        )
        if state is not None:
            query = query.where(table.c.state == state)
        if before is not None:
            query = query.where(table.c.id < before)
        return [self._intake(row) for row in (await self._connection.execute(query)).mappings()]

    async def count(self, system: OutsideSystem, office_code: str) -> int:
        """How many wait."""
        found = await self._connection.execute(
            sa.select(sa.func.count()).where(
                table.c.system == system,
                table.c.office_code == office_code,
                table.c.state.in_(WAITING),
            )
        )
        return int(found.scalar_one())

    async def with_content(self, *, after: UUID | None, limit: int) -> Sequence[Intake]:
        """In the order of their ids; held where a transaction will write them."""
        query = sa.select(table).where(table.c.content.is_not(None))
        query = query.order_by(table.c.id).limit(limit)
        if after is not None:
            query = query.where(table.c.id > after)
        found = await self._connection.execute(query.with_for_update() if self._holds else query)
        return [self._intake(row) for row in found.mappings()]

    async def destroyed_for(self, request_id: UUID) -> int:
        """How many."""
        found = await self._connection.execute(
            sa.select(sa.func.count()).where(table.c.destroyed_for == request_id)
        )
        return int(found.scalar_one())

    def _row(self, intake: Intake) -> dict[str, Any]:
        sealed = None
        if intake.content is not None:
            sealed = self._keyring.encrypt(_CONTENT.dump_json(intake.content))
        return asdict(intake) | {"content": sealed}

    def _intake(self, row: Any) -> Intake:
        values, content = dict(row), None
        if values["content"] is not None:
            content = _CONTENT.validate_json(self._keyring.decrypt(values["content"]))
        return Intake(
            **values
            | {
                "system": OutsideSystem(values["system"]),
                "state": IntakeState(values["state"]),
                "content": content,
            }
        )
