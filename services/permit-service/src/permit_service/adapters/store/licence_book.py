"""The register of licences, as an office's book is entered into it: by the hundred."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.licences import columns_of_licence, licence_of
from permit_service.adapters.tables import licence, public_token
from permit_service.application.sign_licence import LICENCE, LICENCE_ID
from permit_service.domain.licence import Licence
from shared.database.keyring import Keyring


class PostgresLicenceBook:
    """The register of licences, many at a time."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def under(self, office_code: str, numbers: Sequence[str]) -> Mapping[str, Licence]:
        """Those that an office keeps under these numbers."""
        if not numbers:
            return {}
        found = await self._connection.execute(
            sa.select(licence).where(
                licence.c.office_code == office_code, licence.c.number.in_(numbers)
            )
        )
        kept = [licence_of(row, self._keyring) for row in found.mappings()]
        return {one.number: one for one in kept}

    async def enter(self, licences: Sequence[Licence]) -> list[Licence]:
        """Keeps those whose number is not taken, with their public tokens; returns them."""
        if not licences:
            return []
        made = await self._connection.execute(
            insert(licence)
            .on_conflict_do_nothing(index_elements=["office_code", "number"])
            .returning(licence.c.id),
            [columns_of_licence(one, self._keyring) for one in licences],
        )
        ids = set(made.scalars())
        entered = [one for one in licences if one.id in ids]
        tokens = [
            {"kind": kind, "token": token, "office_code": one.office_code, "target": one.id}
            for one in entered
            for kind, token in ((LICENCE, one.verification_token), (LICENCE_ID, str(one.id)))
        ]
        if tokens:
            await self._connection.execute(sa.insert(public_token), tokens)
        return entered
