"""What the door asks of the services behind it, and of itself in the same way."""

from collections.abc import Mapping
from typing import Any, Protocol


class Replied(Protocol):
    """What a service said."""

    @property
    def status(self) -> int: ...
    @property
    def json(self) -> Any: ...
    @property
    def content(self) -> bytes: ...
    def require(self) -> Any:
        """The JSON of a success; raises NotFound or Unavailable."""
        ...


class Siblings(Protocol):
    """Every service; the gateway itself is one of them."""

    @property
    def names(self) -> tuple[str, ...]: ...

    async def ask(
        self,
        service: str,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        json: Any = None,
    ) -> Replied:
        """An internal request; raises Unavailable."""
        ...

    async def ask_all(
        self, method: str, path: str, *, query: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        """Every service's JSON; raises Unavailable when one of them does not answer."""
        ...

    async def forward(
        self,
        service: str,
        path: str,
        *,
        token: str | None,
        language: str | None = None,
        query: Mapping[str, object] | None = None,
    ) -> Replied:
        """A GET in the caller's own name, or in nobody's."""
        ...

    async def described(self) -> dict[str, Any]:
        """The OpenAPI description of every service that answers."""
        ...


def offices_of(offices: tuple[str, ...]) -> str:
    """How a service is told whose offices' rows are meant."""
    return ",".join(offices)
