"""Failed sign-ins, counted in windows of a minute, so that nobody is held up for longer.

Per account and address the bound is low, per account alone it is high: strangers who try from
elsewhere slow each other down, and the owner only once there are very many of them. An address
that has signed in to the account lately is not held up by what others do.
"""

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter

from gateway.domain.errors import RateLimited

PER_ACCOUNT_AND_ADDRESS = RateLimitItemPerMinute(10)
PER_ACCOUNT = RateLimitItemPerMinute(50)
PER_ADDRESS = RateLimitItemPerMinute(300)
KNOWN_ADDRESS = RateLimitItemPerMinute(1, 60 * 24)
LONGEST_WAIT_SECONDS = 60


class CountedAttempts:
    """The `Attempts` port on a store of the limits library."""

    def __init__(self, storage: Storage | None = None) -> None:
        self._windows = FixedWindowRateLimiter(storage or MemoryStorage())

    async def check(self, username: str, address: str) -> None:
        """Raises RateLimited, with how long to wait."""
        if not await self._windows.test(PER_ACCOUNT_AND_ADDRESS, "pair", username, address):
            raise RateLimited(retry_after_seconds=LONGEST_WAIT_SECONDS)
        if not await self._windows.test(PER_ADDRESS, "address", address):
            raise RateLimited(retry_after_seconds=LONGEST_WAIT_SECONDS)
        is_known = not await self._windows.test(KNOWN_ADDRESS, "known", username, address)
        if not is_known and not await self._windows.test(PER_ACCOUNT, "account", username):
            raise RateLimited(retry_after_seconds=LONGEST_WAIT_SECONDS)

    async def failed(self, username: str, address: str) -> None:
        """Counts a failure."""
        counted: list[tuple[RateLimitItem, tuple[str, ...]]] = [
            (PER_ACCOUNT_AND_ADDRESS, ("pair", username, address)),
            (PER_ACCOUNT, ("account", username)),
            (PER_ADDRESS, ("address", address)),
        ]
        for item, identifiers in counted:
            await self._windows.hit(item, *identifiers)

    async def succeeded(self, username: str, address: str) -> None:
        """Forgets the pair's failures, and remembers that the account signs in from here."""
        await self._windows.clear(PER_ACCOUNT_AND_ADDRESS, "pair", username, address)
        await self._windows.hit(KNOWN_ADDRESS, "known", username, address)
