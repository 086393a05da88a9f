"""What the register of requests for deletion needs from outside."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from gateway.application.accounts.representation_ports import Representations
from gateway.application.notifications.ports import Notifications
from gateway.application.ports import Begin, Stores, Transaction
from gateway.application.sibling_ports import Siblings
from gateway.domain.privacy.deletion_request import DeletionRequest, RequestState
from gateway.domain.sicantik.intake import Intake
from shared.clock import Clock
from shared.identity import Caller


class DeletionRequests(Protocol):
    """The requests of the caller's offices, and the caller's own."""

    async def add(self, request: DeletionRequest) -> None:
        """Raises DeletionRequestedAlready while the office has an open one of the account."""
        ...

    async def get(self, request_id: UUID) -> DeletionRequest:
        """In a transaction it is held until its end. Raises NotFound."""
        ...

    async def save(self, request: DeletionRequest) -> DeletionRequest:
        """Counts the version up; raises StaleVersion."""
        ...

    async def page(
        self,
        *,
        account_id: UUID | None,
        state: RequestState | None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[DeletionRequest]:
        """Newest first; of one account, or of the caller's offices."""
        ...

    async def to_do(self, *, limit: int) -> Sequence[UUID]:
        """Those that are decided and of which not everything was done and told, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMessages:
    """Messages of OSS about some businesses: those that the register stands on, and older ones."""

    standing: int
    overtaken: int


class OssMessagesHeld(Protocol):
    """What OSS told the caller's offices, sealed."""

    async def held(self, nibs: Collection[str]) -> HeldMessages:
        """Without what was destroyed."""
        ...

    async def destroy_overtaken(self, nibs: Collection[str], *, request_id: UUID) -> None:
        """The content of what no register stands on any more."""
        ...

    async def destroyed_for(self, request_id: UUID) -> int:
        """How many were."""
        ...


class IntakesHeld(Protocol):
    """What was handed in at SiCANTIK and waits sealed, in the caller's offices."""

    async def with_content(self, *, after: UUID | None, limit: int) -> Sequence[Intake]:
        """In the order of their ids. In a transaction they are held until its end."""
        ...

    async def save(self, intake: Intake) -> Intake:
        """Raises StaleVersion."""
        ...

    async def destroyed_for(self, request_id: UUID) -> int:
        """How many were."""
        ...


class DeletionStores(Stores, Protocol):
    """What may be read."""

    @property
    def oss_messages(self) -> OssMessagesHeld: ...
    @property
    def intakes(self) -> IntakesHeld: ...

    @property
    def deletions(self) -> DeletionRequests: ...


class DeletionWork(DeletionStores, Transaction, Protocol):
    """One transaction."""

    @property
    def representations(self) -> Representations: ...
    @property
    def notifications(self) -> Notifications: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionPorts:
    """Everything the register's use cases may need."""

    clock: Clock
    new_id: Callable[[], UUID]
    begin: Begin[DeletionWork]
    read: Callable[[Caller], AbstractAsyncContextManager[DeletionStores]]
    siblings: Siblings
