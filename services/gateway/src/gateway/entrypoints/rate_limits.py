"""How much one address may ask in a minute, told on every answer (RateLimit, RateLimit-Policy)."""

import time
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """Whether a request may pass, and what its answer says of the limit."""

    is_granted: bool
    wait_seconds: int
    headers: Headers


class RateLimits:
    """Windows of a minute per address."""

    def __init__(self, requests_per_minute: int, storage: Storage | None = None) -> None:
        self._item = RateLimitItemPerMinute(requests_per_minute)
        self._windows = FixedWindowRateLimiter(storage or MemoryStorage())
        policy = f'"address";q={requests_per_minute};w=60'
        self._policy = (b"ratelimit-policy", policy.encode())

    async def take(self, address: str) -> Allowance:
        """Counts a request."""
        is_granted = await self._windows.hit(self._item, address)
        stats = await self._windows.get_window_stats(self._item, address)
        # The library counts in the machine's time, whatever the deployment's clock says.
        wait = max(1, round(stats.reset_time - time.time()))
        left = b'"address";r=%d;t=%d' % (stats.remaining, wait)
        return Allowance(
            is_granted=is_granted, wait_seconds=wait, headers=[self._policy, (b"ratelimit", left)]
        )
