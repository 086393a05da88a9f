"""Keeps one kind of aggregate in one table: a field is a column, a nested part is JSON, what
people said is JSON that is sealed.

A save is refused when the row has moved on (StaleVersion); a row that the caller may not see is
not there (NotFound).
"""

from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from pydantic_core import from_json, to_json
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.keyring import Keyring
from shared.errors import NotFound, StaleVersion


class Versioned(Protocol):
    """What an aggregate has besides its own fields."""

    @property
    def id(self) -> UUID: ...
    @property
    def office_code(self) -> str: ...
    @property
    def version(self) -> int: ...


AggregateT = TypeVar("AggregateT", bound=Versioned)


class Mapping(Generic[AggregateT]):
    """Turns an aggregate into a row and back; made once per kind."""

    def __init__(self, kind: type[AggregateT], table: sa.Table) -> None:
        self.table = table
        self._adapter: TypeAdapter[AggregateT] = TypeAdapter(kind)
        self._json = frozenset(one.name for one in table.c if isinstance(one.type, JSONB))
        self._sealed = tuple(one.name for one in table.c if isinstance(one.type, sa.LargeBinary))

    def row(self, aggregate: AggregateT, keyring: Keyring) -> dict[str, Any]:
        """The row's values; what is nested becomes JSON, what is private is sealed."""
        plain = self._adapter.dump_python(aggregate)
        text = self._adapter.dump_python(aggregate, mode="json")
        values = {name: (text if name in self._json else plain)[name] for name in plain}
        for name in self._sealed:
            if text[name] is not None:
                values[name] = keyring.encrypt(to_json(text[name]))
        return values

    def aggregate(self, row: sa.Row[Any], keyring: Keyring) -> AggregateT:
        """The aggregate behind a row."""
        values = row._asdict()
        for name in self._sealed:
            if values[name] is not None:
                values[name] = from_json(keyring.decrypt(values[name]))
        return self._adapter.validate_python(values)


class AggregateStore(Generic[AggregateT]):
    """Adds, gets, saves, pages; a kind's own queries stand in its own store."""

    mapping: Mapping[AggregateT]

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def add(self, aggregate: AggregateT) -> AggregateT:
        """A new row, version 1."""
        table = self.mapping.table
        values = self.mapping.row(aggregate, self._keyring) | {"version": 1}
        statement = sa.insert(table).values(values).returning(*table.c)
        return self._aggregate((await self._connection.execute(statement)).one())

    async def get(self, aggregate_id: UUID) -> AggregateT:
        """The aggregate as it stands; raises NotFound."""
        found = await self.where(self.mapping.table.c.id == aggregate_id)
        if not found:
            raise NotFound
        return found[0]

    async def save(self, aggregate: AggregateT) -> AggregateT:
        """The changed aggregate, one version on; raises StaleVersion."""
        table = self.mapping.table
        values = self.mapping.row(aggregate, self._keyring) | {"version": aggregate.version + 1}
        statement = (
            sa.update(table)
            .where(table.c.id == aggregate.id, table.c.version == aggregate.version)
            .values(values)
            .returning(*table.c)
        )
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            raise StaleVersion
        return self._aggregate(row)

    async def page(
        self, *, business_id: UUID | None, after: UUID | None, limit: int
    ) -> list[AggregateT]:
        """The oldest first, of one business or of all that the caller sees."""
        table = self.mapping.table
        conditions = []
        if business_id is not None:
            conditions.append(table.c.business_id == business_id)
        if after is not None:
            conditions.append(table.c.id > after)
        return await self.where(*conditions, limit=limit)

    async def where(
        self, *conditions: sa.ColumnElement[bool], limit: int | None = None
    ) -> list[AggregateT]:
        """Every aggregate that meets the conditions, in the order they were made."""
        table = self.mapping.table
        statement = sa.select(table).where(*conditions).order_by(table.c.id).limit(limit)
        rows = await self._connection.execute(statement)
        return [self._aggregate(row) for row in rows]

    def _aggregate(self, row: sa.Row[Any]) -> AggregateT:
        return self.mapping.aggregate(row, self._keyring)
