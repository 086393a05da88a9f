"""Licences on PostgreSQL; the holder's name is sealed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import Row
from permit_service.adapters.tables import licence as table
from permit_service.application.listing import LicenceQuery
from permit_service.domain.licence import Licence, LicenceStatus, Signature
from permit_service.domain.service import Channel
from shared.database.keyring import Keyring
from shared.errors import NotFound, StaleVersion

_SAME = (
    "id",
    "office_code",
    "owner",
    "application_id",
    "service_code",
    "service_version",
    "number",
    "nib",
    "issued_on",
    "valid_until",
    "verification_token",
    "version",
)
_SIGNATURE = ("signed_by", "signer_nip", "signed_at", "certificate_serial", "sha256", "storage_key")


class PostgresLicences:
    """Keeps licences in the caller's transaction."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def add(self, licence: Licence) -> None:
        """Keeps a new licence."""
        await self._connection.execute(sa.insert(table).values(_columns(licence, self._keyring)))

    async def get(self, licence_id: UUID) -> Licence:
        """Raises NotFound."""
        found = await self._connection.execute(sa.select(table).where(table.c.id == licence_id))
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return licence_of(row, self._keyring)

    async def hold(self, licence_ids: Sequence[UUID]) -> list[Licence]:
        """Those that exist, held in the order of their ids."""
        found = await self._connection.execute(
            sa.select(table)
            .where(table.c.id.in_(licence_ids))
            .order_by(table.c.id)
            .with_for_update()
        )
        return [licence_of(row, self._keyring) for row in found.mappings()]

    async def save(self, licence: Licence) -> Licence:
        """Writes owner and told status; raises StaleVersion."""
        changed = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == licence.id, table.c.version == licence.version)
            .values(
                owner=licence.owner,
                told_status=licence.told_status.value,
                version=licence.version + 1,
            )
            .returning(table.c.version)
        )
        version = changed.scalar_one_or_none()
        if version is None:
            raise StaleVersion
        return replace(licence, version=version)

    async def page(self, query: LicenceQuery) -> list[Licence]:
        """Newest first, one more than the limit."""
        conditions: list[sa.ColumnElement[bool]] = [
            table.c.owner == query.owner
            if query.owner is not None
            else table.c.office_code.in_(query.offices)
        ]
        if query.before is not None:
            conditions.append(table.c.id < query.before)
        if query.nib is not None:
            conditions.append(table.c.nib == query.nib)
        found = await self._connection.execute(
            sa.select(table).where(*conditions).order_by(table.c.id.desc()).limit(query.limit + 1)
        )
        return [licence_of(row, self._keyring) for row in found.mappings()]


def licence_of(row: Row, keyring: Keyring, prefix: str = "") -> Licence:
    """A row of `licence`; with a prefix, from a statement that joins it."""
    signature = {name: row[prefix + name] for name in _SIGNATURE}
    return Licence(
        **{name: row[prefix + name] for name in _SAME},
        channel=Channel(row[prefix + "channel"]),
        holder_name=keyring.decrypt_text(row[prefix + "holder_name"]),
        signature=None if signature["sha256"] is None else Signature(**signature),
        told_status=LicenceStatus(row[prefix + "told_status"]),
    )


def _columns(licence: Licence, keyring: Keyring) -> dict[str, Any]:
    signature = licence.signature
    return (
        {name: getattr(licence, name) for name in _SAME}
        | {name: getattr(signature, name) if signature else None for name in _SIGNATURE}
        | {
            "channel": licence.channel.value,
            "holder_name": keyring.encrypt(licence.holder_name),
            "told_status": licence.told_status.value,
        }
    )
