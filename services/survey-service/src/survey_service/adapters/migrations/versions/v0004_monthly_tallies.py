"""Tallies per month of the whole and of each group, without crossing services and modes.

Cells of service and mode together stay for processes of the release before: a trigger adds what
they count to the new tallies. Until the last of them has ended, they alone read too little.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect, seen_whole

revision = "0004"
down_revision = "0003"

# The cell of a whole belongs to a service and a mode as well.
_COUNT_CELL = """
create function count_cell(cell tally, respondents bigint, sums jsonb, uniform bigint,
  all_highest bigint) returns void language sql as $$
  insert into monthly_tally as t (office_code, field, month, questionnaire_id, value, respondents,
    sums, uniform, all_highest)
  select cell.office_code, g.field, cell.month, cell.questionnaire_id, g.value,
    count_cell.respondents, count_cell.sums, count_cell.uniform, count_cell.all_highest
  from (select cell.field, cell.value where cell.field not in ('service', 'collection_mode')
    union all select 'service', cell.service_code where cell.field = ''
    union all select 'collection_mode', cell.collection_mode where cell.field = '')
    g (field, value) order by g.field
  on conflict (office_code, field, month, questionnaire_id, value) do update set
    respondents = t.respondents + excluded.respondents,
    sums = t.sums || (select jsonb_object_agg(key, value::bigint
      + coalesce((t.sums ->> key)::bigint, 0)) from jsonb_each_text(excluded.sums)),
    uniform = t.uniform + excluded.uniform,
    all_highest = t.all_highest + excluded.all_highest
$$
"""
# Of a cell that is new there is no old one: its values are null.
_COUNT_CHANGE = """
create function count_change_of_cell() returns trigger language plpgsql as $$
begin
  perform count_cell(new, new.respondents - coalesce(old.respondents, 0),
    (select jsonb_object_agg(key, value::bigint - coalesce((old.sums ->> key)::bigint, 0))
     from jsonb_each_text(new.sums)),
    new.uniform - coalesce(old.uniform, 0), new.all_highest - coalesce(old.all_highest, 0));
  return null;
end $$
"""


def upgrade() -> None:
    """Cells are locked before they are counted, so that none is counted twice or never."""
    op.create_table(
        "monthly_tally",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("questionnaire_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("respondents", sa.BigInteger(), nullable=False),
        sa.Column("sums", JSONB(), nullable=False),
        sa.Column("uniform", sa.BigInteger(), nullable=False),
        sa.Column("all_highest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "field", "month", "questionnaire_id", "value"),
    )
    op.execute(_COUNT_CELL)
    with seen_whole(op, "tally"):
        op.execute("select count_cell(t, respondents, sums, uniform, all_highest) from tally t")
    op.execute(_COUNT_CHANGE)
    op.execute(
        "create trigger count_change_of_cell after insert or update on tally"
        " for each row execute function count_change_of_cell()"
    )
    protect(op, "monthly_tally", service="survey")
