"""How much one address may ask in a minute, told on every answer (RateLimit, RateLimit-Policy).

Permits are taken from the store by the hundredth of the limit and given out here, so that the store
is not asked for each request; what the window does not use is lost with it.
"""

import time
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter

Headers = list[tuple[bytes, bytes]]
PORTIONS = 100
MAX_ADDRESSES = 10_000


@dataclass(slots=True)
class _Portion:
    """Permits of an address that are still to be given out in this window."""

    ends_at: float
    left_here: int
    left_in_store: int


@dataclass(frozen=True, slots=True)
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
        self._portion_size = max(1, requests_per_minute // PORTIONS)
        self._portions: dict[str, _Portion] = {}
        self._policy = (b"ratelimit-policy", b'"address";q=%d;w=60' % requests_per_minute)

    async def take(self, address: str) -> Allowance:
        """Counts a request."""
        # The library counts in the machine's time, whatever the deployment's clock says.
        now = time.time()
        portion = self._portions.get(address)
        if portion is None or portion.left_here == 0 or now >= portion.ends_at:
            portion = await self._portion(address)
        is_granted = portion.left_here > 0
        if is_granted:
            portion.left_here -= 1
        wait = max(1, round(portion.ends_at - now))
        left = portion.left_here + portion.left_in_store
        stated = (b"ratelimit", b'"address";r=%d;t=%d' % (left, wait))
        return Allowance(is_granted, wait, [self._policy, stated])

    async def _portion(self, address: str) -> _Portion:
        size = self._portion_size
        is_granted = await self._windows.hit(self._item, address, cost=size)
        stats = await self._windows.get_window_stats(self._item, address)
        if len(self._portions) >= MAX_ADDRESSES:
            self._portions.clear()
        portion = _Portion(
            ends_at=stats.reset_time,
            left_here=size if is_granted else 0,
            left_in_store=stats.remaining,
        )
        self._portions[address] = portion
        return portion
