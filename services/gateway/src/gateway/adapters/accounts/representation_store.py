"""Which account represents which business, on PostgreSQL; names, deeds and reasons are sealed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import business_representation as table
from gateway.application.accounts.representation_ports import RepresentationQuery
from gateway.domain.accounts.representation import (
    LIVE,
    AlreadyClaimed,
    Deed,
    Proof,
    Representation,
    RepresentationState,
)
from shared.database.keyring import Keyring
from shared.errors import NotFound, StaleVersion

_WORDS = ("claimant_name", "deed", "reason")


class PostgresRepresentations:
    """Those of the caller's offices, and the caller's own. `holds` where a transaction will write
    them."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring, *, holds: bool) -> None:
        self._connection = connection
        self._keyring = keyring
        self._holds = holds

    async def add(self, claim: Representation) -> None:
        """Raises AlreadyClaimed."""
        added = await self._connection.execute(
            insert(table).values(**self._row(claim)).on_conflict_do_nothing().returning(table.c.id)
        )
        if added.first() is None:
            raise AlreadyClaimed

    async def get(self, representation_id: UUID) -> Representation:
        """Raises NotFound."""
        query = sa.select(table).where(table.c.id == representation_id)
        found = await self._connection.execute(query.with_for_update() if self._holds else query)
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return self._representation(row)

    async def save(self, representation: Representation) -> Representation:
        """Under the version that was read."""
        saved = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == representation.id, table.c.version == representation.version)
            .values(**self._row(representation) | {"version": representation.version + 1})
            .returning(table)
        )
        row = saved.mappings().first()
        if row is None:
            raise StaleVersion
        return self._representation(row)

    async def page(self, query: RepresentationQuery) -> Sequence[Representation]:
        """Newest first, one more than the limit."""
        conditions: list[sa.ColumnElement[bool]] = []
        if query.state is not None:
            conditions.append(table.c.state == query.state)
        if query.nib is not None:
            conditions.append(table.c.nib == query.nib)
        if query.before is not None:
            conditions.append(table.c.id < query.before)
        found = await self._connection.execute(
            sa.select(table).where(*conditions).order_by(table.c.id.desc()).limit(query.limit + 1)
        )
        return [self._representation(row) for row in found.mappings()]

    async def claimed_since(self, account_id: UUID, since: datetime) -> int:
        """How many."""
        counted = await self._connection.execute(
            sa.select(sa.func.count()).where(
                table.c.account == str(account_id), table.c.claimed_at > since
            )
        )
        return int(counted.scalar_one())

    async def end_all(self, account_id: UUID, *, at: datetime) -> None:
        """Those that live end; the words of all are gone."""
        own = table.c.account == str(account_id)
        await self._connection.execute(
            sa.update(table)
            .where(own, table.c.state.in_(LIVE))
            .values(state=RepresentationState.ENDED, ended_at=at, version=table.c.version + 1)
        )
        nothing = self._sealed({"claimant_name": "", "deed": None, "reason": ""})
        await self._connection.execute(sa.update(table).where(own).values(words=nothing))

    def _row(self, representation: Representation) -> dict[str, Any]:
        values = asdict(representation)
        words = {name: values.pop(name) for name in _WORDS}
        return values | {
            "account": str(values.pop("account_id")),
            "words": self._sealed(words),
        }

    def _sealed(self, words: Mapping[str, Any]) -> bytes:
        return self._keyring.encrypt(json.dumps(words, default=date.isoformat))

    def _representation(self, row: Any) -> Representation:
        values = dict(row)
        words = json.loads(self._keyring.decrypt(values.pop("words")))
        account_id = UUID(values.pop("account"))
        deed, proof = words["deed"], values["proof"]
        return Representation(
            **values
            | words
            | {
                "account_id": account_id,
                "state": RepresentationState(values["state"]),
                "proof": None if proof is None else Proof(proof),
                "deed": None
                if deed is None
                else Deed(number=deed["number"], dated_on=date.fromisoformat(deed["dated_on"])),
            }
        )
