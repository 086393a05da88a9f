"""Virus scanning: the port, and what counts as a word of the scanner.

It fails closed: whatever is not the scanner's own "clean" or "infected" is no verdict, and what has
no verdict is not released.
"""

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shared.errors import Conflict, RuleBroken, Unavailable

PATIENCE_SECONDS = 5.0


class Verdict(StrEnum):
    """What a scanner says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"


class ScanState(StrEnum):
    """What is known of a file that is kept; `not_scanned` where the office runs no scanner."""

    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"

    @property
    def is_released(self) -> bool:
        """Whether something may depend on the file."""
        return self in {ScanState.CLEAN, ScanState.NOT_SCANNED}

    def require_released(self) -> None:
        """Raises DocumentInfected, DocumentNotScannedYet."""
        if self is ScanState.INFECTED:
            raise DocumentInfected
        if not self.is_released:
            raise DocumentNotScannedYet


class DocumentInfected(Conflict):
    """The scanner found something in it: it stays in quarantine and must be replaced."""

    code = "document_infected"
    message = "The virus scan has found something in this document; it must be replaced."


class DocumentNotScannedYet(Conflict):
    """It waits for the scanner."""

    code = "document_not_scanned_yet"
    message = "This document is still being checked."


class FileInfected(RuleBroken):
    """The scanner found something in a file that is read at once: nothing of it was taken."""

    code = "file_infected"
    message = "The virus scan has found something in the file; nothing of it was taken."


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """How a service has what is uploaded looked through. Without a scanner nothing is, and what is
    kept says so. Who sends a file that is kept waits `patience_seconds` for the scanner."""

    scanner: Scanner | None = None
    patience_seconds: float = PATIENCE_SECONDS

    async def first_word(self, chunks: AsyncIterable[bytes]) -> ScanState:
        """Of a file that is kept: what there is no verdict on in time is pending."""
        if self.scanner is None:
            return ScanState.NOT_SCANNED
        try:
            async with asyncio.timeout(self.patience_seconds):
                verdict = await self.scanner.scan(chunks)
        except (NoVerdict, TimeoutError):
            return ScanState.PENDING
        return ScanState(verdict.value)

    async def require_clean(self, chunks: AsyncIterable[bytes]) -> None:
        """Of a file that is read at once, and not kept. Raises FileInfected, NoVerdict."""
        if self.scanner is None:
            return
        if await self.scanner.scan(chunks) is not Verdict.CLEAN:
            raise FileInfected


UNSCREENED = Screening()
