"""What use cases need from outside: a transaction with stores, a clock, ids.

A `Work` has no commit: leaving its block commits, raising rolls back.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from shared.clock import Clock
from shared.contracts.event import Event
from shared.identity import Caller
from shared.messaging.contract import Message
from shared.messaging.once import Once
from survey_service.application.stores import (
    Offices,
    Operations,
    Publications,
    Questionnaires,
    References,
    Responses,
    Surveys,
    Tallies,
    Uses,
)

ResultT = TypeVar("ResultT")


class Events(Protocol):
    """The facts that a transaction tells."""

    def add(
        self, event: Event, *, reason: str | None = None, because: Message | None = None
    ) -> None: ...


class Reading(Protocol):
    """The stores, as a caller sees them."""

    @property
    def offices(self) -> Offices: ...
    @property
    def questionnaires(self) -> Questionnaires: ...
    @property
    def references(self) -> References: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def responses(self) -> Responses: ...
    @property
    def tallies(self) -> Tallies: ...
    @property
    def uses(self) -> Uses: ...
    @property
    def operations(self) -> Operations: ...
    @property
    def publications(self) -> Publications: ...


class Work(Reading, Protocol):
    """A transaction that writes."""

    @property
    def caller(self) -> Caller: ...
    @property
    def now(self) -> datetime: ...
    @property
    def events(self) -> Events: ...

    def answer(self, result: ResultT) -> ResultT:
        """Keeps the result as what a repetition of this request is answered with."""
        ...


class Begin(Protocol):
    """Opens a transaction for a caller."""

    def __call__(
        self, caller: Caller, *, once: Once | None = None
    ) -> AbstractAsyncContextManager[Work]: ...


class Links(Protocol):
    """Link tokens, made of an id under the deployment's key."""

    def link_token(self, target: UUID) -> str: ...

    def link_target(self, token: str) -> UUID:
        """Raises NotFound for a forged one."""
        ...

    def blind_index(self, text: str) -> bytes:
        """A keyed fingerprint."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """`new_id` makes ids in the order of time; `random_id` ones that tell nothing."""

    clock: Clock
    begin: Begin
    read: Callable[[Caller], AbstractAsyncContextManager[Reading]]
    links: Links
    new_id: Callable[[], UUID]
    random_id: Callable[[], UUID]
    invitation_days: int = 30
    answers_told_together: int = 5
