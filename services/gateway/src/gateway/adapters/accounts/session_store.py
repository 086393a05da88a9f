"""Sessions, refresh tokens and delegations on PostgreSQL."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters import tables
from gateway.application.ports import MAX_SESSIONS
from gateway.domain.accounts.delegation import Delegation, DelegationKind
from gateway.domain.accounts.session import RefreshToken, Session
from shared.errors import NotFound
from shared.identity import Role

_session = tables.session
_token = tables.refresh_token
_device = tables.known_device
_ended = tables.ended_access
_delegation = tables.delegation


class PostgresSessions:
    """A row per sign-in, and one per refresh token it was given."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, session: Session) -> None:
        """Keeps a session that has just begun."""
        await self._connection.execute(
            sa.insert(_session).values(
                id=session.id,
                account_id=session.account_id,
                began_at=session.began_at,
                ends_at=session.ends_at,
                device=session.device,
            )
        )

    async def add_token(self, token: RefreshToken) -> None:
        """Keeps the hash of a refresh token."""
        await self._connection.execute(sa.insert(_token).values(**asdict(token)))

    async def use(self, token_hash: bytes, *, at: datetime) -> tuple[Session, RefreshToken] | None:
        """Locks the row, so that the second of two sees that the first has used it."""
        found = await self._connection.execute(
            sa.select(_token, _session)
            .join(_session, _session.c.id == _token.c.session_id)
            .where(_token.c.hash == token_hash)
            .with_for_update(of=_token)
        )
        row = found.mappings().first()
        if row is None:
            return None
        if row[_token.c.used_at] is None:
            await self._connection.execute(
                sa.update(_token).where(_token.c.hash == token_hash).values(used_at=at)
            )
        return _session_of(row), _token_of(row)

    async def open_of(self, account_id: UUID, *, at: datetime) -> list[Session]:
        """The latest first, each with when it was last renewed."""
        renewed = sa.func.max(_token.c.used_at).label("renewed_at")
        found = await self._connection.execute(
            sa.select(*_session.c, renewed)
            .join_from(_session, _token, _token.c.session_id == _session.c.id, isouter=True)
            .where(_session.c.account_id == account_id, *_open(at))
            .group_by(_session.c.id)
            .order_by(_session.c.began_at.desc(), _session.c.id.desc())
            .limit(MAX_SESSIONS)
        )
        return [replace(_session_of(row), renewed_at=row["renewed_at"]) for row in found.mappings()]

    async def end(self, session_id: UUID, *, account_id: UUID, at: datetime) -> bool:
        """Of two who end it at once, one has."""
        ended = await self._connection.execute(
            sa.update(_session)
            .where(_session.c.id == session_id, _session.c.account_id == account_id, *_open(at))
            .values(revoked_at=at)
        )
        if ended.rowcount == 0:
            return False
        await self._end_access(at=at, session_id=session_id)
        return True

    async def recognise(self, account_id: UUID, device_index: bytes, *, at: datetime) -> bool:
        """Of two that come at once from a new device, one is the first."""
        known = sa.select(_device.c.account_id).where(_device.c.account_id == account_id).limit(1)
        has_any = (await self._connection.execute(known)).first() is not None
        added = await self._connection.execute(
            insert(_device)
            .values(account_id=account_id, device_index=device_index, first_seen_at=at)
            .on_conflict_do_nothing()
        )
        return added.rowcount == 0 or not has_any

    async def revoke(self, session_id: UUID, *, at: datetime) -> None:
        """Ends a session for good."""
        await self._connection.execute(
            sa.update(_session)
            .where(_session.c.id == session_id, _session.c.revoked_at.is_(None))
            .values(revoked_at=at)
        )
        await self._end_access(at=at, session_id=session_id)

    async def revoke_all(self, account_id: UUID, *, at: datetime) -> None:
        """Ends every session of an account."""
        await self._connection.execute(
            sa.update(_session)
            .where(_session.c.account_id == account_id, _session.c.revoked_at.is_(None))
            .values(revoked_at=at)
        )
        await self.end_access(account_id, at=at)

    async def end_access(self, account_id: UUID, *, at: datetime) -> None:
        """Of every token that was issued before."""
        await self._end_access(at=at, account_id=account_id)

    async def forget_ended_access(self, *, before: datetime) -> None:
        """Deletes what no token can be of any more."""
        await self._connection.execute(sa.delete(_ended).where(_ended.c.ended_at < before))

    async def _end_access(
        self, *, at: datetime, session_id: UUID | None = None, account_id: UUID | None = None
    ) -> None:
        """The door reads it within a second."""
        await self._connection.execute(
            sa.insert(_ended).values(session_id=session_id, account_id=account_id, ended_at=at)
        )

    async def forget_ended(self, *, before: datetime) -> None:
        """Deletes sessions that ended before a moment, with their tokens."""
        await self._connection.execute(sa.delete(_session).where(_session.c.ends_at < before))


class PostgresDelegations:
    """The delegations of the caller's offices."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, delegation: Delegation) -> None:
        """Keeps it."""
        await self._connection.execute(sa.insert(_delegation).values(**asdict(delegation)))

    async def get(self, delegation_id: UUID) -> Delegation:
        """Held until the transaction ends; raises NotFound, also for another office's."""
        found = await self._connection.execute(
            sa.select(_delegation).where(_delegation.c.id == delegation_id).with_for_update()
        )
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _delegation_of(row)

    async def revoke(self, delegation: Delegation) -> None:
        """Keeps when it was taken back."""
        await self._connection.execute(
            sa.update(_delegation)
            .where(_delegation.c.id == delegation.id)
            .values(revoked_at=delegation.revoked_at)
        )

    async def of(self, account_id: UUID) -> tuple[Delegation, ...]:
        """Everything that was delegated to an account."""
        return tuple(await self._found(_delegation.c.account_id == account_id))

    async def of_office(self, office_code: str) -> list[Delegation]:
        """Everything that an office has delegated, the latest first."""
        return await self._found(_delegation.c.office_code == office_code)

    async def _found(self, condition: sa.ColumnElement[bool]) -> list[Delegation]:
        found = await self._connection.execute(
            sa.select(_delegation).where(condition).order_by(_delegation.c.valid_from.desc())
        )
        return [_delegation_of(row) for row in found.mappings()]


def _open(at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return _session.c.revoked_at.is_(None), _session.c.ends_at > at


def _session_of(row: Any) -> Session:
    return Session(
        id=row[_session.c.id],
        account_id=row[_session.c.account_id],
        began_at=row[_session.c.began_at],
        ends_at=row[_session.c.ends_at],
        is_revoked=row[_session.c.revoked_at] is not None,
        device=row[_session.c.device],
    )


def _token_of(row: Any) -> RefreshToken:
    return RefreshToken(
        hash=row[_token.c.hash],
        session_id=row[_token.c.session_id],
        ends_at=row[_token.c.ends_at],
        used_at=row[_token.c.used_at],
    )


def _delegation_of(row: Any) -> Delegation:
    return Delegation(
        **dict(row) | {"kind": DelegationKind(row["kind"]), "role": Role(row["role"])}
    )
