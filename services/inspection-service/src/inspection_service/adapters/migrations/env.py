"""Alembic's entrance: the same lock, time-outs and transaction as in every service."""

from alembic import context

from inspection_service.adapters.tables import metadata
from shared.database.migrate import run_migrations

run_migrations(context.config, metadata)
