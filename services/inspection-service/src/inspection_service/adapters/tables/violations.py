"""Violations, how they are followed up, and sanctions."""

import sqlalchemy as sa

from inspection_service.adapters.columns import (
    instant,
    key,
    nested,
    of,
    office_code,
    row_version,
    words,
)
from inspection_service.adapters.tables.metadata import metadata

violation = sa.Table(
    "violation",
    metadata,
    key(),
    office_code(),
    of("business_id", "business"),
    words("nib"),
    words("level"),
    words("obligation_code"),
    words("description"),
    words("origin"),
    sa.Column("found_on", sa.Date, nullable=False),
    words("recorded_by"),
    instant("recorded_at"),
    words("ruleset_version"),
    nested("licence_ids"),
    of("inspection_id", "inspection", optional=True),
    sa.Column("complaint_id", sa.Uuid),
    nested("clock", optional=True),
    nested("stop_order", optional=True),
    words("status"),
    row_version(),
    sa.CheckConstraint("level in ('light', 'medium', 'heavy')", name="violation_level"),
    sa.CheckConstraint("(origin = 'bap') = (inspection_id is not null)", name="violation_bap"),
    sa.Index("violation_business", "business_id", "id"),
)

follow_up = sa.Table(
    "follow_up",
    metadata,
    key(),
    office_code(),
    of("violation_id", "violation"),
    of("business_id", "business"),
    words("nib"),
    words("kind"),
    words("notes"),
    sa.Column("correction_due_on", sa.Date, nullable=False),
    words("created_by"),
    instant("created_at"),
    words("guidance_form", optional=True),
    words("status"),
    nested("correction", optional=True),
    words("evaluation", optional=True),
    row_version(),
    sa.Index("follow_up_violation", "violation_id"),
)

OPEN_SANCTION = "sanction_open_of_violation"

sanction = sa.Table(
    "sanction",
    metadata,
    key(),
    office_code(),
    words("number"),
    of("violation_id", "violation"),
    of("business_id", "business"),
    words("nib"),
    words("level"),
    words("step"),
    nested("licence_ids"),
    words("entry_reason"),
    words("ruleset_version"),
    words("proposed_by"),
    instant("proposed_at"),
    words("status"),
    nested("rungs"),
    nested("response", optional=True),
    nested("objection", optional=True),
    nested("escalations"),
    nested("lifting", optional=True),
    row_version(),
    sa.CheckConstraint(
        "status in ('proposed', 'withdrawn') or jsonb_array_length(rungs) > 0",
        name="sanction_imposed",
    ),
    sa.UniqueConstraint("office_code", "number", name="sanction_number"),
    sa.Index("sanction_business", "business_id", "id"),
    sa.Index(
        OPEN_SANCTION,
        "violation_id",
        unique=True,
        postgresql_where=sa.text("status in ('proposed', 'imposed', 'answered')"),
    ),
)
