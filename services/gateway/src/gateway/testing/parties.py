"""Parties of the door that a test directs."""

from collections import Counter

from gateway.domain.errors import RateLimited


class QuickPasswords:
    """Hashes at once: for tests of rules, not of hashing."""

    async def hash(self, password: str) -> str:
        """The password, marked."""
        return f"hash of {password}"

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password."""
        return password_hash == f"hash of {password}"


class CountedFailures:
    """Counts failures per name and address; refuses past a bound."""

    def __init__(self, bound: int = 3) -> None:
        self.failures: Counter[tuple[str, str]] = Counter()
        self._bound = bound

    async def check(self, username: str, address: str) -> None:
        """Raises RateLimited past the bound."""
        if self.failures[username, address] >= self._bound:
            raise RateLimited(retry_after_seconds=60)

    async def failed(self, username: str, address: str) -> None:
        """One more."""
        self.failures[username, address] += 1

    async def succeeded(self, username: str, address: str) -> None:
        """Forgotten."""
        del self.failures[username, address]
