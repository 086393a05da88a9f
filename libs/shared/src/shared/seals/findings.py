"""What was found in a log that is not as it was recorded: ids and numbers, nobody's data."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

# Past so many the log is no longer read for what is wrong, but restored.
MAX_FINDINGS = 1_000


class Kind(StrEnum):
    """What happened to an event, to the end of the log, or to a seal."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    FORGED_SEAL = "forged_seal"
    MISSING_SEAL = "missing_seal"
    FORGED_COPY = "forged_copy"
    MISSING_COPY = "missing_copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Where it was found: a position of the feed (up to `until`, where the seals tell no more),
    an event's place in its subject's history, or a seal's number, as far as each is known."""

    kind: Kind
    position: int | None = None
    until: int | None = None
    subject_type: str | None = None
    subject: UUID | None = None
    sequence: int | None = None
    seal: int | None = None

    def __str__(self) -> str:
        """One line: the kind and what is known of the place."""
        where = [str(self.kind)]
        if self.position is not None:
            to = f" to {self.until}" if self.until is not None else ""
            where.append(f"position {self.position}{to}")
        if self.subject is not None:
            where.append(f"{self.subject_type or 'subject'} {self.subject}")
        if self.sequence is not None:
            where.append(f"event {self.sequence} of the subject")
        if self.seal is not None:
            where.append(f"seal {self.seal}")
        return ", ".join(where)


class Findings:
    """The findings of one log, each once, and no more than a bound."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    def add(self, finding: Finding) -> None:
        """Notes it; past MAX_FINDINGS nothing more is noted."""
        if not self.is_full:
            self._found[finding] = None

    @property
    def is_full(self) -> bool:
        """Whether as many were found as are named."""
        return len(self._found) >= MAX_FINDINGS

    @property
    def all(self) -> tuple[Finding, ...]:
        """In the order in which they were found."""
        return tuple(self._found)
