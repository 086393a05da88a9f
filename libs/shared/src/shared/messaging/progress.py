"""How far a group has come: the last number of each key, and a mark for each reaction that has had
a message. Both are written before the reactions, in their transaction: what one raises undoes both.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import text

from shared.database.engine import Transaction
from shared.messaging.contract import Message
from shared.messaging.metrics import DUPLICATES, GAPS

# The names of the reactions that listen to a message.
Listening = Callable[[Message], Sequence[str]]

_POSITIONS = """
select p.topic, p.key, p.key_sequence from consumer_position p
join unnest($2::text[], $3::text[]) as k(topic, key) on k.topic = p.topic and k.key = p.key
where p.group_name = $1
"""
_TAKE = """
with advanced as (
  insert into consumer_position as p (group_name, topic, key, key_sequence)
  select $1, * from unnest($2::text[], $3::text[], $4::bigint[])
  on conflict (group_name, topic, key) do update
  set key_sequence = greatest(p.key_sequence, excluded.key_sequence)
)
insert into once_mark (mark) select * from unnest($5::text[])
on conflict (mark) do nothing returning mark
"""
# Sets the caller as well: neither table has rows of an office.
_TAKE_NEXT = text("""
with caller as (
  select set_config('app.offices', :offices, true) as offices,
    set_config('app.actor', :actor, true) as actor
), advanced as (
  insert into consumer_position as p (group_name, topic, key, key_sequence)
  select :group, * from unnest(
    cast(:topics as text[]), cast(:keys as text[]), cast(:sequences as bigint[]))
  on conflict (group_name, topic, key) do update set key_sequence = excluded.key_sequence
  where p.key_sequence = excluded.key_sequence - 1
  returning 1
), marked as (
  insert into once_mark (mark) select * from unnest(cast(:marks as text[]))
  on conflict (mark) do nothing returning 1
)
select (select count(*) from advanced) as advanced,
  (select count(*) from marked) as marked, caller.*
from caller
""")


class Gap(Exception):
    """A key's numbers have a hole; what is missing may still come."""


class NotNext(Exception):
    """Some of a batch was there before, or is not what comes next for its key."""


async def take_next(
    transaction: Transaction, messages: Sequence[Message], *, group: str, listening: Listening
) -> None:
    """Takes messages of one office, each of a key of its own, in one statement, which sets the
    caller too. Raises NotNext unless each is new and the next of its key, or the key's first."""
    ordered = sorted(messages, key=_stream)
    marks = [mark_of(name, message) for message in messages for name in listening(message)]
    values = {
        "offices": ",".join(transaction.caller.offices),
        "actor": transaction.caller.actor,
        "group": group,
        "topics": [message.topic for message in ordered],
        "keys": [message.key for message in ordered],
        "sequences": [message.key_sequence for message in ordered],
        "marks": marks,
    }
    taken = (await transaction.connection.execute(_TAKE_NEXT, values)).one()
    if (taken.advanced, taken.marked) != (len(messages), len(marks)):
        raise NotNext


async def fresh(
    transaction: Transaction, messages: Sequence[Message], *, group: str, tolerate_gaps: bool
) -> list[Message]:
    """Those that are new for their key: a lower number is a duplicate. Raises Gap for a hole that
    is not tolerated."""
    seen = await _positions(transaction, messages, group)
    found: list[Message] = []
    for message in messages:
        last = seen.get(_stream(message))
        if last is not None and message.key_sequence <= last:
            DUPLICATES.labels(group).inc()
            continue
        if last is not None and message.key_sequence > last + 1:
            if not tolerate_gaps:
                raise Gap
            GAPS.labels(group).inc()
        seen[_stream(message)] = message.key_sequence
        found.append(message)
    return found


async def take(
    transaction: Transaction, messages: Sequence[Message], *, group: str, listening: Listening
) -> set[str]:
    """Advances each key and marks what each reaction is about to get; returns the marks that did
    not stand before."""
    last: dict[tuple[str, str], int] = {}
    for message in messages:
        last[_stream(message)] = max(last.get(_stream(message), 0), message.key_sequence)
    marks = [mark_of(name, message) for message in messages for name in listening(message)]
    ordered = sorted(last)
    rows = await transaction.fetch(
        _TAKE,
        group,
        [topic for topic, _ in ordered],
        [key for _, key in ordered],
        [last[stream] for stream in ordered],
        marks,
    )
    DUPLICATES.labels(group).inc(len(marks) - len(rows))
    return {row["mark"] for row in rows}


def mark_of(reaction: str, message: Message) -> str:
    """The once-mark of a reaction's turn with a message."""
    return f"{reaction}:{message.id}"


async def _positions(
    transaction: Transaction, messages: Sequence[Message], group: str
) -> dict[tuple[str, str], int]:
    keys = list({_stream(message) for message in messages})
    topics = [topic for topic, _ in keys]
    rows = await transaction.fetch(_POSITIONS, group, topics, [key for _, key in keys])
    return {(row["topic"], row["key"]): row["key_sequence"] for row in rows}


def _stream(message: Message) -> tuple[str, str]:
    return message.topic, message.key
