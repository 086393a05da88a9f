"""Where officers and others of an office read mail, from the gateway's own accounts."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from gateway.adapters.tables import account, profile
from gateway.domain.notification import NO_OFFICE
from shared.database.engine import Database
from shared.identity import Caller, Role, system_caller

# Enough for any agency; a bound, so that no message goes to a whole town.
MAX_OFFICERS = 20


class PostgresOfficers:
    """The `Officers` port. Profiles are read with the rights of their office."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mail_addresses(self, office_code: str, agency: str) -> Sequence[str]:
        """Of the active officers of this agency in this office, in the order of their accounts."""
        officers = account.c.roles.contains([Role.AGENCY_OFFICER.value])
        return await self._found(office_code, account.c.agency == agency, officers)

    async def address_of(self, office_code: str, account_id: UUID) -> Sequence[str]:
        """Of one account, while it is active; an applicant's is read with the owner's rights."""
        if office_code == NO_OFFICE:
            owner = Caller(actor=str(account_id), roles=frozenset({Role.SYSTEM}))
            return await self._read(owner, account.c.id == account_id)
        return await self._found(office_code, account.c.id == account_id)

    async def addresses_of_role(self, office_code: str, role: Role) -> Sequence[str]:
        """Of the active accounts that have the role by themselves."""
        return await self._found(office_code, account.c.roles.contains([role.value]))

    async def _found(self, office_code: str, *conditions: sa.ColumnElement[bool]) -> Sequence[str]:
        office = system_caller("gateway", office_code)
        return await self._read(office, account.c.offices.contains([office_code]), *conditions)

    async def _read(self, caller: Caller, *conditions: sa.ColumnElement[bool]) -> Sequence[str]:
        query = (
            sa.select(profile.c.email)
            .join_from(account, profile, profile.c.owner == sa.cast(account.c.id, sa.Text))
            .where(*conditions)
            .where(account.c.is_active, profile.c.email.is_not(None))
            .order_by(account.c.id)
            .limit(MAX_OFFICERS)
        )
        async with self._database.read(caller) as connection:
            sealed = (await connection.execute(query)).scalars().all()
        return [self._database.keyring.decrypt_text(one) for one in sealed]
