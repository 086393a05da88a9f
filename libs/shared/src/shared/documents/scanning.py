"""Virus scanning: the port, and what counts as a word of the scanner.

It fails closed: whatever is not the scanner's own "clean" or "infected" is no verdict, and what has
no verdict is not released.
"""

from collections.abc import AsyncIterable
from enum import StrEnum
from typing import Protocol

from shared.errors import Unavailable


class Verdict(StrEnum):
    """What a scanner says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"


class NoVerdict(Unavailable):
    """The scanner is away, too slow, or said something that is no verdict."""

    message = "The virus scan cannot be done at the moment."


class Scanner(Protocol):
    """Looks through files; holds none of them."""

    async def scan(self, chunks: AsyncIterable[bytes]) -> Verdict:
        """The verdict on a whole stream; raises NoVerdict."""
        ...

    async def is_there(self) -> bool:
        """Whether it answers at all."""
        ...
