"""What each office has set for the life of its licences, by the day from which it holds."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from permit_service.adapters.tables.metadata import metadata

licence_terms = sa.Table(
    "licence_terms",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("effective_from", sa.Date, primary_key=True),
    sa.Column("reminder_days", ARRAY(sa.Integer), nullable=False),
    sa.Column("renewal_opens_days", sa.Integer, nullable=False),
    sa.Column("delivery_after_minutes", sa.Integer),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("verified", sa.Boolean, nullable=False),
    sa.CheckConstraint("renewal_opens_days >= 0", name="licence_terms_open_before_the_end"),
    sa.CheckConstraint("delivery_after_minutes >= 0", name="licence_terms_deliver_afterwards"),
)
