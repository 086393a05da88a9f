"""Licences and sanctions in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from permit_service.application.listing import LicenceQuery
from permit_service.domain.licence import Licence, LicenceStatus, Sanction
from permit_service.testing.shelves import Shelves, sees
from shared.calendar.office_time import local_date
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller


class MemoryLicences:
    """Licences in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    def _find(self, licence_id: UUID) -> Licence | None:
        found = self._shelves.licences.get(licence_id)
        return found if found and sees(self._caller, found.office_code, found.owner) else None

    def of_application(self, application_id: UUID) -> Licence | None:
        """The licence that an application led to."""
        found = self._shelves.licences.values()
        return next((one for one in found if one.application_id == application_id), None)

    async def add(self, licence: Licence) -> None:
        """Keeps a new licence."""
        self._shelves.licences[licence.id] = licence

    async def get(self, licence_id: UUID) -> Licence:
        """Raises NotFound."""
        found = self._find(licence_id)
        if found is None:
            raise NotFound
        return found

    async def hold(self, licence_ids: Sequence[UUID]) -> list[Licence]:
        """Those that exist, in the order of their ids."""
        found = [self._find(one) for one in sorted(set(licence_ids))]
        return [one for one in found if one is not None]

    async def save(self, licence: Licence) -> Licence:
        """Writes owner, told status and what came in its place."""
        kept = self._find(licence.id)
        if kept is None or kept.version != licence.version:
            raise StaleVersion
        saved = replace(
            kept,
            owner=licence.owner,
            told_status=licence.told_status,
            replaced_by=licence.replaced_by,
            version=licence.version + 1,
        )
        self._shelves.licences[licence.id] = saved
        return saved

    async def page(self, query: LicenceQuery) -> list[Licence]:
        """Newest first, one more than the limit."""
        ordered = sorted(self._shelves.licences.values(), key=lambda one: one.id, reverse=True)
        found = [
            one
            for one in ordered
            if self._find(one.id)
            and (one.owner == query.owner if query.owner else one.office_code in query.offices)
            and (query.before is None or one.id < query.before)
            and self._is_asked_for(one, query)
        ]
        return found[: query.limit + 1]

    def _is_asked_for(self, one: Licence, query: LicenceQuery) -> bool:
        end = one.valid_until
        return (
            query.nib in (None, one.nib)
            and query.service_code in (None, one.service_code)
            and (query.ends_from is None or (end is not None and end >= query.ends_from))
            and (query.ends_until is None or (end is not None and end <= query.ends_until))
            and one.number.lower().startswith((query.number or "").lower())
            and query.status in (None, self._status(one, query.now))
        )

    def _status(self, one: Licence, now: datetime) -> LicenceStatus:
        today = local_date(now, self._shelves.offices[one.office_code].zone)
        if one.told_status is not LicenceStatus.ACTIVE:
            return one.told_status
        return one.status((), today=today)


class MemorySanctions:
    """Facts of sanctions in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def record(self, sanctions: Sequence[Sanction], *, office_code: str) -> None:
        """The latest step wins; a lifting stays."""
        for new in sanctions:
            key = (new.licence_id, new.sanction_id)
            _, known = self._shelves.sanctions.get(key, ("", new))
            newer = _later(known.stepped_at, new.stepped_at) == new.stepped_at
            merged = replace(
                known,
                step=(new.step if newer and new.step else known.step),
                stepped_at=_later(known.stepped_at, new.stepped_at),
                lifted_at=_later(known.lifted_at, new.lifted_at),
            )
            self._shelves.sanctions[key] = (office_code, merged)

    async def of(self, licence_ids: Sequence[UUID]) -> dict[UUID, tuple[Sanction, ...]]:
        """The sanctions of each licence."""
        found: dict[UUID, tuple[Sanction, ...]] = {}
        for (licence_id, _), (office, one) in sorted(self._shelves.sanctions.items()):
            licence = self._shelves.licences.get(licence_id)
            owner = licence.owner if licence else None
            if licence_id in licence_ids and sees(self._caller, office, owner):
                found[licence_id] = (*found.get(licence_id, ()), one)
        return found


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
