"""Finds people on the shelves."""

from permit_service.application.person_search_ports import (
    MAX_FOUND,
    FoundApplication,
    PersonSearch,
    SearchKind,
)
from permit_service.domain.applicant import Applicant, canonical_phone
from permit_service.domain.service import Mode
from permit_service.domain.steps import Status
from permit_service.testing.memory_inbox import row_of
from permit_service.testing.shelves import Shelves


class MemoryPeople:
    """By what the applications say in the open."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def find(self, search: PersonSearch) -> list[FoundApplication]:
        """Newest first."""
        ordered = sorted(self._shelves.applications.values(), key=lambda one: one.id, reverse=True)
        found = [
            FoundApplication(row=row_of(one, self._shelves), owner=one.owner)
            for one in ordered
            if one.office_code in search.offices
            and (one.status is not Status.DRAFT or one.mode is Mode.ASSISTED)
            and _is_of(one.applicant, search)
        ]
        return found[:MAX_FOUND]


def _is_of(applicant: Applicant, search: PersonSearch) -> bool:
    match search.kind:
        case SearchKind.NIK:
            return applicant.nik == search.value
        case SearchKind.EMAIL:
            return (applicant.email or "").casefold() == search.value.casefold()
        case SearchKind.PHONE:
            return canonical_phone(applicant.phone or "") == canonical_phone(search.value)
