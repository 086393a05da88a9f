"""Site visits on PostgreSQL."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import Row, from_json
from permit_service.adapters.tables import site_visit
from permit_service.application.document_files import is_in_quarantine
from permit_service.domain.application import Application
from permit_service.domain.site_visit import Photo, SiteVisit, VisitResult, Visits, VisitState
from shared.documents.scanning import ScanState

# Nobody goes anywhere for a draft: the statement that is asked most does not look.
VISITS = """
  case when a.status <> 'draft' then
    (select jsonb_agg(to_jsonb(t) order by t.id) from site_visit t
      where t.application_id = a.id) end as visits
"""

_CHANGING = (
    "state",
    "visited_on",
    "visited_by",
    "result",
    "notes",
    "recorded_by",
    "recorded_at",
    "photos",
)


class PostgresSiteVisits:
    """Written in the caller's transaction; the application is held by it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save(self, application: Application, after: Visits, *, before: Visits) -> None:
        """Writes what differs."""
        owned = {"application_id": application.id, "office_code": application.office_code}
        for one in after:
            if one in before:
                continue
            values = _columns(one) | owned
            await self._connection.execute(
                insert(site_visit)
                .values(values)
                .on_conflict_do_update(
                    index_elements=["id"], set_={name: values[name] for name in _CHANGING}
                )
            )


def _columns(visit: SiteVisit) -> dict[str, Any]:
    return asdict(visit) | {
        "state": visit.state.value,
        "officers": list(visit.officers),
        "visited_by": list(visit.visited_by),
        "result": None if visit.result is None else visit.result.value,
        "photos": [
            asdict(one)
            | {
                "id": str(one.id),
                "scan_state": one.scan_state.value,
                "added_at": one.added_at.isoformat(),
            }
            for one in visit.photos
        ],
    }


def visits_of(stored: Any) -> Visits:
    """The column `visits` of a whole file."""
    return tuple(_visit(one) for one in from_json(stored) or ())


def _visit(row: Row) -> SiteVisit:
    visited_on, recorded_at = row["visited_on"], row["recorded_at"]
    return SiteVisit(
        id=UUID(row["id"]),
        scheduled_on=date.fromisoformat(row["scheduled_on"]),
        officers=tuple(row["officers"]),
        scheduled_by=row["scheduled_by"],
        scheduled_at=datetime.fromisoformat(row["scheduled_at"]),
        state=VisitState(row["state"]),
        visited_on=None if visited_on is None else date.fromisoformat(visited_on),
        visited_by=tuple(row["visited_by"]),
        result=None if row["result"] is None else VisitResult(row["result"]),
        notes=row["notes"],
        recorded_by=row["recorded_by"],
        recorded_at=None if recorded_at is None else datetime.fromisoformat(recorded_at),
        photos=tuple(_photo(one) for one in row["photos"]),
    )


def _photo(row: Mapping[str, Any]) -> Photo:
    return Photo(
        id=UUID(row["id"]),
        media_type=row["media_type"],
        size=row["size"],
        sha256=row["sha256"],
        storage_key=row["storage_key"],
        scan_state=_scan_state(row),
        added_by=row["added_by"],
        added_at=datetime.fromisoformat(row["added_at"]),
    )


def _scan_state(row: Mapping[str, Any]) -> ScanState:
    """What was kept before pictures were scanned says nothing of it; what lies in quarantine is
    never released by that."""
    if "scan_state" in row:
        return ScanState(row["scan_state"])
    waits = is_in_quarantine(row["storage_key"])
    return ScanState.PENDING if waits else ScanState.NOT_SCANNED
