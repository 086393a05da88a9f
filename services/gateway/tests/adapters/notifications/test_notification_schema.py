"""The migrated schema is the one the code speaks of."""

from gateway.adapters.tables import metadata
from gateway.testing.notification_door import migrate_gateway
from shared.database.migrate import drift
from shared.testing.postgres import PostgresServer


async def test_the_migrations_and_the_tables_agree(postgres_server: PostgresServer) -> None:
    async with postgres_server.database_copy("gateway", migrate_gateway) as address:
        assert list(await drift(address, metadata)) == []
