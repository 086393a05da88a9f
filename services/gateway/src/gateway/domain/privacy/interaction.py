"""An interaction with the system: who did what through the door, when, and how it was answered.

It holds the template of a route and ids, never what was sent (Perbup Malra 23/2021 Ps 1 angka 12).
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# A request that no route answers, so that nothing somebody typed into a path is kept.
NO_ROUTE = "unknown"
_ID = re.compile(r"/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?=/|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """`actor` is an account's id, None for anybody; `office_code` their first office, None for
    those who have none. `subject` is the thing that the path names by its id."""

    id: UUID
    at: datetime
    actor: str | None
    roles: tuple[str, ...]
    office_code: str | None
    method: str
    route: str
    subject: UUID | None
    status: int
    milliseconds: int
    request_id: str


def subject_of(path: str) -> UUID | None:
    """The first id in a path."""
    found = _ID.search(path)
    return None if found is None else UUID(found[1])
