"""A list that an office keeps whole, by version."""

from dataclasses import dataclass
from typing import Generic, TypeVar

EntryT = TypeVar("EntryT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Generic[EntryT]):
    """Entries in their order; version 0 before any was kept."""

    entries: tuple[EntryT, ...] = ()
    version: int = 0
