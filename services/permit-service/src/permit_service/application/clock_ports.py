"""What the timers of the legal clock need of the stores. Every bound is the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from permit_service.domain.clock_rule import ClockRule
from permit_service.domain.office import Office
from permit_service.domain.steps import Status


class RunningClocks(Protocol):
    """Applications whose clocks run, by what is due. What another worker holds is left out."""

    async def overdue(self, office_code: str, *, at: datetime, limit: int) -> list[UUID]:
        """Whose last moment lies before `at` and whose excess was not told, held, longest first;
        and those whose last moment was never written."""
        ...

    async def ending(self, office_code: str, *, until: date, limit: int) -> list[UUID]:
        """Whose last day is no later than `until` and of which nobody was warned, held."""
        ...


class ClockRules(Protocol):
    """When an office's people are warned, by date."""

    async def of(self, office_code: str) -> list[ClockRule]:
        """Every rule of the office, oldest first."""
        ...

    async def add(self, office_code: str, rule: ClockRule, *, by: str, at: datetime) -> None:
        """Keeps a rule; raises ClockRuleExists for a second one from the same day."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRequest:
    """A request to an agency whose reminder is due."""

    application_id: UUID
    agency: str
    service_code: str
    status: Status
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTimes:
    """How an agency kept its time. `late` were answered after their last day, `overdue` wait for
    an answer after it; `sop_versions` are those of its SOP that it was asked under."""

    agency: str
    asked: int
    answered: int
    late: int
    overdue: int
    sop_versions: tuple[str, ...] = ()


class AgencyRequests(Protocol):
    """Recommendations that were asked for, by their sub-clocks."""

    async def due(self, office_code: str, *, on: date, limit: int) -> list[DueRequest]:
        """Those to be reminded of on that day, held, longest first; what another worker holds is
        left out."""
        ...

    async def reminded(self, requests: Sequence[DueRequest], *, at: datetime) -> None:
        """Marks them, so that none is reminded of twice."""
        ...

    async def times(
        self, office: Office, *, since: datetime, until: datetime, today: date
    ) -> list[AgencyTimes]:
        """Of what was asked since `since` and before `until`, by agency."""
        ...
