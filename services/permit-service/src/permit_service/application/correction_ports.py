"""What the use cases on corrections and office rules need from their stores."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from permit_service.domain.application import Application
from permit_service.domain.correction import Rounds
from permit_service.domain.office_rule import OfficeRule
from permit_service.domain.requirement_check import Checks


class Corrections(Protocol):
    """Rounds of corrections. They are read with the whole file; what is said is sealed."""

    async def save(self, application: Application, after: Rounds, *, before: Rounds) -> None:
        """Writes what differs."""
        ...

    async def overdue(
        self, office_code: str, *, today: date, after: UUID | None, limit: int
    ) -> list[UUID]:
        """Applications with an open round whose last day has passed, by id."""
        ...


class RequirementChecks(Protocol):
    """What the last verification found. It is read with the whole file."""

    async def save(
        self, application: Application, checks: Checks, *, by: str, at: datetime
    ) -> None:
        """In the place of those before."""
        ...


class OfficeRules(Protocol):
    """What an office has set; rows are only added."""

    async def of(self, office_code: str) -> tuple[OfficeRule, ...]:
        """Every rule of the office, by key and day."""
        ...

    async def add(self, rule: OfficeRule, *, office_code: str) -> None:
        """Raises RuleAlreadySet for a key and day that have one."""
        ...
