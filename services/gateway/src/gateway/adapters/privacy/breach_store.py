"""The register of breaches on PostgreSQL; what happened and what is done are sealed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import privacy_breach as table
from gateway.domain.privacy.breach import DataCategory, Notice, PrivacyBreach
from shared.database.keyring import Keyring
from shared.errors import NotFound, StaleVersion

_NOTICES = TypeAdapter(tuple[Notice, ...])
_SEALED = ("description", "handling")


class PostgresBreaches:
    """The entries of the caller's offices. `holds` where a transaction will write them."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring, *, holds: bool) -> None:
        self._connection = connection
        self._keyring = keyring
        self._holds = holds

    async def add(self, breach: PrivacyBreach) -> None:
        """Keeps it."""
        await self._connection.execute(sa.insert(table).values(**self._row(breach)))

    async def get(self, breach_id: UUID) -> PrivacyBreach:
        """Raises NotFound."""
        query = sa.select(table).where(table.c.id == breach_id)
        found = await self._connection.execute(query.with_for_update() if self._holds else query)
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return self._breach(row)

    async def save(self, breach: PrivacyBreach) -> PrivacyBreach:
        """Under the version that was read."""
        saved = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == breach.id, table.c.version == breach.version)
            .values(**self._row(breach) | {"version": breach.version + 1})
            .returning(table)
        )
        row = saved.mappings().first()
        if row is None:
            raise StaleVersion
        return self._breach(row)

    async def page(self, *, before: UUID | None, limit: int) -> Sequence[PrivacyBreach]:
        """Newest first, one more than the limit."""
        query = sa.select(table).order_by(table.c.id.desc()).limit(limit + 1)
        if before is not None:
            query = query.where(table.c.id < before)
        return [self._breach(row) for row in (await self._connection.execute(query)).mappings()]

    async def overdue(self, *, detected_before: datetime, limit: int) -> Sequence[PrivacyBreach]:
        """The longest due first, held."""
        found = await self._connection.execute(
            sa.select(table)
            .where(
                table.c.detected_at < detected_before,
                table.c.notified_at.is_(None),
                table.c.overdue_told_at.is_(None),
            )
            .order_by(table.c.detected_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [self._breach(row) for row in found.mappings()]

    def _row(self, breach: PrivacyBreach) -> dict[str, Any]:
        values = asdict(breach) | {name: self._seal(getattr(breach, name)) for name in _SEALED}
        return values | {
            "categories": [one.value for one in breach.categories],
            "applications": list(breach.applications),
            "notices": _NOTICES.dump_python(breach.notices, mode="json"),
            "notified_at": breach.notified_at,
        }

    def _seal(self, text: str) -> bytes:
        return self._keyring.encrypt(text)

    def _breach(self, row: Any) -> PrivacyBreach:
        values = dict(row)
        del values["notified_at"]
        opened = {name: self._keyring.decrypt_text(values[name]) for name in _SEALED}
        return PrivacyBreach(
            **values
            | opened
            | {
                "categories": tuple(DataCategory(one) for one in values["categories"]),
                "applications": tuple(values["applications"]),
                "notices": _NOTICES.validate_python(values["notices"]),
            }
        )
