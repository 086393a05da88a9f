"""The place of an application is sealed, but for its district."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """A column that the role of the keys may seal anew. What stands open is sealed by a timer, for
    here are no keys; the index shows what is left of it."""
    op.add_column("application", sa.Column("place_sealed", sa.LargeBinary))
    op.execute("grant select (place_sealed), update (place_sealed) on application to permit_keys")
    op.create_index(
        "application_open_place",
        "application",
        ["office_code"],
        postgresql_where=sa.text(
            "coalesce(location ->> 'address', location ->> 'latitude', location ->> 'longitude')"
            " is not null"
        ),
    )
