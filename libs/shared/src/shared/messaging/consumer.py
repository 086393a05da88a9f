"""The consumer runner: one for both buses. Marks, effects and progress are one transaction.

A batch is applied at once; when something in it fails, its keys are taken one by one, so that a
fault stays with its key. A transient fault is retried within a bound, a refusal is not, and what
cannot be applied becomes a dead letter: the group goes on.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from shared.database.engine import Database, Transaction
from shared.database.faults import is_away
from shared.errors import Refusal, Unavailable
from shared.identity import system_caller
from shared.messaging.contract import AnySubscription, Delivery, Message
from shared.messaging.dead_letters import DeadLetters
from shared.messaging.metrics import APPLIED, DEAD, RETRIES, UNKNOWN
from shared.messaging.progress import Gap, NotNext, fresh, mark_of, take, take_next
from shared.telemetry import logger

log = logger(__name__)

GAP_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the runner tries before it sets a message aside."""

    attempts: int = 5
    first_delay_seconds: float = 0.1
    longest_delay_seconds: float = 3.0
    gap_wait_seconds: float = 2.0
    dead_window: int = 200
    dead_minimum: int = 20
    dead_share: float = 0.5
    keys_at_once: int = 4


class GroupStopped(Exception):
    """Too many dead letters: something is wrong with the listener, not with the messages."""


@dataclass(slots=True)
class ConsumerGroup:
    """Applies messages to one group's subscriptions. `handle` is what a bus is given."""

    group: str
    subscriptions: Sequence[AnySubscription]
    database: Database
    work_of: Callable[[Transaction], Any]
    patience: Patience = field(default_factory=Patience)
    _by_contract: dict[tuple[str, int], list[AnySubscription]] = field(init=False)
    _names: dict[tuple[str, int], list[str]] = field(init=False)
    _types: frozenset[str] = field(init=False)
    _recent: deque[bool] = field(init=False)
    _letters: DeadLetters = field(init=False)

    def __post_init__(self) -> None:
        self._by_contract = {}
        for one in self.subscriptions:
            self._by_contract.setdefault((one.contract.type, one.contract.version), []).append(one)
        self._names = {
            contract: [one.name for one in listening]
            for contract, listening in self._by_contract.items()
        }
        self._types = frozenset(name for name, _ in self._by_contract)
        self._recent = deque(maxlen=self.patience.dead_window)
        self._letters = DeadLetters(self.database)

    @property
    def topics(self) -> frozenset[str]:
        """The topics the group has to hear."""
        return frozenset(f"{name.partition('.')[0]}.events" for name in self._types)

    @property
    def is_stopped(self) -> bool:
        """Whether the share of dead letters is past the bound."""
        dead = sum(self._recent)
        return dead >= self.patience.dead_minimum and dead > self.patience.dead_share * len(
            self._recent
        )

    async def handle(self, messages: Sequence[Message]) -> None:
        """Applies the batch, or sets aside what cannot be; raises when the database is away or
        the group is stopped, and the bus then presents the batch again."""
        if self.is_stopped:
            raise GroupStopped(self.group)
        for _, of_office in _grouped(messages, key=lambda message: message.office):
            try:
                await self._apply(of_office)
            except Exception as error:
                if is_away(error):
                    raise
                await self._apply_by_key(of_office)
            else:
                self._recent.extend(False for _ in of_office)

    async def replay(self, message: Message) -> None:
        """Applies one message now, whatever its place in the order; marks still hold."""
        async with self._begin(message.office) as transaction:
            await self._take(transaction, [message])

    async def _apply_by_key(self, messages: Sequence[Message]) -> None:
        """Keys beside each other, each in order: one that is tried again does not hold the rest."""
        free = asyncio.Semaphore(self.patience.keys_at_once)

        async def one_key(of_key: Sequence[Message]) -> None:
            async with free:
                for message in of_key:
                    await self._apply_patiently(message)

        async with asyncio.TaskGroup() as keys:
            for _, of_key in _grouped(messages, key=lambda message: (message.topic, message.key)):
                keys.create_task(one_key(of_key))

    async def _apply_patiently(self, message: Message) -> None:
        reason = "failed"
        for attempt in range(1, self.patience.attempts + 1):
            try:
                await self._apply([message])
            except Exception as error:
                if is_away(error):
                    raise
                reason = _reason(error)
                if not _is_transient(error):
                    break
                RETRIES.labels(self.group).inc()
                log.warning(
                    "reaction_failed",
                    group=self.group,
                    event_id=str(message.id),
                    event_type=message.type,
                    attempt=attempt,
                    error=type(error).__name__,
                )
                await asyncio.sleep(self._delay(attempt))
            else:
                self._recent.append(False)
                return
        await self._letters.put(message, group=self.group, reason=reason, attempts=attempt)
        self._recent.append(True)
        if self.is_stopped:
            self.database.stopped_groups.add(self.group)
        DEAD.labels(self.group, reason).inc()
        log.error(
            "dead_letter",
            group=self.group,
            event_id=str(message.id),
            event_type=message.type,
            reason=reason,
        )

    def _delay(self, attempt: int) -> float:
        longest = self.patience.longest_delay_seconds
        delay = min(longest, self.patience.first_delay_seconds * 2.0 ** (attempt - 1))
        return delay * (0.5 + random.random() / 2)  # noqa: S311 - jitter, no secret

    async def _apply(self, messages: Sequence[Message]) -> None:
        """What comes next for each key is taken in one statement; else it is seen what is new."""
        keys = {(message.topic, message.key) for message in messages}
        if len(keys) < len(messages) or not await self._apply_next(messages):
            await self._apply_new(messages)

    async def _apply_next(self, messages: Sequence[Message]) -> bool:
        try:
            async with self._begin(messages[0].office, is_set=False) as transaction:
                await take_next(transaction, messages, group=self.group, listening=self._listening)
                await self._react(self.work_of(transaction), messages)
        except NotNext:
            return False
        return True

    async def _apply_new(self, messages: Sequence[Message]) -> None:
        """Applies what is new for its key. A hole waits, bounded, with no transaction open."""
        deadline = asyncio.get_running_loop().time() + self.patience.gap_wait_seconds
        while True:
            is_late = asyncio.get_running_loop().time() > deadline
            try:
                async with self._begin(messages[0].office) as transaction:
                    new = await fresh(
                        transaction, messages, group=self.group, tolerate_gaps=is_late
                    )
                    await self._take(transaction, new)
                    return
            except Gap:
                await asyncio.sleep(GAP_POLL_SECONDS)

    def _begin(
        self, office: str, *, is_set: bool = True
    ) -> AbstractAsyncContextManager[Transaction]:
        return self.database.begin(system_caller(self.group, office), is_set=is_set)

    async def _take(self, transaction: Transaction, messages: Sequence[Message]) -> None:
        if not messages:
            return
        new = await take(transaction, messages, group=self.group, listening=self._listening)
        work = self.work_of(transaction)
        for wave in _waves(messages):
            await self._react(work, wave, new)

    def _listening(self, message: Message) -> Sequence[str]:
        return self._names.get((message.type, message.version), ())

    async def _react(
        self, work: Any, messages: Sequence[Message], new: set[str] | None = None
    ) -> None:
        """Each reaction gets what it has no mark of yet: `new`, or all."""
        for contract, of_type in _grouped(messages, key=lambda one: (one.type, one.version)):
            subscriptions = self._by_contract.get(contract)
            if subscriptions is None:
                if contract[0] in self._types:
                    UNKNOWN.labels(self.group).inc(len(of_type))
                continue
            parse = subscriptions[0].contract.model_validate_json
            deliveries = [Delivery(message=one, event=parse(one.data)) for one in of_type]
            for subscription in subscriptions:
                unmarked = [
                    one
                    for one in deliveries
                    if new is None or mark_of(subscription.name, one.message) in new
                ]
                if unmarked:
                    await subscription.react(unmarked, work)
                    APPLIED.labels(self.group).inc(len(unmarked))


def groups_of(
    subscriptions: Iterable[AnySubscription],
    *,
    database: Database,
    work_of: Callable[[Transaction], Any],
) -> list[ConsumerGroup]:
    """One runner per group that the subscriptions name."""
    return [
        ConsumerGroup(group=group, subscriptions=of_group, database=database, work_of=work_of)
        for group, of_group in _grouped(list(subscriptions), key=lambda one: one.group)
    ]


def _grouped(items: Sequence[Any], *, key: Callable[[Any], Any]) -> list[tuple[Any, list[Any]]]:
    """Groups by key, in order of first appearance, keeping the order inside each group."""
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())


def _waves(messages: Sequence[Message]) -> list[list[Message]]:
    """Splits a batch so that no wave holds two messages of one key: order per key is kept while
    each wave is applied as a set."""
    depth: dict[tuple[str, str], int] = {}
    waves: list[list[Message]] = []
    for message in messages:
        stream = (message.topic, message.key)
        place = depth.get(stream, 0)
        depth[stream] = place + 1
        if place == len(waves):
            waves.append([])
        waves[place].append(message)
    return waves


def _is_transient(error: Exception) -> bool:
    return isinstance(error, Unavailable) or not isinstance(error, (Refusal, ValidationError))


def _reason(error: Exception) -> str:
    """A code for the register: never the exception's text, which may repeat data."""
    if isinstance(error, Refusal):
        return error.code
    if isinstance(error, ValidationError):
        return "invalid_message"
    return type(error).__name__
