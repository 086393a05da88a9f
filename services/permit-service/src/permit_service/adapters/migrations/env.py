"""Alembic's way in: the same transaction, lock and time-outs as every service."""

from alembic import context

from permit_service.adapters.tables import metadata
from shared.database.migrate import run_migrations

run_migrations(context.config, metadata)
