"""A rebuild of an office's read models from the owners' logs, publisher by publisher.

The gateway comes first, since it tells which zone the office is in. Facts are counted once each,
so that a rebuild beside living listeners ends with the same figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

PUBLISHERS = ("gateway", "permit", "survey", "inspection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuild:
    """`positions` says how far each log was read; a log that was read to its end is `done`."""

    id: UUID
    office_code: str
    requested_at: datetime
    positions: Mapping[str, int] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    applied: int = 0
    finished_at: datetime | None = None

    @property
    def publisher(self) -> str | None:
        """Whose log is read next; nothing when all were."""
        return next((one for one in PUBLISHERS if one not in self.done), None)

    @property
    def progress(self) -> float:
        """The share of logs that were read to their end."""
        return len(self.done) / len(PUBLISHERS)

    def advanced(
        self, publisher: str, *, position: int, applied: int, at_end: bool, now: datetime
    ) -> "Rebuild":
        """After a batch of a publisher's log."""
        done = self.done | {publisher} if at_end else self.done
        return replace(
            self,
            positions={**self.positions, publisher: position},
            done=done,
            applied=self.applied + applied,
            finished_at=now if len(done) == len(PUBLISHERS) else None,
        )
