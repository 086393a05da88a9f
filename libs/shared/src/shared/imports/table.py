"""The table of a service's imports. What a kind tells besides has a column of its own, or stands in
one called `notes`; what an import waits with for a worker has the columns of a lease."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem


def import_table(
    metadata: sa.MetaData, name: str, *own: SchemaItem, errors: str = "errors"
) -> sa.Table:
    """`errors` is the name of the column that keeps them."""
    return sa.Table(
        name,
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("dry_run", sa.Boolean, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column(errors, JSONB, key="errors", nullable=False),
        *own,
    )


def lease_columns() -> tuple[sa.Column[object], ...]:
    """Who asked and when, how far it is, who works on it until when, and the sealed file."""
    return (
        sa.Column("requested_by", sa.Text, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("columns", JSONB, nullable=False),
        sa.Column("progress", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("worker", sa.Uuid),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.Column("content", sa.LargeBinary),
    )
