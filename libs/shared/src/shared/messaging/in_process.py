"""The bus of one process: no broker, and nothing less durable.

A message is taken only when every group has handled it, so the relay keeps it until then. Each
group works on many keys at once: one that makes it wait holds back that key and those handled
with it, never the keys that come after.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from shared.messaging.contract import Handler, Message
from shared.messaging.trouble import Trouble
from shared.messaging.wire import from_wire, to_wire

BATCH = 500
BATCHES_AT_ONCE = 4


@dataclass(slots=True)
class _Parcel:
    """A message on its way to several groups; taken when the last of them has handled it."""

    message: Message
    taken: asyncio.Future[None]
    groups_left: int

    def handled(self) -> None:
        self.groups_left -= 1
        if self.groups_left == 0 and not self.taken.done():
            self.taken.set_result(None)


class _Group:
    """One group's queue, a line per key. A key whose line is being handled is busy."""

    def __init__(self, name: str, topics: frozenset[str], handle: Handler) -> None:
        self.topics = topics
        self._name = name
        self._handle = handle
        self._ready: dict[str, deque[_Parcel]] = {}
        self._busy: dict[str, deque[_Parcel]] = {}
        self._woken = asyncio.Event()

    def put(self, parcel: _Parcel) -> None:
        """Queues behind what came before it for the same key."""
        key = parcel.message.key
        line = self._busy.get(key)
        if line is None:
            line = self._ready.setdefault(key, deque())
        line.append(parcel)
        self._woken.set()

    async def run(self) -> None:
        """Hands out batches until it is cancelled; what was not handled then is still queued."""
        free = asyncio.Semaphore(BATCHES_AT_ONCE)
        async with asyncio.TaskGroup() as batches:
            while True:
                await self._woken.wait()
                await free.acquire()
                batch = self._take()
                if not batch:
                    self._woken.clear()
                    free.release()
                    continue
                batches.create_task(self._deliver(batch, free))

    def _take(self) -> dict[str, list[_Parcel]]:
        """What waits, by key, oldest key first, no more than a batch."""
        batch: dict[str, list[_Parcel]] = {}
        room = BATCH
        while room > 0 and self._ready:
            key, line = next(iter(self._ready.items()))
            del self._ready[key]
            batch[key] = [line.popleft() for _ in range(min(room, len(line)))]
            room -= len(batch[key])
            self._busy[key] = line
        return batch

    async def _deliver(self, batch: dict[str, list[_Parcel]], free: asyncio.Semaphore) -> None:
        try:
            await self._until_decided([one.message for line in batch.values() for one in line])
        except BaseException:
            for key, line in batch.items():
                self._busy[key].extendleft(reversed(line))
            raise
        else:
            for line in batch.values():
                for parcel in line:
                    parcel.handled()
        finally:
            self._release(batch)
            free.release()

    async def _until_decided(self, messages: Sequence[Message]) -> None:
        trouble = Trouble("group", group=self._name)
        while True:
            try:
                await self._handle(messages)
            except Exception as error:
                await trouble.wait(error)
            else:
                trouble.over()
                return

    def _release(self, keys: dict[str, list[_Parcel]]) -> None:
        for key in keys:
            line = self._busy.pop(key)
            if line:
                self._ready[key] = line
                self._woken.set()


class InProcessBus:
    """Carries messages between the modules of one process, through their wire form and back."""

    def __init__(self) -> None:
        self._groups: dict[str, _Group] = {}
        self._on_their_way: set[asyncio.Future[None]] = set()
        self._is_closed = False

    def publish(self, messages: Sequence[Message]) -> list[asyncio.Future[None]]:
        """Futures that are done when every group that listens has handled the message; after
        `close` they are cancelled, and the message is still its publisher's."""
        return [self._send(message) for message in messages]

    def attach(self, group: str, topics: frozenset[str], handle: Handler) -> None:
        """Registers a group before `run`."""
        if group in self._groups:
            raise ValueError(f"group {group} is attached already")
        self._groups[group] = _Group(group, topics, handle)

    async def run(self) -> None:
        """Consumes until it is cancelled."""
        async with asyncio.TaskGroup() as running:
            for group in self._groups.values():
                running.create_task(group.run())
            await asyncio.Event().wait()

    async def close(self) -> None:
        """Gives back what nobody has handled yet."""
        self._is_closed = True
        for future in list(self._on_their_way):
            future.cancel()

    def _send(self, message: Message) -> asyncio.Future[None]:
        taken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        listeners = [one for one in self._groups.values() if message.topic in one.topics]
        if self._is_closed:
            taken.cancel()
        elif not listeners:
            taken.set_result(None)
        else:
            wire = to_wire(message)
            parcel = _Parcel(from_wire(wire.value, wire.headers), taken, len(listeners))
            self._on_their_way.add(taken)
            taken.add_done_callback(self._on_their_way.discard)
            for group in listeners:
                group.put(parcel)
        return taken
