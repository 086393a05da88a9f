"""Which access tokens have ended before their time, by heart: a request asks a dictionary.

What was ended is read from the database at most once a second, and only while somebody comes to
the door; nothing is decided on what is older than MAX_AGE_SECONDS. While the database is away
nobody can end a session either, and the door goes on with what it knows.
"""

import asyncio
import contextlib
from time import monotonic

from gateway.domain.accounts.session import ACCESS_LIFETIME
from shared.database.engine import Database
from shared.database.faults import is_away
from shared.telemetry import logger
from shared.tokens import Reading

log = logger(__name__)

READ_SECONDS = 1.0
MAX_AGE_SECONDS = 2.0
PATIENCE_SECONDS = 2.0
# A transaction that ended later than one with a higher number is not missed.
OVERLAP = 200
_READ = (
    "select number, session_id, account_id, ended_at from ended_access"
    " where number > $1 and ended_at > $2"
)


class EndedAccess:
    """Of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sessions: dict[str, int] = {}
        self._accounts: dict[str, int] = {}
        self._last = 0
        # When the last reading began, and when something may have been ended in this process.
        self._read_at = -MAX_AGE_SECONDS
        self._old_since = 0.0
        self._reading: asyncio.Task[None] | None = None

    def holds(self, token: Reading) -> bool:
        """Whether the token has ended, as far as is known."""
        if token.session is not None and token.session in self._sessions:
            return True
        ended = self._accounts.get(token.caller.actor)
        return ended is not None and token.issued_ms < ended

    def is_current(self) -> bool:
        """Whether what is known may be decided on; begins to read where it grows old."""
        age = monotonic() - self._read_at
        is_old = self._read_at <= self._old_since
        if (is_old or age >= READ_SECONDS) and self._reading is None:
            self._reading = asyncio.create_task(self._read())
        return not is_old and age < MAX_AGE_SECONDS

    async def become_current(self) -> None:
        """Waits until what is known may be decided on, or until the database is given up. A
        reading that is under way may have begun too early: then for the next one too."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not self.is_current():
                    assert self._reading is not None
                    await asyncio.shield(self._reading)

    def grow_old(self) -> None:
        """Something may have been ended here: the next request waits until it is known."""
        self._old_since = monotonic()

    async def _read(self) -> None:
        began = monotonic()
        try:
            now = self._database.clock.now()
            rows = await self._database.fetch_all(
                _READ, self._last - OVERLAP, now - 2 * ACCESS_LIFETIME
            )
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("ended_access_not_read", error=type(error).__name__)
            return
        finally:
            # Also after a failure: a database that is away is not asked by every request.
            self._read_at = began
            self._reading = None
        for row in rows:
            ended = int(row["ended_at"].timestamp() * 1000)
            if row["session_id"] is not None:
                self._sessions[str(row["session_id"])] = ended
            else:
                account = str(row["account_id"])
                self._accounts[account] = max(ended, self._accounts.get(account, 0))
            self._last = max(self._last, row["number"])
        self._forget(int((now - 2 * ACCESS_LIFETIME).timestamp() * 1000))

    def _forget(self, before: int) -> None:
        for known in (self._sessions, self._accounts):
            for one in [one for one, ended in known.items() if ended < before]:
                del known[one]
