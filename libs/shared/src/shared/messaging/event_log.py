"""The event log: what a transaction tells is written with its state, in the same commit.

The database function `append_event` numbers each event per subject and per key and links it into
the subject's hash chain; `event_hash` is the same sum, for those who verify.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.event import Event
from shared.ids import new_id
from shared.messaging.contract import Message
from shared.telemetry import correlation_id

_SEPARATOR = "\x1f"

_APPEND = text(
    "select append_event(e.id, e.office, e.subject_type, e.subject, e.key, e.type, e.version,"
    " :actor, e.reason, :at, e.correlation, e.causation, e.data)"
    " from unnest(cast(:ids as uuid[]), cast(:offices as text[]), cast(:subject_types as text[]),"
    " cast(:subjects as uuid[]), cast(:keys as text[]), cast(:types as text[]),"
    " cast(:versions as integer[]), cast(:reasons as text[]), cast(:correlations as text[]),"
    " cast(:causations as uuid[]),"
    " cast(:texts as text[])) with ordinality"
    " as e(id, office, subject_type, subject, key, type, version, reason, correlation, causation,"
    " data, place)"
    " order by e.place"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event that a transaction tells, before the database numbers it."""

    id: UUID
    event: Event
    reason: str | None
    causation: UUID | None
    correlation: str | None
    data: str


class EventRecorder:
    """Collects what a transaction tells; `write` appends it just before the commit. `written` is
    how many were appended earlier by a transaction that tells more than it can hold."""

    def __init__(self) -> None:
        self.added: list[Told] = []
        self.written = 0

    def add(
        self, event: Event, *, reason: str | None = None, because: Message | None = None
    ) -> None:
        """Tells a fact. `reason` is a code, never free text; `because` is the message that a
        reaction answers."""
        self.added.append(
            Told(
                id=new_id(),
                event=event,
                reason=reason,
                causation=because.id if because else None,
                correlation=because.correlation if because else correlation_id(),
                data=event.model_dump_json(),
            )
        )

    async def write(
        self,
        connection: AsyncConnection,
        *,
        actor: str,
        at: datetime,
    ) -> None:
        """Appends in key order, so that two transactions never wait for each other in a circle."""
        told = sorted(self.added, key=lambda one: one.event.key)
        if told:
            await connection.execute(_APPEND, _columns(told) | {"actor": actor, "at": at})


def _columns(told: Sequence[Told]) -> dict[str, Any]:
    return {
        "ids": [one.id for one in told],
        "offices": [one.event.office_code for one in told],
        "subject_types": [one.event.subject_type for one in told],
        "subjects": [one.event.subject for one in told],
        "keys": [one.event.key for one in told],
        "types": [one.event.type for one in told],
        "versions": [one.event.version for one in told],
        "reasons": [one.reason for one in told],
        "correlations": [one.correlation for one in told],
        "causations": [one.causation for one in told],
        "texts": [one.data for one in told],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """A row of the log, as far as its hash covers it."""

    id: UUID
    office: str
    subject_type: str
    subject: UUID
    sequence: int
    key: str
    key_sequence: int
    type: str
    version: int
    actor: str
    reason: str | None
    occurred_at: datetime
    data: str
    previous_hash: bytes
    hash: bytes


def event_hash(row: LoggedEvent) -> bytes:
    """SHA-256 over the previous hash and every field, as `append_event` computes it."""
    micros = round(row.occurred_at.timestamp() * 1_000_000)
    fields = (
        str(row.id),
        row.office,
        row.subject_type,
        str(row.subject),
        str(row.sequence),
        row.key,
        str(row.key_sequence),
        row.type,
        str(row.version),
        row.actor,
        row.reason or "",
        f"{micros // 1_000_000}.{micros % 1_000_000:06d}",
        row.data,
    )
    return hashlib.sha256(row.previous_hash + _SEPARATOR.join(fields).encode()).digest()


def broken_links(rows: Iterable[LoggedEvent]) -> list[UUID]:
    """Of one subject's rows in sequence: the ids at which the chain does not hold."""
    broken: list[UUID] = []
    previous = b""
    for expected, row in enumerate(rows, start=1):
        holds = row.sequence == expected and row.previous_hash == previous
        if not holds or event_hash(row) != row.hash:
            broken.append(row.id)
        previous = row.hash
    return broken
