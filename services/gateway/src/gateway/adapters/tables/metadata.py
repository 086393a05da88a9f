"""The metadata that every table of the service registers with, and the type of its moments."""

import sqlalchemy as sa

from shared.database.access_log import access_log_table
from shared.messaging.schema import messaging_tables
from shared.seals.schema import seal_table

metadata = sa.MetaData()
messaging_tables(metadata)
seal_table(metadata)
access_log_table(metadata)

INSTANT = sa.DateTime(timezone=True)
