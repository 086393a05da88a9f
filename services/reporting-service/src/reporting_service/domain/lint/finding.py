"""What the linter says: the rule, the place, what is printed, what it should be, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`explanation` is one Indonesian sentence. `depends_on` names the finding from whose fault
    this one follows, if it does."""

    rule: str
    where: str
    printed: str
    expected: str
    explanation: str
    depends_on: str | None = None
