"""Dead letters: messages that could not be applied, set aside so that the group goes on.

Each can be replayed (applied now, under the same once-marks) or skipped, and is kept as record.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.database.engine import Database
from shared.errors import Conflict, NotFound
from shared.identity import Caller, system_caller
from shared.ids import new_id
from shared.messaging.contract import Message

_PUT = text(
    "insert into dead_letter (id, group_name, office, event_id, event_type, message, reason,"
    " attempts) values (:id, :group_name, :office, :event_id, :event_type,"
    " cast(:message as jsonb), :reason, :attempts)"
    " on conflict (group_name, event_id) do nothing"
)
_POSITION = text(
    "insert into consumer_position as p (group_name, topic, key, key_sequence)"
    " values (:group_name, :topic, :key, :key_sequence)"
    " on conflict (group_name, topic, key) do update"
    " set key_sequence = greatest(p.key_sequence, excluded.key_sequence)"
)
_LIST = text(
    "select id, group_name, office, event_id, event_type, reason, attempts, state, dead_at,"
    " decided_at from dead_letter where office = any(:offices)"
    " and (cast(:state as text) is null or state = :state)"
    " and (cast(:after as uuid) is null or id > :after) order by id limit :limit"
)
_GET = text(
    "select group_name, message, state from dead_letter"
    " where id = :id and office = any(:offices) for update"
)
_DECIDE = text(
    "update dead_letter set state = :state, decided_at = clock_timestamp() where id = :id"
)


class NotWaiting(Conflict):
    """The dead letter was replayed or skipped before."""

    code = "transition_not_allowed"
    message = "This dead letter is no longer waiting."


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A row of the register, without the message's content."""

    id: UUID
    group_name: str
    office: str
    event_id: UUID
    event_type: str
    reason: str
    attempts: int
    state: str
    dead_at: datetime
    decided_at: datetime | None


class DeadLetters:
    """The register of one service's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, message: Message, *, group: str, reason: str, attempts: int) -> None:
        """Sets a message aside and moves its key's position past it, in one transaction."""
        async with self._database.begin(system_caller(group, message.office)) as work:
            await work.connection.execute(
                _PUT,
                {
                    "id": new_id(),
                    "group_name": group,
                    "office": message.office,
                    "event_id": message.id,
                    "event_type": message.type,
                    "message": json.dumps(asdict(message), default=str),
                    "reason": reason,
                    "attempts": attempts,
                },
            )
            await work.connection.execute(
                _POSITION,
                {
                    "group_name": group,
                    "topic": message.topic,
                    "key": message.key,
                    "key_sequence": message.key_sequence,
                },
            )

    async def list(
        self, caller: Caller, *, state: str | None, after: UUID | None, limit: int
    ) -> Sequence[DeadLetter]:
        """Those of the caller's offices, oldest first; `after` ends the page before."""
        async with self._database.read(caller) as connection:
            rows = await connection.execute(
                _LIST,
                {
                    "offices": list(caller.offices),
                    "state": state,
                    "after": after,
                    "limit": limit,
                },
            )
            return [DeadLetter(**row) for row in rows.mappings()]

    async def waiting(self, caller: Caller, letter_id: UUID) -> tuple[str, Message]:
        """(group, message) of a letter that waits; raises NotFound or NotWaiting."""
        async with self._database.begin(caller) as work:
            found = await work.connection.execute(
                _GET, {"id": letter_id, "offices": list(caller.offices)}
            )
            row = found.mappings().first()
        if row is None:
            raise NotFound
        if row["state"] != "waiting":
            raise NotWaiting
        return row["group_name"], _message(row["message"])

    async def decide(self, caller: Caller, letter_id: UUID, state: str) -> None:
        """Records that a letter was `replayed` or `skipped`."""
        async with self._database.begin(caller) as work:
            await work.connection.execute(_DECIDE, {"id": letter_id, "state": state})


def _message(stored: dict[str, Any]) -> Message:
    return Message(
        **stored
        | {
            "id": UUID(stored["id"]),
            "subject": UUID(stored["subject"]),
            "causation": UUID(stored["causation"]) if stored["causation"] else None,
            "occurred_at": datetime.fromisoformat(stored["occurred_at"]),
        }
    )
