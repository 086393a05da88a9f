"""Claims on steps, the delegation behind a signature, and the indexes by which an inbox of any
size is read.

A name is looked up by a key that is kept beside it: `lower` is not leakproof, so that under
row-level security no index on it can be used.
"""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import protect

revision = "0011"
down_revision = "0010"

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)
_OPEN = "status in ('submitted', 'returned', 'verified', 'validated', 'signed')"


def upgrade() -> None:
    """The table with its rights, then what lists are read by."""
    _create_step_claim()
    protect(op, "step_claim", service=SERVICE)
    op.add_column("licence", sa.Column("acting_as", sa.Text))
    op.add_column("licence", sa.Column("delegation_id", sa.Uuid))
    op.create_check_constraint(
        "licence_names_its_delegation",
        "licence",
        "(acting_as is null) = (delegation_id is null)",
    )
    op.add_column(
        "application",
        sa.Column("name_key", sa.Text, sa.Computed("lower(applicant_name)", persisted=True)),
    )
    op.drop_index("application_name", "application")
    op.drop_index("application_of_office", "application")
    op.create_index(
        "application_name", "application", ["office_code", sa.text("name_key text_pattern_ops")]
    )
    op.create_index(
        "application_visible",
        "application",
        ["office_code", sa.text("id desc")],
        postgresql_where=sa.text("status <> 'draft' or mode = 'assisted'"),
    )
    op.create_index(
        "application_of_channel", "application", ["office_code", "channel", sa.text("id desc")]
    )
    op.create_index(
        "application_due",
        "application",
        ["office_code", "status", sa.text("coalesce(due_on, 'infinity'::date)"), "id"],
        postgresql_where=sa.text(_OPEN),
    )
    op.create_index(
        "application_age",
        "application",
        [
            "office_code",
            "status",
            sa.text("coalesce(submitted_at, 'infinity'::timestamptz)"),
            "id",
        ],
        postgresql_where=sa.text(_OPEN),
    )


def _create_step_claim() -> None:
    op.create_table(
        "step_claim",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("holder_name", sa.Text, nullable=False),
        sa.Column("claimed_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("ended_at", _INSTANT),
        sa.Column("ended_by", sa.Text),
        sa.Column("ending", sa.Text),
        sa.CheckConstraint(
            "step in ('verification', 'recommendations', 'validation', 'signature', 'delivery')",
            name="step_claim_step",
        ),
        sa.CheckConstraint(
            "(step = 'recommendations') = (agency <> '')", name="step_claim_names_its_agency"
        ),
        sa.CheckConstraint(
            "(ended_at is null) = (ending is null)", name="step_claim_says_how_it_ended"
        ),
    )
    op.create_index(
        "step_claim_is_one",
        "step_claim",
        ["application_id", "step", "agency"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(
        "step_claim_of_holder",
        "step_claim",
        ["office_code", "holder_name"],
        postgresql_where=sa.text("ended_at is null"),
    )
