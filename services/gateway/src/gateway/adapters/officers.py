"""Where the officers of an agency read mail, from the gateway's own accounts."""

from collections.abc import Sequence

import sqlalchemy as sa

from gateway.adapters.tables import account, profile
from shared.database.engine import Database
from shared.identity import Role, system_caller

# Enough for any agency; a bound, so that no message goes to a whole town.
MAX_OFFICERS = 20


class PostgresOfficers:
    """The `Officers` port. Profiles are read with the rights of their office."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mail_addresses(self, office_code: str, agency: str) -> Sequence[str]:
        """Of the active officers of this agency in this office, in the order of their accounts."""
        query = (
            sa.select(profile.c.email)
            .join_from(account, profile, profile.c.owner == sa.cast(account.c.id, sa.Text))
            .where(account.c.offices.contains([office_code]), account.c.agency == agency)
            .where(account.c.is_active, profile.c.email.is_not(None))
            .where(account.c.roles.contains([Role.AGENCY_OFFICER.value]))
            .order_by(account.c.id)
            .limit(MAX_OFFICERS)
        )
        async with self._database.read(system_caller("gateway", office_code)) as connection:
            sealed = (await connection.execute(query)).scalars().all()
        return [self._database.keyring.decrypt_text(one) for one in sealed]
