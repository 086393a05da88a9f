"""The audit trail of one subject: who did what, in every service, and whether the chain holds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from gateway.application.sibling_ports import Siblings, offices_of
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.event_log import LoggedEvent, broken_links

_HASHED = tuple(LoggedEvent.__dataclass_fields__)


async def read_audit(
    subject_type: str, subject_id: UUID, caller: Caller, siblings: Siblings
) -> dict[str, Any]:
    """Every recorded event of the subject; raises NotFound when there is none."""
    caller.require(Role.ADMINISTRATOR)
    found = await siblings.ask_all(
        "GET",
        f"/internal/audit/{subject_type}/{subject_id}",
        query={"offices": offices_of(caller.offices)},
    )
    chains = {service: rows for service, rows in found.items() if rows}
    if not chains:
        raise NotFound
    broken = {
        service: [str(one) for one in broken_links(_logged(row) for row in rows)]
        for service, rows in chains.items()
    }
    items = [{"service": service} | row for service, rows in chains.items() for row in rows]
    return {
        "subject_type": subject_type,
        "subject_id": subject_id,
        "is_intact": not any(broken.values()),
        "broken": {service: ids for service, ids in broken.items() if ids},
        "items": sorted(items, key=lambda one: (str(one["occurred_at"]), str(one["id"]))),
    }


def _logged(row: dict[str, Any]) -> LoggedEvent:
    values = {name: row[name] for name in _HASHED}
    return LoggedEvent(
        **values
        | {
            "id": UUID(row["id"]),
            "subject": UUID(row["subject"]),
            "occurred_at": datetime.fromisoformat(row["occurred_at"]),
            "previous_hash": bytes.fromhex(row["previous_hash"]),
            "hash": bytes.fromhex(row["hash"]),
        }
    )
