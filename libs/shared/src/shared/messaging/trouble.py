"""Being in trouble with somebody: waits longer each time, and says so once.

A thing that is away for an hour leaves two lines in the log: one when it went, one when it came.
"""

import asyncio
import logging
import time

from shared.telemetry import logger

log = logger(__name__)

FIRST_DELAY_SECONDS = 0.1
LONGEST_DELAY_SECONDS = 3.0
_REPEAT_SECONDS = 60.0
_TALKATIVE = (
    "aiokafka",
    "aiokafka.client",
    "aiokafka.cluster",
    "aiokafka.conn",
    "aiokafka.consumer.consumer",
    "aiokafka.consumer.fetcher",
    "aiokafka.consumer.group_coordinator",
    "aiokafka.producer.producer",
    "aiokafka.producer.sender",
)


class Trouble:
    """With one peer, named by `of` and the given fields."""

    def __init__(self, of: str, **fields: str) -> None:
        self._of = of
        self._fields = fields
        self._times = 0

    async def wait(self, error: BaseException | None = None) -> None:
        """Notes that it failed once more, and sleeps before the next try."""
        if self._times == 0:
            name = type(error).__name__ if error is not None else None
            log.warning(f"{self._of}_waits", error=name, **self._fields)
        delay = min(FIRST_DELAY_SECONDS * 2 ** min(self._times, 10), LONGEST_DELAY_SECONDS)
        self._times += 1
        await asyncio.sleep(delay)

    def over(self) -> None:
        """Notes that it went well."""
        if self._times:
            log.info(f"{self._of}_goes_on", tries=self._times, **self._fields)
            self._times = 0


class _OnceAMinute(logging.Filter):
    """Lets each warning of a library through once a minute: its retries are many a second."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        last = self._last.get(str(record.msg))
        if last is not None and now - last < _REPEAT_SECONDS:
            return False
        self._last[str(record.msg)] = now
        return True


def quieten_client() -> None:
    """Keeps the Kafka client's own log from flooding while a broker is away."""
    for name in _TALKATIVE:
        talker = logging.getLogger(name)
        if not any(isinstance(one, _OnceAMinute) for one in talker.filters):
            talker.addFilter(_OnceAMinute())
