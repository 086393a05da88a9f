"""Requests for deletion on PostgreSQL; who asks and what is said are sealed."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import deletion_request as table
from gateway.domain.privacy.deletion_request import (
    DeletionRequest,
    DeletionRequestedAlready,
    Part,
    RefusalGround,
    RequestChannel,
    Requester,
    RequestState,
)
from shared.database.keyring import Keyring
from shared.errors import NotFound, StaleVersion

_PARTS = TypeAdapter(tuple[Part, ...])
_WORDS = ("words", "statement")


class PostgresDeletionRequests:
    """The entries of the caller's offices, and the caller's own. `holds` where a transaction will
    write them."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring, *, holds: bool) -> None:
        self._connection = connection
        self._keyring = keyring
        self._holds = holds

    async def add(self, request: DeletionRequest) -> None:
        """Raises DeletionRequestedAlready."""
        added = await self._connection.execute(
            insert(table)
            .values(**self._row(request))
            .on_conflict_do_nothing()
            .returning(table.c.id)
        )
        if added.first() is None:
            raise DeletionRequestedAlready

    async def get(self, request_id: UUID) -> DeletionRequest:
        """Raises NotFound."""
        query = sa.select(table).where(table.c.id == request_id)
        found = await self._connection.execute(query.with_for_update() if self._holds else query)
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return self._request(row)

    async def save(self, request: DeletionRequest) -> DeletionRequest:
        """Under the version that was read."""
        saved = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == request.id, table.c.version == request.version)
            .values(**self._row(request) | {"version": request.version + 1})
            .returning(table)
        )
        row = saved.mappings().first()
        if row is None:
            raise StaleVersion
        return self._request(row)

    async def page(
        self,
        *,
        account_id: UUID | None,
        state: RequestState | None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[DeletionRequest]:
        """Newest first."""
        query = sa.select(table).order_by(table.c.id.desc()).limit(limit)
        if account_id is not None:
            query = query.where(table.c.account == str(account_id))
        if state is not None:
            query = query.where(table.c.state == state.value)
        if before is not None:
            query = query.where(table.c.id < before)
        found = await self._connection.execute(query)
        return [self._request(row) for row in found.mappings()]

    async def to_do(self, *, limit: int) -> Sequence[UUID]:
        """Oldest first."""
        found = await self._connection.execute(
            sa.select(table.c.id)
            .where(table.c.told_at.is_(None), table.c.state != RequestState.RECEIVED.value)
            .order_by(table.c.id)
            .limit(limit)
        )
        return found.scalars().all()

    def _row(self, request: DeletionRequest) -> dict[str, Any]:
        values = asdict(request)
        account_id = values.pop("account_id")
        return values | {
            "account": None if account_id is None else str(account_id),
            "applications": list(request.applications),
            "requester": self._keyring.encrypt(json.dumps(asdict(request.requester))),
            "parts": _PARTS.dump_python(request.parts, mode="json"),
            **{name: self._keyring.encrypt(getattr(request, name)) for name in _WORDS},
        }

    def _request(self, row: Any) -> DeletionRequest:
        values = dict(row)
        account, ground = values.pop("account"), values["ground"]
        opened = {name: self._keyring.decrypt_text(values[name]) for name in _WORDS}
        return DeletionRequest(
            **values
            | opened
            | {
                "account_id": None if account is None else UUID(account),
                "applications": tuple(values["applications"]),
                "requester": Requester(**json.loads(self._keyring.decrypt(values["requester"]))),
                "channel": RequestChannel(values["channel"]),
                "state": RequestState(values["state"]),
                "ground": None if ground is None else RefusalGround(ground),
                "parts": _PARTS.validate_python(values["parts"]),
            }
        )
