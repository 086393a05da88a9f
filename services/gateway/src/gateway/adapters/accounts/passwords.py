"""Passwords under argon2id (19 MiB, two passes), hashed beside the loop and few at a time.

More than a bounded number of waiting hashes is refused: a flood of sign-ins takes one core at
most, and nobody's memory.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from gateway.domain.errors import RateLimited

MEMORY_KIB = 19 * 1024
PASSES = 2
THREADS = 1
MAX_WAITING = 200
RETRY_AFTER_SECONDS = 2


class Argon2Passwords:
    """The `Passwords` port. `threads` hash at once. A hash says by itself what it costs: those of
    another effort stay good."""

    def __init__(
        self, *, threads: int = THREADS, memory_kib: int = MEMORY_KIB, passes: int = PASSES
    ) -> None:
        self._hash = PasswordHash(
            (Argon2Hasher(memory_cost=memory_kib, time_cost=passes, parallelism=1),)
        )
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="password")
        self._waiting = 0
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """Raises RateLimited when too many wait already."""
        return str(await self._beside_the_loop(password, None))

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Where there is no account, as much is computed and the answer is no."""
        if self._nobodys is None:
            self._nobodys = await self.hash("nobody's password")
        is_right = await self._beside_the_loop(password, password_hash or self._nobodys)
        return bool(is_right) and password_hash is not None

    async def _beside_the_loop(self, password: str, password_hash: str | None) -> str | bool:
        if self._waiting >= MAX_WAITING:
            raise RateLimited(retry_after_seconds=RETRY_AFTER_SECONDS)
        self._waiting += 1
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, self._compute, password, password_hash)
        finally:
            self._waiting -= 1

    def _compute(self, password: str, password_hash: str | None) -> str | bool:
        if password_hash is None:
            return self._hash.hash(password)
        try:
            return self._hash.verify(password, password_hash)
        except (PwdlibError, ValueError):
            return False
