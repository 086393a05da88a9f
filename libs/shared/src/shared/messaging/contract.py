"""The words of messaging: what travels, who carries it, who listens.

A message is an event with its envelope; `data` is the text that was hashed, byte for byte.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from shared.contracts.event import Event, topic_of

EventT = TypeVar("EventT", bound=Event)
WorkT = TypeVar("WorkT", contravariant=True)


@cache
def _topic_of_type(kind: str) -> str:
    return topic_of(kind.partition(".")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One event on its way. `sequence` counts per subject, `key_sequence` per key, from 1.
    `actor` is an account's id or a service's name, between siblings alone, and only where the
    contract says that it is told."""

    id: UUID
    type: str
    version: int
    office: str
    subject_type: str
    subject: UUID
    sequence: int
    key: str
    key_sequence: int
    occurred_at: datetime
    data: str
    correlation: str | None = None
    causation: UUID | None = None
    actor: str | None = None

    @property
    def publisher(self) -> str:
        """The service that told it."""
        return self.type.partition(".")[0]

    @property
    def topic(self) -> str:
        """Where it is published."""
        return _topic_of_type(self.type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Generic[EventT]):
    """An event as a reaction gets it: the parsed fact and the message that carried it."""

    message: Message
    event: EventT


Handler = Callable[[Sequence[Message]], Awaitable[None]]


class Bus(Protocol):
    """Carries messages to every attached group, in order per key, at least once."""

    def publish(self, messages: Sequence[Message]) -> list["asyncio.Future[None]"]:
        """One future per message; when one fails, later messages of its key fail as well."""
        ...

    def attach(self, group: str, topics: frozenset[str], handle: Handler) -> None:
        """Registers a group before `run`. `handle` returns when the whole batch is decided and
        raises only when it could not decide; the batch is then presented again."""
        ...

    async def run(self) -> None:
        """Consumes until it is cancelled."""
        ...

    async def close(self) -> None:
        """Lets go of connections."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Generic[EventT, WorkT]):
    """One reaction of a group to one contract.

    `name` is a constant for ever: once-marks are made of it. `react` gets every fresh delivery of
    a batch for one office, in order, inside the transaction that also holds the marks.
    """

    contract: type[EventT]
    react: Callable[[Sequence[Delivery[EventT]], WorkT], Awaitable[None]]
    name: str
    group: str


AnySubscription = Subscription[Any, Any]


def on(
    contract: type[EventT],
    react: Callable[[Sequence[Delivery[EventT]], WorkT], Awaitable[None]],
    *,
    name: str,
    group: str,
) -> Subscription[EventT, WorkT]:
    """Reads as a sentence: on this fact, react so."""
    return Subscription(contract=contract, react=react, name=name, group=group)
