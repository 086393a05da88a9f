"""The walk along each subject's history: numbers without a gap, hashes that hold, an end that is
where the subject's head says. What is held is one event."""

from dataclasses import replace
from uuid import UUID

import asyncpg

from shared.messaging.event_log import LoggedEvent, event_hash
from shared.seals.findings import Finding, Findings, Kind

_LOG = (
    "select id, office, subject_type, subject, sequence, key, key_sequence, type, version, actor,"
    " reason, occurred_at, data, previous_hash, hash from event_log order by subject, sequence"
)
_POSITION = "select position from feed where event_id = $1"
_HEADS = """
select h.subject, l.subject_type, h.sequence, l.sequence as last
from (select case when sequence > 0 then id::uuid end as subject, sequence, chain_head
      from stream_head where sequence > 0) h
left join lateral (select subject_type, sequence, hash from event_log
                   where subject = h.subject order by sequence desc limit 1) l on true
where l.sequence is distinct from h.sequence or l.hash is distinct from h.chain_head
limit 1000"""
_UNTOLD = """
select e.subject_type, e.subject, e.sequence from event_log e
where not exists (select from feed f where f.event_id = e.id)
  and not exists (select from unpublished u where u.event_id = e.id)
limit 1000"""
_OVERTAKEN = """
select position, subject_type, subject, sequence from (
  select f.position, e.subject_type, e.subject, e.sequence, e.key_sequence,
    lag(e.key_sequence) over (partition by e.key order by f.position) as before
  from feed f join event_log e on e.id = f.event_id) as told
where before >= key_sequence and position > $1 limit 1000"""
_FETCHED = 2_000
# An event that was moved in its subject's history is looked for so far from where it stands.
_MOVED_AT_MOST = 64


class SubjectWalk:
    """Every event of the log, the unpublished ones too."""

    def __init__(
        self, connection: asyncpg.Connection, *, sealed_to: int, findings: Findings
    ) -> None:
        """Past `sealed_to`, the order of a key's events in the feed is looked at here."""
        self._sealed_to = sealed_to
        self._connection = connection
        self._findings = findings
        self._before: LoggedEvent | None = None
        self._is_genuine = True
        self.events = 0

    async def run(self) -> None:
        """Walks to the end, or until as much was found as is named."""
        async for row in self._connection.cursor(_LOG, prefetch=_FETCHED):
            event = LoggedEvent(**dict(row))
            self.events += 1
            await self._event(event)
            if self._findings.is_full:
                return
            self._before = event
        await self._ends()

    async def _event(self, event: LoggedEvent) -> None:
        before = self._before
        if before is not None and before.subject != event.subject:
            before = None
        is_judged, self._is_genuine = self._is_genuine, event_hash(event) == event.hash
        if not self._is_genuine:
            await self._found(event, Kind.REORDERED if _was_moved(event) else Kind.EDITED)
            return
        expected = before.sequence + 1 if before else 1
        if event.sequence != expected:
            self._missing(event.subject_type, event.subject, expected, event.sequence - 1)
        elif (is_judged or before is None) and event.previous_hash != (
            before.hash if before else b""
        ):
            # The event holds by itself: it is the one before that has become another.
            await self._found(before or event, Kind.EDITED)

    async def _ends(self) -> None:
        for row in await self._connection.fetch(_HEADS):
            last = row["last"] or 0
            if last < row["sequence"]:
                self._missing(row["subject_type"], row["subject"], last + 1, row["sequence"])
            else:
                self._findings.add(
                    Finding(
                        kind=Kind.EDITED,
                        subject_type=row["subject_type"],
                        subject=row["subject"],
                        sequence=last,
                    )
                )
        for row in await self._connection.fetch(_UNTOLD):
            self._findings.add(Finding(kind=Kind.DELETED, **dict(row)))
        for row in await self._connection.fetch(_OVERTAKEN, self._sealed_to):
            self._findings.add(Finding(kind=Kind.REORDERED, **dict(row)))

    def _missing(self, subject_type: str | None, subject: UUID, first: int, last: int) -> None:
        for sequence in range(first, last + 1):
            if self._findings.is_full:
                return
            self._findings.add(
                Finding(
                    kind=Kind.DELETED,
                    subject_type=subject_type,
                    subject=subject,
                    sequence=sequence,
                )
            )

    async def _found(self, event: LoggedEvent, kind: Kind) -> None:
        self._findings.add(
            Finding(
                kind=kind,
                position=await self._connection.fetchval(_POSITION, event.id),
                subject_type=event.subject_type,
                subject=event.subject,
                sequence=event.sequence,
            )
        )


def _was_moved(event: LoggedEvent) -> bool:
    """Whether the event is genuine at another place of its subject's history."""
    first = max(event.sequence - _MOVED_AT_MOST, 1)
    return any(
        event_hash(replace(event, sequence=place)) == event.hash
        for place in range(first, event.sequence + _MOVED_AT_MOST + 1)
    )
