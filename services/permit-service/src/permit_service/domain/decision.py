"""What an officer said with a step, and what was asked of the applicant."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the front office asks about one requirement."""

    requirement_no: int
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an officer said with the last step."""

    notes: str = ""
    legal_basis: str | None = None
    corrections: tuple[Correction, ...] = ()
    letter_number: str | None = None
