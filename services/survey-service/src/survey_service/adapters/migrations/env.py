"""Runs the versions under a lock and with time-outs."""

from alembic import context

from shared.database.migrate import run_migrations
from survey_service.adapters.tables import metadata

run_migrations(context.config, metadata)
