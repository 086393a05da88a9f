"""Running clocks and the rules of warnings in memory."""

from datetime import date, datetime
from uuid import UUID

from permit_service.domain.application import Application
from permit_service.domain.clock_rule import ClockRule, ClockRuleExists
from permit_service.domain.service_clock import is_running
from permit_service.testing.shelves import Shelves
from shared.identity import Caller


class MemoryRunningClocks:
    """Applications whose clocks run."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def overdue(self, office_code: str, *, at: datetime, limit: int) -> list[UUID]:
        """Longest first; one whose last moment was never written comes before them."""
        found = [
            (one.service_time.due_at is not None, one.service_time.due_at or at, one.id)
            for one in self._running(office_code)
            if one.service_time.exceeded_on != one.due_on
            and one.due_on is not None
            and (one.service_time.due_at is None or one.service_time.due_at < at)
        ]
        return [application_id for _, _, application_id in sorted(found)][:limit]

    async def ending(self, office_code: str, *, until: date, limit: int) -> list[UUID]:
        """The nearest first."""
        found = [
            (one.due_on, one.id)
            for one in self._running(office_code)
            if one.due_on is not None
            and one.due_on <= until
            and one.service_time.warned_on != one.due_on
        ]
        return [application_id for _, application_id in sorted(found)][:limit]

    def _running(self, office_code: str) -> list[Application]:
        if not self._caller.sees(office_code):
            return []
        return [
            one
            for one in self._shelves.applications.values()
            if one.office_code == office_code and is_running(one.clock)
        ]


class MemoryClockRules:
    """Rules of an office in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def of(self, office_code: str) -> list[ClockRule]:
        """Oldest first."""
        if not self._caller.sees(office_code):
            return []
        rules = self._shelves.clock_rules
        return [rule for (office, _), rule in sorted(rules.items()) if office == office_code]

    async def add(self, office_code: str, rule: ClockRule, *, by: str, at: datetime) -> None:
        """Raises ClockRuleExists; who set it and when is not kept."""
        del by, at
        key = (office_code, rule.effective_from)
        if key in self._shelves.clock_rules:
            raise ClockRuleExists
        self._shelves.clock_rules[key] = rule
