"""Problems with systems of others, in memory."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from reporting_service.application.stores import IssueFilter
from reporting_service.domain.system_issue import SystemIssue
from reporting_service.testing.memory_read_models import MemoryStore
from shared.errors import NotFound, StaleVersion


class MemorySystemIssues(MemoryStore):
    """A row per version; the newest stands."""

    async def add(self, issue: SystemIssue) -> None:
        """Keeps a version; raises StaleVersion when it is taken."""
        key = (issue.office_code, issue.id, issue.version)
        if key in self._state.shelf("SystemIssue"):
            raise StaleVersion
        self._state.shelf("SystemIssue")[key] = issue

    async def get(self, issue_id: UUID) -> SystemIssue:
        """What stands; raises NotFound."""
        return (await self.history(issue_id))[-1]

    async def history(self, issue_id: UUID) -> Sequence[SystemIssue]:
        """Every version, the oldest first; raises NotFound."""
        found = [
            one
            for office in self._caller.offices
            for one in self._rows(SystemIssue, office)
            if one.id == issue_id
        ]
        if not found:
            raise NotFound
        return sorted(found, key=lambda one: one.version)

    async def page(
        self, wanted: IssueFilter, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[SystemIssue]:
        """What stands, by the day it was raised, the newest first, at most `limit`."""
        found = [
            one
            for one in reversed(self._newest(wanted.office_code))
            if wanted.system in (None, one.system)
            and wanted.state in (None, one.state)
            and (after is None or (one.raised_on, one.id) < after)
        ]
        return found[:limit]

    async def standing_on(self, office: str, day: date) -> Sequence[SystemIssue]:
        """What had been raised and was not closed when that day ended, the oldest first."""
        return [one for one in self._newest(office) if one.stood_at_the_end_of(day)]

    def _newest(self, office: str) -> list[SystemIssue]:
        versions = sorted(self._rows(SystemIssue, office), key=lambda one: one.version)
        standing = {one.id: one for one in versions}
        return sorted(standing.values(), key=lambda one: (one.raised_on, one.id))
