"""The register of requests for deletion; who asks and what is said are sealed."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from gateway.adapters.tables.metadata import INSTANT, metadata

deletion_request = sa.Table(
    "deletion_request",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("account", sa.Text),
    sa.Column("applications", ARRAY(sa.Uuid), nullable=False),
    sa.Column("requester", sa.LargeBinary, nullable=False),
    sa.Column("words", sa.LargeBinary, nullable=False),
    sa.Column("received_at", INSTANT, nullable=False),
    sa.Column("received_by", sa.Text, nullable=False),
    sa.Column("due_at", INSTANT, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("ground", sa.Text),
    sa.Column("statement", sa.LargeBinary, nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", INSTANT),
    sa.Column("parts", JSONB, nullable=False),
    sa.Column("carried_out_at", INSTANT),
    sa.Column("told_at", INSTANT),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint(
        "state in ('received', 'granted', 'refused', 'carried_out')",
        name="deletion_request_state",
    ),
    sa.CheckConstraint(
        "(state = 'received') = (decided_at is null)", name="deletion_request_is_decided"
    ),
    sa.CheckConstraint(
        "(state = 'refused') = (ground is not null)", name="deletion_request_has_its_ground"
    ),
    sa.CheckConstraint(
        "(state = 'carried_out') = (carried_out_at is not null)",
        name="deletion_request_says_when",
    ),
    sa.CheckConstraint(
        "account is not null or cardinality(applications) > 0",
        name="deletion_request_is_about_something",
    ),
    sa.Index("deletion_request_of_office", "office_code", sa.text("id desc")),
    sa.Index("deletion_request_of_account", "account", sa.text("id desc")),
    sa.Index(
        "deletion_request_one_at_a_time",
        "office_code",
        "account",
        unique=True,
        postgresql_where=sa.text("state in ('received', 'granted') and account is not null"),
    ),
    sa.Index(
        "deletion_request_to_do",
        "office_code",
        postgresql_where=sa.text("told_at is null and state <> 'received'"),
    ),
)
