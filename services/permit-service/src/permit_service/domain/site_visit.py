"""A visit to the place (DOMAIN 15.16): scheduled, recorded, and asked for before validation.

What does not conform is never silently valid: the last recorded visit decides, and only another
visit takes its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from permit_service.domain.errors import (
    SiteVisitMissing,
    SiteVisitNotAskedFor,
    SiteVisitNotConforming,
)
from permit_service.domain.service import Service
from shared.documents.scanning import ScanState
from shared.errors import InvalidRequest, NotFound, TransitionNotAllowed

ARTICLE = "Perbup Malra 23/2021 Ps 6(1)b"
MAX_PHOTOS = 20


class VisitState(StrEnum):
    """Rescheduled is a visit in whose place another date was set."""

    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    RECORDED = "recorded"


class VisitResult(StrEnum):
    """What was found at the place."""

    CONFORMS = "conforms"
    DOES_NOT_CONFORM = "does_not_conform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture from the place; its bytes lie elsewhere."""

    id: UUID
    media_type: str
    size: int
    sha256: str
    storage_key: str
    scan_state: ScanState
    added_by: str
    added_at: datetime

    def scanned(self, state: ScanState, *, storage_key: str) -> "Photo":
        """The scanner has spoken; its first word stands."""
        if self.scan_state is not ScanState.PENDING:
            return self
        return replace(self, scan_state=state, storage_key=storage_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteVisit:
    """`officers` are user names: those who are to go, `visited_by` those who went."""

    id: UUID
    scheduled_on: date
    officers: tuple[str, ...]
    scheduled_by: str
    scheduled_at: datetime
    state: VisitState = VisitState.SCHEDULED
    visited_on: date | None = None
    visited_by: tuple[str, ...] = ()
    result: VisitResult | None = None
    notes: str = ""
    recorded_by: str | None = None
    recorded_at: datetime | None = None
    photos: tuple[Photo, ...] = ()

    def recorded(
        self,
        result: VisitResult,
        *,
        visited_on: date,
        visited_by: tuple[str, ...],
        notes: str,
        by: str,
        at: datetime,
    ) -> "SiteVisit":
        """Raises TransitionNotAllowed for what was recorded or rescheduled, InvalidRequest for
        a finding without its words."""
        if self.state is not VisitState.SCHEDULED:
            raise TransitionNotAllowed
        if result is VisitResult.DOES_NOT_CONFORM and not notes.strip():
            raise InvalidRequest(pointers=(("/notes", "required"),))
        return replace(
            self,
            state=VisitState.RECORDED,
            visited_on=visited_on,
            visited_by=visited_by,
            result=result,
            notes=notes,
            recorded_by=by,
            recorded_at=at,
        )

    def with_photo(self, photo: Photo) -> "SiteVisit":
        """One more picture, before or after the visit is recorded; raises TransitionNotAllowed."""
        if self.state is VisitState.RESCHEDULED or len(self.photos) >= MAX_PHOTOS:
            raise TransitionNotAllowed
        return replace(self, photos=(*self.photos, photo))

    def photo(self, photo_id: UUID) -> Photo:
        """Raises NotFound."""
        found = next((one for one in self.photos if one.id == photo_id), None)
        if found is None:
            raise NotFound
        return found

    def with_scan(self, photo: Photo) -> "SiteVisit":
        """The scanner has spoken on one of the pictures."""
        return replace(
            self, photos=tuple(photo if one.id == photo.id else one for one in self.photos)
        )


Visits = tuple[SiteVisit, ...]


def scheduled(visits: Visits, visit: SiteVisit) -> Visits:
    """A new date; one that was set and not kept is rescheduled by it."""
    before = tuple(
        replace(one, state=VisitState.RESCHEDULED) if one.state is VisitState.SCHEDULED else one
        for one in visits
    )
    return (*before, visit)


def visit_of(visits: Sequence[SiteVisit], visit_id: UUID) -> SiteVisit:
    """Raises NotFound."""
    found = next((one for one in visits if one.id == visit_id), None)
    if found is None:
        raise NotFound
    return found


def with_visit(visits: Visits, visit: SiteVisit) -> Visits:
    """The same visits, with this one as it is now."""
    return tuple(visit if one.id == visit.id else one for one in visits)


def require_visit_asked_for(service: Service) -> None:
    """Raises SiteVisitNotAskedFor for a service without one."""
    if not service.requires_site_visit:
        raise SiteVisitNotAskedFor


def require_visited(service: Service, visits: Visits) -> None:
    """Before validation: raises SiteVisitMissing, SiteVisitNotConforming."""
    if not service.requires_site_visit:
        return
    recorded = [one for one in visits if one.state is VisitState.RECORDED]
    if not recorded or visits[-1].state is VisitState.SCHEDULED:
        raise SiteVisitMissing(article=ARTICLE)
    if recorded[-1].result is not VisitResult.CONFORMS:
        raise SiteVisitNotConforming(article=ARTICLE)
