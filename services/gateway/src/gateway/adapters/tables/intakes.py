"""The tables of what comes in from outside systems: intakes with their sealed content, the map of
services, where reading stands, and answers that are shown while a system is away."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gateway.adapters.tables.metadata import INSTANT, metadata
from shared.database.key_rotation import Sealed

SEALED_CONTENT = Sealed(table="integration_intake", columns=("content",))

integration_intake = sa.Table(
    "integration_intake",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("system", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("outside_number", sa.Text),
    sa.Column("outside_service", sa.Text),
    sa.Column("outside_service_name", sa.Text),
    sa.Column("service_code", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("problem", sa.Text),
    sa.Column("content", sa.LargeBinary),
    sa.Column("received_at", INSTANT, nullable=False),
    sa.Column("settled_at", INSTANT),
    sa.Column("application_id", sa.Uuid),
    sa.Column("destroyed_for", sa.Uuid),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("office_code", "system", "fingerprint", name="integration_intake_once"),
    sa.CheckConstraint(
        "(state = 'taken') = (application_id is not null)", name="integration_intake_taken"
    ),
    # People's data are kept as long as somebody has to be given them, and no longer.
    sa.CheckConstraint(
        "(content is null) = (state in ('taken', 'broken', 'destroyed'))",
        name="integration_intake_content",
    ),
    sa.CheckConstraint(
        "(state = 'destroyed') = (destroyed_for is not null)",
        name="integration_intake_destroyed",
    ),
    sa.Index("integration_intake_listed", "office_code", "system", "id"),
    sa.Index(
        "integration_intake_waiting",
        "office_code",
        "system",
        "outside_service",
        postgresql_where=sa.text("state in ('unmapped', 'handed_over', 'refused')"),
    ),
)

integration_service_map = sa.Table(
    "integration_service_map",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("system", sa.Text, primary_key=True),
    sa.Column("outside_code", sa.Text, primary_key=True),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("set_by", sa.Text, nullable=False),
    sa.Column("set_at", INSTANT, nullable=False),
)

integration_cursor = sa.Table(
    "integration_cursor",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("system", sa.Text, primary_key=True),
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("read_until", INSTANT),
    sa.Column("due_at", INSTANT, nullable=False),
)

integration_answer = sa.Table(
    "integration_answer",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("system", sa.Text, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("as_of", INSTANT, nullable=False),
    sa.Column("content", JSONB, nullable=False),
)
