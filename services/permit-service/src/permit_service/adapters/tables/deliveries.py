"""Each handing over of a licence; the receiver's name is sealed."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
    sa.Column("licence_id", sa.Uuid, sa.ForeignKey("licence.id"), nullable=False),
    sa.Column("means", sa.Text, nullable=False),
    sa.Column("is_automatic", sa.Boolean, nullable=False),
    sa.Column("delivered_by", sa.Text, nullable=False),
    sa.Column("delivered_at", INSTANT, nullable=False),
    sa.Column("handed_over_on", sa.Date, nullable=False),
    sa.Column("receiver", sa.LargeBinary),
    sa.CheckConstraint("means in ('electronic', 'counter')", name="delivery_means"),
    sa.CheckConstraint(
        "(means = 'counter') = (receiver is not null)", name="delivery_has_its_receiver"
    ),
    sa.Index("delivery_of_application", "application_id", "id"),
)
