"""Visits to the place of an application, with the pictures that were taken there."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from permit_service.adapters.tables.metadata import INSTANT, empty, metadata

site_visit = sa.Table(
    "site_visit",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("scheduled_on", sa.Date, nullable=False),
    sa.Column("officers", ARRAY(sa.Text), nullable=False),
    sa.Column("scheduled_by", sa.Text, nullable=False),
    sa.Column("scheduled_at", INSTANT, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("visited_on", sa.Date),
    sa.Column("visited_by", ARRAY(sa.Text), nullable=False, server_default=empty("{}")),
    sa.Column("result", sa.Text),
    sa.Column("notes", sa.Text, nullable=False, server_default=empty("")),
    sa.Column("recorded_by", sa.Text),
    sa.Column("recorded_at", INSTANT),
    sa.Column("photos", JSONB, nullable=False, server_default=empty("[]")),
    # Until then its pictures are lent to a worker, or were found not to be scannable just now.
    sa.Column("scan_due_at", INSTANT),
    sa.CheckConstraint(
        "state in ('scheduled', 'rescheduled', 'recorded')", name="site_visit_state"
    ),
    sa.CheckConstraint(
        "result is null or result in ('conforms', 'does_not_conform')", name="site_visit_result"
    ),
    sa.CheckConstraint(
        "(state = 'recorded') = (result is not null and visited_on is not null)",
        name="site_visit_recorded_with_its_result",
    ),
    sa.Index("site_visit_of_application", "application_id"),
    sa.Index(
        "site_visit_with_pending_photos",
        "office_code",
        postgresql_where=sa.text("""photos @> '[{"scan_state": "pending"}]'"""),
    ),
)
