"""Problems with systems of others: a row per version, never changed; the newest stands."""

# ruff: noqa: S608 - statements are made of this module's own column lists

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.application.stores import IssueFilter
from reporting_service.domain.system_issue import IssueState, SystemIssue
from shared.errors import NotFound, StaleVersion

_FIELDS = (
    "office_code",
    "id",
    "version",
    "system",
    "problem",
    "raised_on",
    "consulted",
    "consulted_on",
    "answer",
    "answered_on",
    "state",
    "closed_on",
    "changed_at",
    "changed_by",
)
_COLUMNS = ", ".join(_FIELDS)
_ADD = text(
    f"insert into system_issue ({_COLUMNS}) values ("
    + ", ".join(f":{name}" for name in _FIELDS)
    + ") on conflict do nothing"
)
_HISTORY = text(f"select {_COLUMNS} from system_issue where id = :id order by version")
_NEWEST = (
    f"select {_COLUMNS} from system_issue i where office_code = :office and not exists (select"
    " from system_issue n where n.office_code = i.office_code and n.id = i.id"
    " and n.version > i.version)"
)
_PAGE = text(
    f"{_NEWEST} and (cast(:system as text) is null or system = :system)"
    " and (cast(:state as text) is null or state = :state)"
    " and (cast(:day as date) is null or (raised_on, id) < (:day, cast(:after as uuid)))"
    " order by raised_on desc, id desc limit :limit"
)
_STANDING_ON = text(
    f"{_NEWEST} and raised_on <= :day and (closed_on is null or closed_on > :day)"
    " order by raised_on, id"
)


class PostgresSystemIssues:
    """Two who write the same version: the second is told that it is taken."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, issue: SystemIssue) -> None:
        """Keeps a version; raises StaleVersion when it is taken."""
        added = await self._connection.execute(
            _ADD, {name: getattr(issue, name) for name in _FIELDS} | {"state": issue.state.value}
        )
        if added.rowcount != 1:
            raise StaleVersion

    async def get(self, issue_id: UUID) -> SystemIssue:
        """What stands; raises NotFound."""
        return (await self.history(issue_id))[-1]

    async def history(self, issue_id: UUID) -> Sequence[SystemIssue]:
        """Every version, the oldest first; raises NotFound."""
        rows = await self._connection.execute(_HISTORY, {"id": issue_id})
        found = [_issue(row) for row in rows.mappings()]
        if not found:
            raise NotFound
        return found

    async def page(
        self, wanted: IssueFilter, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[SystemIssue]:
        """What stands, by the day it was raised, the newest first, at most `limit`."""
        day, last = (None, None) if after is None else after
        asked: dict[str, Any] = {
            "office": wanted.office_code,
            "system": wanted.system,
            "state": None if wanted.state is None else wanted.state.value,
            "day": day,
            "after": last,
            "limit": limit,
        }
        rows = await self._connection.execute(_PAGE, asked)
        return [_issue(row) for row in rows.mappings()]

    async def standing_on(self, office: str, day: date) -> Sequence[SystemIssue]:
        """What had been raised and was not closed when that day ended, the oldest first."""
        rows = await self._connection.execute(_STANDING_ON, {"office": office, "day": day})
        return [_issue(row) for row in rows.mappings()]


def _issue(row: RowMapping) -> SystemIssue:
    return SystemIssue(**{**row, "state": IssueState(row["state"])})
