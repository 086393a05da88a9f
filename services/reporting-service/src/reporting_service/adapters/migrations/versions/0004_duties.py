"""The report as a duty: settings, transmittal numbers and hand-overs."""

from alembic import op

from shared.database.row_security import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SERVICE = "reporting"


def upgrade() -> None:
    """Makes the tables of duties; earlier editions have no transmittal."""
    op.execute(
        "create table report_settings (office_code text primary key, addressee text not null,"
        " through text not null, place text not null, letter_unit text not null,"
        " due_days integer, version integer not null)"
    )
    op.execute(
        "create table handover (office_code text, year integer, quarter integer,"
        " edition integer, handed_over_on date not null, proof text not null,"
        " primary key (office_code, year, quarter, edition))"
    )
    for table in ("report_settings", "handover"):
        protect(op, table, service=SERVICE)
    op.execute(f"revoke update on handover from {SERVICE}_app")
    op.execute("alter table edition add column transmittal_number text not null default ''")
