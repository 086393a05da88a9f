"""Licences on PostgreSQL; the holder's name is sealed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import Row, number_format_of, paper_of
from permit_service.adapters.tables import licence as table
from permit_service.adapters.tables import office
from permit_service.application.listing import LicenceQuery
from permit_service.domain.licence import ActingKind, Licence, LicenceStatus, Signature
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
    "replaces",
    "replaced_by",
    "version",
)
_HOLDER = ("holder_nik", "holder_address")
_SIGNATURE = (
    "signed_by",
    "signer_nip",
    "signed_at",
    "certificate_serial",
    "sha256",
    "storage_key",
    "acting_as",
    "delegation_id",
)


class PostgresLicences:
    """Keeps licences in the caller's transaction."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def add(self, licence: Licence) -> None:
        """Keeps a new licence."""
        values = columns_of_licence(licence, self._keyring)
        await self._connection.execute(sa.insert(table).values(values))

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
        """Writes owner, told status and what came in its place; raises StaleVersion."""
        changed = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == licence.id, table.c.version == licence.version)
            .values(
                owner=licence.owner,
                told_status=licence.told_status.value,
                replaced_by=licence.replaced_by,
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
        found = await self._connection.execute(
            sa.select(table)
            .where(*conditions, *_asked(query))
            .order_by(table.c.id.desc())
            .limit(query.limit + 1)
        )
        return [licence_of(row, self._keyring) for row in found.mappings()]


def _asked(query: LicenceQuery) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if query.nib is not None:
        found.append(table.c.nib == query.nib)
    if query.service_code is not None:
        found.append(table.c.service_code == query.service_code)
    if query.ends_from is not None:
        found.append(table.c.valid_until >= query.ends_from)
    if query.ends_until is not None:
        found.append(table.c.valid_until <= query.ends_until)
    if query.number is not None:
        lowered = sa.func.lower(table.c.number)
        found.append(lowered.startswith(query.number.lower(), autoescape=True))
    if query.status is not None:
        found.append(_has_status(query.status, query.now))
    return found


def _has_status(status: LicenceStatus, now: datetime) -> sa.ColumnElement[bool]:
    """What was told is kept with the sanctions; the last day passes by itself."""
    if status in {LicenceStatus.REVOKED, LicenceStatus.SUSPENDED}:
        return table.c.told_status == status.value
    today = (
        sa.select(sa.cast(sa.func.timezone(office.c.time_zone, now), sa.Date))
        .where(office.c.code == table.c.office_code)
        .scalar_subquery()
    )
    in_force = table.c.told_status == LicenceStatus.ACTIVE.value
    if status is LicenceStatus.ACTIVE:
        return sa.and_(
            in_force, sa.or_(table.c.valid_until.is_(None), table.c.valid_until >= today)
        )
    return sa.or_(
        table.c.told_status == LicenceStatus.EXPIRED.value,
        sa.and_(in_force, table.c.valid_until < today),
    )


def licence_of(row: Row, keyring: Keyring, prefix: str = "") -> Licence:
    """A row of `licence`; with a prefix, from a statement that joins it."""
    signature = {name: row[prefix + name] for name in _SIGNATURE}
    return Licence(
        **{name: row[prefix + name] for name in _SAME},
        channel=Channel(row[prefix + "channel"]),
        holder_name=keyring.decrypt_text(row[prefix + "holder_name"]),
        signature=_signature_of(signature),
        told_status=LicenceStatus(row[prefix + "told_status"]),
        paper=paper_of(row[prefix + "paper"]),
        number_format=number_format_of(row[prefix + "number_format"]),
        **_holder_of(row[prefix + "holder_sealed"], keyring),
    )


def _signature_of(columns: dict[str, Any]) -> Signature | None:
    if columns["sha256"] is None:
        return None
    acting = columns["acting_as"]
    return Signature(**columns | {"acting_as": None if acting is None else ActingKind(acting)})


def _holder_of(sealed: bytes | None, keyring: Keyring) -> dict[str, Any]:
    return {} if sealed is None else json.loads(keyring.decrypt(sealed))


def _sealed_holder(licence: Licence, keyring: Keyring) -> bytes | None:
    known = {name: getattr(licence, name) for name in _HOLDER}
    return keyring.encrypt(json.dumps(known)) if any(known.values()) else None


def columns_of_licence(licence: Licence, keyring: Keyring) -> dict[str, Any]:
    """Every column of a new row."""
    signature = licence.signature
    return (
        {name: getattr(licence, name) for name in _SAME}
        | {name: getattr(signature, name) if signature else None for name in _SIGNATURE}
        | {
            "channel": licence.channel.value,
            "holder_name": keyring.encrypt(licence.holder_name),
            "holder_sealed": _sealed_holder(licence, keyring),
            "told_status": licence.told_status.value,
            "paper": licence.paper and asdict(licence.paper),
            "number_format": licence.number_format and asdict(licence.number_format),
        }
    )
