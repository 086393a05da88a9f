"""A transaction in memory: the same promises, without a database.

A service's memory work wraps it, with stores that keep dicts. Rolling back restores the stores'
dicts, so that a refused use case leaves nothing.
"""

import copy
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from shared.clock import Clock
from shared.errors import AlreadyHandled
from shared.identity import Caller
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once

WorkT = TypeVar("WorkT")
ResultT = TypeVar("ResultT")


class MemoryTransaction:
    """What a use case works in. `state` is what every transaction of a test shares."""

    def __init__(self, state: Any, *, caller: Caller, now: Any, once: Once | None) -> None:
        self.state = state
        self.caller = caller
        self.now = now
        self.once = once
        self.events = EventRecorder()

    def answer(self, result: ResultT) -> ResultT:
        """Returns the result; a repetition in memory is only refused, not answered."""
        return result


class MemoryDatabase(Generic[WorkT]):
    """`state` is any object with dicts as attributes; `told` are the committed events."""

    def __init__(
        self, state: Any, work_of: Callable[[MemoryTransaction], WorkT], clock: Clock
    ) -> None:
        self.state = state
        self.clock = clock
        self.told: list[Any] = []
        self._work_of = work_of
        self._marks: set[str] = set()

    @asynccontextmanager
    async def begin(self, caller: Caller, *, once: Once | None = None) -> AsyncIterator[WorkT]:
        """Commits on leaving, restores the state on raising."""
        if once is not None and once.mark in self._marks:
            raise AlreadyHandled
        before = copy.deepcopy(vars(self.state))
        transaction = MemoryTransaction(self.state, caller=caller, now=self.clock.now(), once=once)
        try:
            yield self._work_of(transaction)
        except BaseException:
            vars(self.state).update(before)
            raise
        if once is not None:
            self._marks.add(once.mark)
        self.told.extend(one.event for one in transaction.events.added)
