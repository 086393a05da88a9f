"""What the use cases need of the catalogue: versions that never change, and who uses them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from permit_service.domain.service import Service
from permit_service.domain.steps import Status

MAX_NAMED = 100
RUNNING = frozenset(
    {
        Status.DRAFT,
        Status.SUBMITTED,
        Status.VERIFIED,
        Status.RETURNED,
        Status.VALIDATED,
        Status.SIGNED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceVersion:
    """A version, and when it was published."""

    service: Service
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionUse:
    """The running applications under one version in one status; at most MAX_NAMED are named."""

    version: int
    status: Status
    count: int
    application_ids: tuple[UUID, ...]


class Catalogue(Protocol):
    """The services of each office, in versions. Public."""

    async def services(self, office_code: str) -> list[Service]:
        """The newest version of each, by code."""
        ...

    async def service(
        self, office_code: str, code: str, *, version: int | None = None
    ) -> Service | None:
        """One version, or the newest."""
        ...

    async def load(
        self, office_code: str, entries: Sequence[Mapping[str, Any]], *, at: datetime
    ) -> None:
        """Version 1 of each entry that the office does not have."""
        ...

    async def versions(
        self, office_code: str, code: str, *, before: int | None, limit: int
    ) -> list[ServiceVersion]:
        """The newest first, one more than the limit."""
        ...

    async def publish(self, service: Service, *, at: datetime) -> None:
        """Keeps a new version; raises StaleVersion when there is one of that number."""
        ...

    async def running(self, office_code: str, code: str) -> list[VersionUse]:
        """Applications that are not finished, by version and status."""
        ...
