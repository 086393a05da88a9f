"""Published editions: public, so without row-level security, and insert-only."""

from alembic import op

from shared.database.row_security import grant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERVICE = "reporting"


def upgrade() -> None:
    """Makes the tables of what was published."""
    op.execute(
        "create table edition (office_code text, year integer, quarter integer, edition integer,"
        " id uuid not null unique, published_at timestamptz not null, changes text not null,"
        " signatory jsonb not null, checksums jsonb not null,"
        " primary key (office_code, year, quarter, edition))"
    )
    op.execute(
        "create table edition_document (edition_id uuid references edition (id), media_type text,"
        " content bytea not null, primary key (edition_id, media_type))"
    )
    for table in ("edition", "edition_document"):
        grant(op, table, "select, insert", service=SERVICE)
