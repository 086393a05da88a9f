"""Each handing over of a licence."""

import sqlalchemy as sa
from alembic import op

from shared.database.key_rotation import Sealed, let_keys_rotate
from shared.database.row_security import protect

revision = "0013"
down_revision = "0012"

SERVICE = "permit"


def upgrade() -> None:
    """Visible to the office, and to whoever sees the application."""
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
        sa.Column("licence_id", sa.Uuid, sa.ForeignKey("licence.id"), nullable=False),
        sa.Column("means", sa.Text, nullable=False),
        sa.Column("is_automatic", sa.Boolean, nullable=False),
        sa.Column("delivered_by", sa.Text, nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_on", sa.Date, nullable=False),
        sa.Column("receiver", sa.LargeBinary),
        sa.CheckConstraint("means in ('electronic', 'counter')", name="delivery_means"),
        sa.CheckConstraint(
            "(means = 'counter') = (receiver is not null)", name="delivery_has_its_receiver"
        ),
    )
    op.create_index("delivery_of_application", "delivery", ["application_id", "id"])
    protect(op, "delivery", service=SERVICE)
    let_keys_rotate(op, Sealed(table="delivery", columns=("receiver",)), service=SERVICE)
    op.execute(
        f"create policy of_application on delivery for select to {SERVICE}_app using ("
        "(select true from application a where a.id = delivery.application_id))"
    )
