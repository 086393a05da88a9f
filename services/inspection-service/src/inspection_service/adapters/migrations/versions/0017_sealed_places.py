"""The places of businesses are sealed, but for their district."""

import sqlalchemy as sa
from alembic import op

from shared.database.key_rotation import Sealed, let_keys_rotate

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """A column that the role of the keys may seal anew. What stands open is sealed by a timer, for
    here are no keys; the index shows what is left of it."""
    op.add_column("location", sa.Column("place_sealed", sa.LargeBinary))
    let_keys_rotate(op, Sealed(table="location", columns=("place_sealed",)), service="inspection")
    op.create_index(
        "location_open_place",
        "location",
        ["office_code"],
        postgresql_where=sa.text("address <> '' or latitude is not null or longitude is not null"),
    )
