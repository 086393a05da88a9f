"""What clients send and are answered of site visits."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from permit_service.application.dossier import Dossier
from permit_service.domain.site_visit import Photo, SiteVisit, VisitResult, VisitState
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.words import Code, Prose
from shared.documents.scanning import ScanState
from shared.http import Answer
from shared.identity import Caller

Officers = Annotated[tuple[Code, ...], Field(min_length=1, max_length=20)]


class VisitBody(Body):
    """`POST …/site-visits`: when, and the user names of those who go."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"scheduled_on": "2026-06-17", "officers": ["petugas.lapangan"]}]
        }
    )

    scheduled_on: date
    officers: Officers


class ReportBody(Body):
    """`POST …/site-visits/{id}/report`: what was found; notes where it does not conform."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "visited_on": "2026-06-17",
                    "visited_by": ["petugas.lapangan"],
                    "result": "conforms",
                    "notes": "",
                }
            ]
        }
    )

    visited_on: date
    visited_by: Officers
    result: VisitResult
    notes: Prose = ""


class PhotoAnswer(Answer):
    """A picture from the place."""

    id: UUID
    media_type: str
    size: int
    sha256: str
    scan_state: ScanState
    added_at: datetime


class VisitAnswer(Answer):
    """A visit; who goes and went is for staff alone."""

    id: UUID
    state: VisitState
    scheduled_on: date
    officers: list[str] | None = None
    visited_on: date | None
    visited_by: list[str] | None = None
    result: VisitResult | None
    notes: str
    photos: list[PhotoAnswer]


def visits_body(dossier: Dossier, caller: Caller) -> list[dict[str, Any]]:
    """The member `site_visits` of an application, oldest first."""
    return [_visit(one, caller) for one in dossier.visits]


def _visit(visit: SiteVisit, caller: Caller) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": visit.id,
        "state": visit.state,
        "scheduled_on": visit.scheduled_on,
        "visited_on": visit.visited_on,
        "result": visit.result,
        "notes": visit.notes,
        "photos": [_photo(one) for one in visit.photos],
    }
    if not caller.is_staff:
        return shown
    return shown | {"officers": visit.officers, "visited_by": visit.visited_by}


def _photo(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.id,
        "media_type": photo.media_type,
        "size": photo.size,
        "sha256": photo.sha256,
        "scan_state": photo.scan_state,
        "added_at": photo.added_at,
    }
