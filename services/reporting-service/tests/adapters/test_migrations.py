"""An upgrade keeps what was counted, also for an owner that is bound by row security itself."""

import secrets

import asyncpg
from sqlalchemy.engine import make_url

from reporting_service.settings import NAME
from shared.database.engine import connection_arguments
from shared.database.migrate import ensure_roles_at, upgrade
from shared.testing.postgres import PostgresServer

_BEFORE = """
insert into service_time (office_code, year, month, kind, working_days, count)
  values ('62.02', 2024, 4, 'Reklame', 3, 7), ('53.11', 2024, 4, 'Reklame', 5, 1);
insert into service_standard (office_code, service_code, version, value, unit)
  values ('62.02', 'REKLAME', 2, 5, 'working_days');
insert into application_stage (office_code, application_id, stage, reached_at, channel,
  service_code) values ('62.02', gen_random_uuid(), 'submitted', now(), 'SICANTIK', 'REKLAME');
insert into import_operation (office_code, id, kind, state, finished_at, rows, accepted, errors,
    dry_run, notes)
  values ('62.02', gen_random_uuid(), 'counts', 'failed', now(), 3, 0,
    '[{"row": 2, "column": "a", "code": "x"}, {"row": 2, "column": "b", "code": "x"}]', false,
    '[]');
"""


async def test_an_upgrade_by_an_owner_that_is_no_superuser_keeps_the_rows_of_every_office(
    postgres_server: PostgresServer,
) -> None:
    async with postgres_server.empty_database() as address:
        await ensure_roles_at(address, NAME)
        admin = await asyncpg.connect(**connection_arguments(make_url(address)))
        owner, secret = f"owner_{secrets.token_hex(4)}", secrets.token_hex(8)
        await admin.execute(f"create role {owner} login password '{secret}'")
        await admin.execute(f"alter database {make_url(address).database} owner to {owner}")
        await admin.execute(f"alter schema public owner to {owner}")
        owned = make_url(address).set(username=owner, password=secret)
        address_of_owner = owned.render_as_string(hide_password=False)
        try:
            await upgrade("reporting_service", address_of_owner, service=NAME, to="0009")
            await admin.execute(_BEFORE)
            await upgrade("reporting_service", address_of_owner, service=NAME)
            kept = {
                table: await admin.fetchval(f"select count(*) from {table}")
                for table in ("versioned_time", "service_standard_version", "open_application")
            }
            assert kept == {
                "versioned_time": 2,
                "service_standard_version": 1,
                "open_application": 1,
            }
            assert await admin.fetchval("select refused from import_operation") == 1
            assert (
                await admin.fetchval(
                    "select count(*) from pg_class where relrowsecurity and not relforcerowsecurity"
                )
                == 0
            )
        finally:
            await admin.execute(f"reassign owned by {owner} to current_user")
            await admin.execute(f"drop owned by {owner}")
            await admin.close()
