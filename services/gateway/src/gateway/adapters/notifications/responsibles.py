"""Where the person responsible for a business reads mail, as OSS has it, while somebody claims to
be that person."""

from uuid import UUID

from gateway.adapters.accounts.account_store import PostgresProfiles
from gateway.adapters.accounts.representation_store import PostgresRepresentations
from gateway.adapters.oss.intake_store import PostgresOssBusinesses
from gateway.application.notifications.ports import Contact
from gateway.domain.accounts.representation import Representation, RepresentationState
from gateway.domain.oss.responsible import responsible_with
from shared.database.engine import Database
from shared.identity import Caller, Role, system_caller


class PostgresResponsibles:
    """The `Responsibles` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def responsible(self, representation_id: UUID, *, office_code: str) -> Contact:
        """Without an address where nothing is claimed any more. Raises NotFound."""
        keyring = self._database.keyring
        async with self._database.read(system_caller("gateway", office_code)) as connection:
            store = PostgresRepresentations(connection, keyring, holds=False)
            claim = await store.get(representation_id)
            told = await PostgresOssBusinesses(connection, keyring).standing(office_code, claim.nib)
        if told is None or claim.state is not RepresentationState.CLAIMED:
            return Contact(name="")
        found = responsible_with(told.method, told.body, nik=await self._nik(claim))
        return Contact(name="", email=None if found is None else found.email)

    async def _nik(self, claim: Representation) -> str:
        """Read with the claimant's own rights: it is nobody else's."""
        owner = Caller(actor=str(claim.account_id), roles=frozenset({Role.SYSTEM}))
        async with self._database.read(owner) as connection:
            store = PostgresProfiles(connection, self._database.keyring)
            return (await store.get(claim.account_id)).nik or ""
