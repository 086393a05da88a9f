"""The table of seals, the same in every service's own database.

Seals hold counts and hashes of all offices together, and nobody's data. The relay's role, which
publishes events, inserts them and reads the heads of chains; the application's role only reads.
"""

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

# The migration tool is not imported by those who only serve.
if TYPE_CHECKING:
    from alembic.operations import Operations

_RIGHTS = (
    "grant select on audit_seal to {service}_app",
    "grant select, insert on audit_seal to {service}_relay",
    "grant select on stream_head to {service}_relay",
)


def seal_table(metadata: sa.MetaData) -> None:
    """Adds the table to a service's own metadata."""
    _audit_seal(metadata)


def create_seals(op: "Operations | Any", service: str) -> None:
    """In a migration: the table, and rights to read it and to add to it, nothing else."""
    _audit_seal(sa.MetaData()).create(op.get_bind())
    for statement in _RIGHTS:
        op.execute(statement.format(service=service))


def _audit_seal(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        "audit_seal",
        metadata,
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, nullable=False, unique=True),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("frontier", sa.LargeBinary, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary, nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.CheckConstraint("number > 0 and position >= number", name="audit_seal_grows"),
    )
