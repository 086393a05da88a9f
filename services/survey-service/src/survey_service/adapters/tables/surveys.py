"""Which application was answered, and the references it is asked for under."""

import sqlalchemy as sa

from survey_service.adapters.tables.metadata import INSTANT, metadata, office_code

survey_reference = sa.Table(
    "survey_reference",
    metadata,
    sa.Column("reference", sa.Text, primary_key=True),
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("application_id", sa.Uuid),
    sa.Column("early_at", INSTANT),
    sa.Column("early_by", sa.Text),
    sa.CheckConstraint("(early_at is null) = (early_by is null)", name="survey_reference_early"),
)

application_survey = sa.Table(
    "application_survey",
    metadata,
    sa.Column("application_id", sa.Uuid, primary_key=True),
    office_code(),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("gate", sa.Text),
    sa.Column("invitation_id", sa.Uuid, unique=True),
    sa.Column("opened_at", INSTANT),
    sa.Column("expires_at", INSTANT),
    sa.Column("completed_at", INSTANT),
    sa.Column("completed_by", sa.Text),
    sa.Column("closed_at", INSTANT),
    sa.CheckConstraint("gate in ('required', 'exempt')", name="application_survey_gate"),
    sa.CheckConstraint(
        "(invitation_id is null) = (expires_at is null)", name="application_survey_invitation"
    ),
    sa.CheckConstraint(
        "(completed_at is null) = (completed_by is null)", name="application_survey_completed"
    ),
)
