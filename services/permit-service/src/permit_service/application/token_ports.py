"""What the use cases need of the words by which the public asks."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenTarget:
    """What a public token leads to, and whose row that is."""

    office_code: str
    target: UUID


class PublicTokens(Protocol):
    """Unguessable words that the public holds: receipts, licence tokens, claim codes."""

    async def add(self, kind: str, token: str, target: TokenTarget) -> None:
        """Keeps a token."""
        ...

    async def find(self, kind: str, token: str) -> TokenTarget | None:
        """What it leads to."""
        ...
