"""Plans, inspections, violations, follow-ups and sanctions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERVICE = "inspection"

PROTECTED = ("inspection_plan", "plan_item", "inspection", "violation", "follow_up", "sanction")


def upgrade() -> None:
    """Tables, row-level security, and grants."""

    op.create_table(
        "inspection_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("history", JSONB(), nullable=False),
        sa.Column("exclusions", JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_code", "year", name="inspection_plan_year"),
    )
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("nib", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("visit_no", sa.Integer(), nullable=False),
        sa.Column("planned_month", sa.Integer(), nullable=False),
        sa.Column("reasons", JSONB(), nullable=False),
        sa.Column("realised_investment_rupiah", sa.BigInteger(), nullable=True),
        sa.Column("facilities", JSONB(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("removed_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("planned_month between 1 and 12", name="plan_item_month"),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["inspection_plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "location_id", "risk", "visit_no", name="plan_item_visit"),
    )
    op.create_index("plan_item_location", "plan_item", ["location_id"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("nib", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("planned_year", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("triggers", JSONB(), nullable=False),
        sa.Column("plan_item_id", sa.Uuid(), nullable=True),
        sa.Column("mode_reason", sa.Text(), nullable=True),
        sa.Column("form_reason", sa.Text(), nullable=True),
        sa.Column("letter", JSONB(), nullable=True),
        sa.Column("started_by", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bap", JSONB(), nullable=True),
        sa.Column("non_execution", JSONB(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind <> 'routine' or plan_item_id is not null", name="inspection_plan"),
        sa.CheckConstraint(
            "status in ('planned', 'not_done') or letter is not null", name="inspection_letter"
        ),
        sa.CheckConstraint(
            "status not in ('bap_draft', 'bap_signed', 'bap_refused') or bap is not null",
            name="inspection_bap",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["plan_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_code", "number", name="inspection_number"),
    )
    op.create_index("inspection_business", "inspection", ["business_id", "id"], unique=False)
    op.create_index(
        "inspection_location", "inspection", ["location_id", "planned_year"], unique=False
    )
    op.create_table(
        "violation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("nib", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("obligation_code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("licence_ids", JSONB(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("clock", JSONB(), nullable=True),
        sa.Column("stop_order", JSONB(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(origin = 'bap') = (inspection_id is not null)", name="violation_bap"),
        sa.CheckConstraint("level in ('light', 'medium', 'heavy')", name="violation_level"),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("violation_business", "violation", ["business_id", "id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("violation_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("nib", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("correction_due_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("guidance_form", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("correction", JSONB(), nullable=True),
        sa.Column("evaluation", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.ForeignKeyConstraint(
            ["violation_id"],
            ["violation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("follow_up_violation", "follow_up", ["violation_id"], unique=False)
    op.create_table(
        "sanction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("violation_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("nib", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("licence_ids", JSONB(), nullable=False),
        sa.Column("entry_reason", sa.Text(), nullable=False),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("rungs", JSONB(), nullable=False),
        sa.Column("response", JSONB(), nullable=True),
        sa.Column("objection", JSONB(), nullable=True),
        sa.Column("escalations", JSONB(), nullable=False),
        sa.Column("lifting", JSONB(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "status in ('proposed', 'withdrawn') or jsonb_array_length(rungs) > 0",
            name="sanction_imposed",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.ForeignKeyConstraint(
            ["violation_id"],
            ["violation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_code", "number", name="sanction_number"),
    )
    op.create_index("sanction_business", "sanction", ["business_id", "id"], unique=False)
    op.create_index(
        "sanction_open_of_violation",
        "sanction",
        ["violation_id"],
        unique=True,
        postgresql_where=sa.text("status in ('proposed', 'imposed', 'answered')"),
    )
    for table in PROTECTED:
        protect(op, table, service=SERVICE)


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
