"""What is kept sealed of OSS and SiCANTIK can be destroyed for a request for deletion."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """A message or an intake says for which request its content went."""
    for table in ("oss_message", "integration_intake"):
        op.add_column(table, sa.Column("destroyed_for", sa.Uuid))
    op.alter_column("oss_message", "body", nullable=True)
    op.create_check_constraint(
        "oss_message_destroyed", "oss_message", "(body is null) = (destroyed_for is not null)"
    )
    op.create_index("oss_message_business", "oss_message", ["office_code", "nib"])
    op.drop_constraint("integration_intake_content", "integration_intake")
    op.create_check_constraint(
        "integration_intake_content",
        "integration_intake",
        "(content is null) = (state in ('taken', 'broken', 'destroyed'))",
    )
    op.create_check_constraint(
        "integration_intake_destroyed",
        "integration_intake",
        "(state = 'destroyed') = (destroyed_for is not null)",
    )
