"""Who read personal data, in every service: for an office's administrator, and for the person.

The ids of records are ordered in time, so that the pages of several services are one page.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gateway.application.sibling_ports import Siblings, offices_of
from shared.identity import Caller, Role

_PATH = "/internal/access-log"
# The person learns in which role their data were read, and for what; an officer's account is the
# office's to know.
_OF_THE_OFFICE = ("actor", "reference", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLogQuery:
    """Newest first, before a record."""

    limit: int
    before: UUID | None = None
    subject: UUID | None = None
    owner: UUID | None = None
    actor: str | None = None


async def read_access_log(
    query: AccessLogQuery, caller: Caller, siblings: Siblings
) -> list[dict[str, Any]]:
    """One more than the limit. An administrator sees their offices' log, an applicant what was
    read about themselves; raises Forbidden for others."""
    caller.require(Role.ADMINISTRATOR, Role.APPLICANT)
    is_office = caller.has(Role.ADMINISTRATOR)
    asked: dict[str, object] = {"limit": query.limit, "before": query.before}
    asked |= {"subject": query.subject}
    if is_office:
        asked |= {"offices": offices_of(caller.offices), "actor": query.actor}
        asked |= {"subject_owner": query.owner}
    else:
        asked |= {"owner": caller.actor}
    found = await siblings.ask_all("GET", _PATH, query=asked)
    rows = [{"service": service} | row for service, rows in found.items() for row in rows]
    rows.sort(key=lambda one: str(one["id"]), reverse=True)
    shown = rows[: query.limit + 1]
    return shown if is_office else [_of_ones_own(one) for one in shown]


def _of_ones_own(row: dict[str, Any]) -> dict[str, Any]:
    return row | dict.fromkeys(_OF_THE_OFFICE)
