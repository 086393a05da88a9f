"""What a log has instead of what was sealed, and what that says: edited, deleted, moved, added."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from shared.seals.findings import MAX_FINDINGS, Finding, Kind


@dataclass(frozen=True, slots=True)
class Told:
    """A place of the feed; the event is missing where the log has no row for it."""

    position: int
    subject_type: str | None
    subject: UUID | None
    sequence: int | None
    hash: bytes | None

    def found(self, kind: Kind) -> Finding:
        """A finding at this place."""
        return Finding(
            kind=kind,
            position=self.position,
            subject_type=self.subject_type,
            subject=self.subject,
            sequence=self.sequence,
        )


@dataclass(slots=True)
class Differences:
    """`gone` are the hashes that were sealed and do not stand where they were, by position;
    `strange` is what stands where it was not sealed, `late` what stands within the seals and
    behind all that was sealed: events of later moved up into a gap, or others instead of the last.
    They are named when all are known: an event may have moved from one seal's stretch to another's.
    """

    gone: dict[int, bytes] = field(default_factory=dict)
    strange: list[Told] = field(default_factory=list)
    late: list[Told] = field(default_factory=list)

    @property
    def are_many(self) -> bool:
        """Whether there are more than are named."""
        return len(self.gone) + len(self.strange) > MAX_FINDINGS

    def named(self) -> Iterator[Finding]:
        """One finding for each event that is gone, and for each that was added."""
        there = [*self.strange, *self.late]
        by_hash = {row.hash: row for row in there if row.hash is not None}
        by_position = {row.position: row for row in there}
        missing, named = set(self.gone.values()), set[Told]()
        for position, one in sorted(self.gone.items()):
            moved, instead = by_hash.get(one), by_position.get(position)
            if moved is not None:
                named.add(moved)
                yield moved.found(Kind.REORDERED)
            elif instead is not None and instead.hash not in missing:
                named.add(instead)
                yield instead.found(Kind.DELETED if instead.hash is None else Kind.EDITED)
            else:
                yield Finding(kind=Kind.DELETED, position=position)
        for row in self.strange:
            if row not in named:
                yield row.found(Kind.INSERTED)
