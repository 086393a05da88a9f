"""A business that an entry speaks of, beside whoever came with it (source 002, 2.3)."""

from dataclasses import dataclass
from enum import StrEnum


class PartyKind(StrEnum):
    """What the register's first column tells apart: perorangan or non perorangan."""

    INDIVIDUAL = "individual"
    NON_INDIVIDUAL = "non_individual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A named business. Old registers do not say its kind; a NIB is not always known."""

    name: str
    kind: PartyKind | None = None
    nib: str | None = None
