"""The tables of messaging, the same in every service's own database.

The log is insert-only for the application role; heads, marks and positions hold no data of
people and carry no row-level security.
"""

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.database.row_security import CALLERS_OFFICES, CALLING_ACTOR

# The migration tool is not imported by those who only serve.
if TYPE_CHECKING:
    from alembic.operations import Operations

_CREATED = sa.text("clock_timestamp()")


def messaging_tables(metadata: sa.MetaData) -> None:
    """Adds the messaging tables to a service's own metadata."""
    instant = sa.DateTime(timezone=True)
    sa.Table(
        "event_log",
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("subject_type", sa.Text, nullable=False),
        sa.Column("subject", sa.Uuid, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("key_sequence", sa.BigInteger, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("occurred_at", instant, nullable=False),
        sa.Column("correlation", sa.Text),
        sa.Column("causation", sa.Uuid),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("subject", "sequence", name="event_log_subject_sequence"),
        sa.UniqueConstraint("key", "key_sequence", name="event_log_key_sequence"),
    )
    sa.Table(
        "unpublished",
        metadata,
        sa.Column("local_order", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("event_log.id"), nullable=False, unique=True),
    )
    sa.Table(
        "feed",
        metadata,
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("event_log.id"), nullable=False, unique=True),
    )
    sa.Table(
        "stream_head",
        metadata,
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("key_sequence", sa.BigInteger, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary, nullable=False),
        sa.Column("chain_head", sa.LargeBinary, nullable=False),
    )
    sa.Table(
        "once_mark",
        metadata,
        sa.Column("mark", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.LargeBinary),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("made_at", instant, nullable=False, server_default=_CREATED),
    )
    sa.Table(
        "consumer_position",
        metadata,
        sa.Column("group_name", sa.Text, primary_key=True),
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("key_sequence", sa.BigInteger, nullable=False),
    )
    sa.Table(
        "dead_letter",
        metadata,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("group_name", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("event_type", sa.Text, nullable=False),
        sa.Column("message", pg.JSONB, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
        sa.Column("dead_at", instant, nullable=False, server_default=_CREATED),
        sa.Column("decided_at", instant),
        sa.CheckConstraint("state in ('waiting', 'replayed', 'skipped')", name="dead_letter_state"),
        sa.UniqueConstraint("group_name", "event_id", name="dead_letter_group_event"),
    )


_APPEND_EVENT = """
create function append_event(
  _id uuid, _office text, _subject_type text, _subject uuid, _key text, _type text,
  _version integer, _actor text, _reason text, _occurred_at timestamptz, _correlation text,
  _causation uuid, _data text
) returns bigint language plpgsql as $$
declare
  _key_sequence bigint;
  _sequence bigint;
  _previous bytea;
  _hash bytea;
begin
  -- The key's row first, then the subject's: every writer takes the locks in this order.
  -- Where they are one row, the second statement counts both.
  if _key <> _subject::text then
    insert into stream_head as h (id, sequence, key_sequence, previous_hash, chain_head)
    values (_key, 0, 1, '', '')
    on conflict (id) do update set key_sequence = h.key_sequence + 1
    returning h.key_sequence into _key_sequence;
  end if;

  insert into stream_head as h (id, sequence, key_sequence, previous_hash, chain_head)
  values (_subject::text, 1, case when _key_sequence is null then 1 else 0 end, '',
    sha256(convert_to(concat_ws(chr(31), _id, _office, _subject_type, _subject, 1, _key,
      coalesce(_key_sequence, 1), _type, _version, _actor, coalesce(_reason, ''),
      extract(epoch from _occurred_at)::numeric(20, 6), _data), 'UTF8')))
  on conflict (id) do update set
    sequence = h.sequence + 1,
    key_sequence = h.key_sequence + case when _key_sequence is null then 1 else 0 end,
    previous_hash = h.chain_head,
    chain_head = sha256(h.chain_head || convert_to(concat_ws(chr(31), _id, _office,
      _subject_type, _subject, h.sequence + 1, _key,
      coalesce(_key_sequence, h.key_sequence + 1), _type, _version, _actor,
      coalesce(_reason, ''), extract(epoch from _occurred_at)::numeric(20, 6), _data), 'UTF8'))
  returning h.sequence, h.previous_hash, h.chain_head, coalesce(_key_sequence, h.key_sequence)
  into _sequence, _previous, _hash, _key_sequence;

  insert into event_log (id, office, subject_type, subject, sequence, key, key_sequence, type,
    version, actor, reason, occurred_at, correlation, causation, data, previous_hash, hash)
  values (_id, _office, _subject_type, _subject, _sequence, _key, _key_sequence, _type,
    _version, _actor, _reason, _occurred_at, _correlation, _causation, _data, _previous, _hash);
  insert into unpublished (event_id) values (_id);
  return _sequence;
end $$
"""

_RIGHTS = (
    "alter table event_log enable row level security",
    "alter table event_log force row level security",
    "create policy caller on event_log to {service}_app using ("
    f"office = any ({CALLERS_OFFICES}) or actor = {CALLING_ACTOR})",
    "create policy relay on event_log for select to {service}_relay using (true)",
    "grant select, insert on event_log to {service}_app",
    "grant select, insert on unpublished to {service}_app",
    "grant select on feed to {service}_app",
    "grant select, insert, update on stream_head to {service}_app",
    "grant select, insert, update, delete on once_mark to {service}_app",
    "grant select, insert, update on consumer_position to {service}_app",
    "grant select, insert, update on dead_letter to {service}_app",
    "grant select on event_log to {service}_relay",
    "grant select, delete on unpublished to {service}_relay",
    "grant select, insert on feed to {service}_relay",
)


def create_messaging(op: "Operations | Any", service: str) -> None:
    """In a service's first migration: tables, the append function, policies and grants."""
    metadata = sa.MetaData()
    messaging_tables(metadata)
    for table in metadata.sorted_tables:
        table.create(op.get_bind())
    op.execute(_APPEND_EVENT)
    for statement in _RIGHTS:
        op.execute(statement.format(service=service))
