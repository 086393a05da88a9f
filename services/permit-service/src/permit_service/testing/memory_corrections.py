"""Rounds of corrections, checks of requirements and office rules in memory."""

from datetime import date, datetime
from uuid import UUID

from permit_service.domain.application import Application
from permit_service.domain.correction import Rounds, open_round
from permit_service.domain.errors import RuleAlreadySet
from permit_service.domain.office_rule import OfficeRule
from permit_service.domain.requirement_check import Checks
from permit_service.testing.shelves import Shelves
from shared.identity import Caller


class MemoryCorrections:
    """Rounds in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    def find(self, application_id: UUID) -> Rounds:
        """What is known of one application."""
        return self._shelves.rounds.get(application_id, ())

    async def save(self, application: Application, after: Rounds, *, before: Rounds) -> None:
        """Keeps them as they are now."""
        del before
        self._shelves.rounds[application.id] = after

    async def overdue(
        self, office_code: str, *, today: date, after: UUID | None, limit: int
    ) -> list[UUID]:
        """Applications with an open round whose last day has passed, by id."""
        if not self._caller.sees(office_code):
            return []
        found = [
            one
            for one, rounds in self._shelves.rounds.items()
            if (standing := open_round(rounds)) is not None
            and standing.is_overdue(today=today)
            and self._shelves.applications[one].office_code == office_code
            and (after is None or one > after)
        ]
        return sorted(found)[:limit]


class MemoryRequirementChecks:
    """Checks in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    def find(self, application_id: UUID) -> Checks:
        """What is known of one application."""
        return self._shelves.checks.get(application_id, ())

    async def save(
        self, application: Application, checks: Checks, *, by: str, at: datetime
    ) -> None:
        """In the place of those before."""
        del by, at
        self._shelves.checks[application.id] = checks


class MemoryOfficeRules:
    """Rules in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def of(self, office_code: str) -> tuple[OfficeRule, ...]:
        """Every rule of the office, by key and day."""
        if not self._caller.sees(office_code):
            return ()
        return self._shelves.rules.get(office_code, ())

    async def add(self, rule: OfficeRule, *, office_code: str) -> None:
        """Raises RuleAlreadySet."""
        known = self._shelves.rules.get(office_code, ())
        if any((one.key, one.effective_from) == (rule.key, rule.effective_from) for one in known):
            raise RuleAlreadySet
        ordered = sorted((*known, rule), key=lambda one: (one.key, one.effective_from))
        self._shelves.rules[office_code] = tuple(ordered)
