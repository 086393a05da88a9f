"""Problems with systems of others. Insert-only: a row per version; the newest stands."""

import sqlalchemy as sa

from reporting_service.adapters.columns import INSTANT, key, metadata, office_code

system_issue = sa.Table(
    "system_issue",
    metadata,
    office_code(),
    sa.Column("id", sa.Uuid, primary_key=True),
    key("version", sa.Integer),
    sa.Column("system", sa.Text, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("raised_on", sa.Date, nullable=False),
    sa.Column("consulted", sa.Text, nullable=False),
    sa.Column("consulted_on", sa.Date),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("answered_on", sa.Date),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by", sa.Text, nullable=False),
    sa.CheckConstraint(
        "(state = 'closed') = (closed_on is not null)", name="system_issue_closed_on"
    ),
    sa.Index("system_issue_by_day", "office_code", "raised_on", "id"),
)
