"""Public tokens on PostgreSQL: the one table without rights, which leads to an office and an id."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import public_token as table
from permit_service.application.token_ports import TokenTarget


class PostgresTokens:
    """Keeps and finds tokens."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, kind: str, token: str, target: TokenTarget) -> None:
        """Keeps a token."""
        await self._connection.execute(
            sa.insert(table).values(
                kind=kind, token=token, office_code=target.office_code, target=target.target
            )
        )

    async def find(self, kind: str, token: str) -> TokenTarget | None:
        """What it leads to."""
        found = await self._connection.execute(
            sa.select(table.c.office_code, table.c.target).filter_by(kind=kind, token=token)
        )
        row = found.first()
        if row is None:
            return None
        target: UUID = row.target
        return TokenTarget(office_code=row.office_code, target=target)
