"""Accounts and profiles on PostgreSQL. What a profile tells of a person is sealed here."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters import tables
from gateway.application.ports import Credentials
from gateway.domain.accounts.account import Account, AccountKind, Profile
from gateway.domain.errors import UsernameTaken
from shared.database.keyring import Keyring
from shared.errors import NotFound, StaleVersion
from shared.identity import Role

_account = tables.account
_profile = tables.profile
_SEALED = ("full_name", "email", "phone", "nik", "address", "nip")


class PostgresAccounts:
    """Accounts hold nobody's data: every caller may look one up."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, account: Account, *, password_hash: str) -> Account:
        """Raises UsernameTaken."""
        added = await self._connection.execute(
            insert(_account)
            .values(id=account.id, password_hash=password_hash, **_account_row(account))
            .on_conflict_do_nothing(index_elements=["username"])
            .returning(_account.c.id)
        )
        if added.first() is None:
            raise UsernameTaken(pointers=(("/username", "taken"),))
        return account

    async def get(self, account_id: UUID) -> Account:
        """Raises NotFound."""
        found = await self._connection.execute(
            sa.select(_account).where(_account.c.id == account_id)
        )
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _account_of(row)

    async def find(self, username: str) -> Credentials | None:
        """By name, in lower case."""
        found = await self._connection.execute(
            sa.select(_account).where(_account.c.username == username)
        )
        row = found.mappings().first()
        if row is None:
            return None
        return Credentials(account=_account_of(row), password_hash=row["password_hash"])

    async def save(self, account: Account) -> Account:
        """Counts the version up; raises StaleVersion."""
        saved = await self._connection.execute(
            sa.update(_account)
            .where(_account.c.id == account.id, _account.c.version == account.version)
            .values(**_account_row(account) | {"version": account.version + 1})
            .returning(_account)
        )
        row = saved.mappings().first()
        if row is None:
            raise StaleVersion
        return _account_of(row)

    async def give_nib(self, account_id: UUID, nib: str) -> None:
        """Its tokens name the NIB from the next one on."""
        await self._set_nibs(account_id, sa.func.array_append(_without(nib), nib))

    async def take_nib(self, account_id: UUID, nib: str) -> None:
        """Its tokens name the NIB no longer."""
        await self._set_nibs(account_id, _without(nib))

    async def hold_nib(self, nib: str) -> None:
        """A lock of the database, until the transaction ends."""
        key = sa.func.hashtextextended(f"represents {nib}", 0)
        await self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))

    async def is_represented(self, nib: str, *, besides: UUID) -> bool:
        """Whether another active account has it."""
        found = await self._connection.execute(
            sa.select(_account.c.id)
            .where(_account.c.nibs.contains([nib]), _account.c.id != besides, _account.c.is_active)
            .limit(1)
        )
        return found.first() is not None

    async def _set_nibs(self, account_id: UUID, nibs: sa.ColumnElement[Any]) -> None:
        # The version too: who has read the account before does not write the old ones back.
        await self._connection.execute(
            sa.update(_account)
            .where(_account.c.id == account_id)
            .values(nibs=nibs, version=_account.c.version + 1)
        )

    async def set_password(self, account_id: UUID, *, password_hash: str) -> None:
        """In place of the one before."""
        await self._connection.execute(
            sa.update(_account)
            .where(_account.c.id == account_id)
            .values(password_hash=password_hash)
        )

    async def of_office(self, office_code: str, *, after: UUID | None, limit: int) -> list[Account]:
        """Staff of an office, oldest first."""
        query = (
            sa.select(_account)
            .where(_account.c.offices.contains([office_code]), _account.c.kind == AccountKind.STAFF)
            .order_by(_account.c.id)
            .limit(limit)
        )
        if after is not None:
            query = query.where(_account.c.id > after)
        return [_account_of(row) for row in (await self._connection.execute(query)).mappings()]

    async def existing(self, usernames: Iterable[str]) -> frozenset[str]:
        """Those of the names that are taken."""
        found = await self._connection.execute(
            sa.select(_account.c.username).where(_account.c.username.in_(list(usernames)))
        )
        return frozenset(found.scalars())


def _without(nib: str) -> sa.ColumnElement[Any]:
    return sa.func.array_remove(_account.c.nibs, nib)


class PostgresProfiles:
    """Rows that the caller owns or whose office is theirs."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def add(self, profile: Profile) -> None:
        """Keeps it, sealed."""
        values = self._row(profile) | {"owner": str(profile.account_id)}
        await self._connection.execute(sa.insert(_profile).values(**values))

    async def get(self, account_id: UUID) -> Profile:
        """Raises NotFound, also for somebody else's."""
        found = await self._connection.execute(
            sa.select(_profile).where(_profile.c.owner == str(account_id))
        )
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return self._profile(row)

    async def save(self, profile: Profile) -> None:
        """Keeps what it says now; raises NotFound for somebody else's."""
        saved = await self._connection.execute(
            sa.update(_profile)
            .where(_profile.c.owner == str(profile.account_id))
            .values(**self._row(profile))
        )
        if saved.rowcount == 0:
            raise NotFound

    def _row(self, profile: Profile) -> dict[str, Any]:
        sealed = {
            name: None
            if (value := getattr(profile, name)) is None
            else self._keyring.encrypt(value)
            for name in _SEALED
        }
        nik = profile.nik
        return sealed | {
            "office_code": profile.office_code,
            "nik_index": None if nik is None else self._keyring.blind_index(nik),
            "rank": profile.rank,
            "position": profile.position,
            "email_confirmed_at": profile.email_confirmed_at,
        }

    def _profile(self, row: Any) -> Profile:
        opened: dict[str, Any] = {name: self._opened(row[name]) for name in _SEALED}
        return Profile(
            account_id=UUID(row["owner"]),
            office_code=row["office_code"],
            rank=row["rank"],
            position=row["position"],
            email_confirmed_at=row["email_confirmed_at"],
            **opened,
        )

    def _sealed(self, text: str | None) -> bytes | None:
        return None if text is None else self._keyring.encrypt(text)

    def _opened(self, sealed: bytes | None) -> str | None:
        return None if sealed is None else self._keyring.decrypt_text(sealed)


def _account_row(account: Account) -> dict[str, Any]:
    return {
        "kind": account.kind.value,
        "username": account.username,
        "roles": sorted(account.roles),
        "offices": list(account.offices),
        "agency": account.agency,
        "nibs": list(account.nibs),
        "is_active": account.is_active,
        "created_at": account.created_at,
        "closed_at": account.closed_at,
        "version": account.version,
    }


def _account_of(row: Any) -> Account:
    return Account(
        id=row["id"],
        kind=AccountKind(row["kind"]),
        username=row["username"],
        roles=frozenset(Role(role) for role in row["roles"]),
        offices=tuple(row["offices"]),
        agency=row["agency"],
        nibs=tuple(row["nibs"]),
        is_active=row["is_active"],
        created_at=row["created_at"],
        closed_at=row["closed_at"],
        version=row["version"],
    )
