"""Claims on steps: who holds what, and who held it. One that has not ended is the only one."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, empty, metadata

step_claim = sa.Table(
    "step_claim",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False, server_default=empty("")),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("holder_name", sa.Text, nullable=False),
    sa.Column("claimed_at", INSTANT, nullable=False),
    sa.Column("expires_at", INSTANT, nullable=False),
    sa.Column("ended_at", INSTANT),
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
    sa.Index(
        "step_claim_is_one",
        "application_id",
        "step",
        "agency",
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    ),
    sa.Index(
        "step_claim_of_holder",
        "office_code",
        "holder_name",
        sa.text("application_id desc"),
        postgresql_where=sa.text("ended_at is null"),
    ),
    sa.Index(
        "step_claim_held",
        "office_code",
        "step",
        "expires_at",
        postgresql_where=sa.text("ended_at is null and agency = ''"),
    ),
)
