"""The terms of licences, and their ends, in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from permit_service.domain.ending import ReminderSpan
from permit_service.domain.licence import Licence, LicenceStatus
from permit_service.domain.licence_terms import LicenceTerms, terms_in_force
from permit_service.testing.shelves import Shelves, sees
from shared.identity import Caller


class MemoryTerms:
    """Terms in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def of(self, office_code: str) -> list[LicenceTerms]:
        """Everything an office has set, the oldest first."""
        return [
            one for (code, _), one in sorted(self._shelves.terms.items()) if code == office_code
        ]

    async def in_force(self, office_code: str, *, on: date) -> LicenceTerms:
        """The terms of a day, or the default."""
        return terms_in_force(await self.of(office_code), office_code, on=on)

    async def save(self, terms: LicenceTerms) -> None:
        """Keeps them, in place of those that begin on the same day."""
        self._shelves.terms[terms.office_code, terms.effective_from] = terms


class MemoryLicenceEnds:
    """Looks at all licences; nobody else holds any."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def ended(self, office_code: str, *, today: date, limit: int) -> list[Licence]:
        """Those whose last day has passed and nobody was told."""
        return self._in_force(office_code, limit, lambda _, end: end < today)

    async def mark_expired(self, licence_ids: Sequence[UUID]) -> None:
        """From now on it was told."""
        for one in licence_ids:
            kept = self._shelves.licences[one]
            self._shelves.licences[one] = replace(
                kept, told_status=LicenceStatus.EXPIRED, version=kept.version + 1
            )

    async def ending(self, office_code: str, span: ReminderSpan, *, limit: int) -> list[Licence]:
        """Those in force that end in the span and were not reminded of it."""

        def is_due(one: Licence, end: date) -> bool:
            reminded = self._shelves.reminded.get(one.id)
            return (
                span.first <= end <= span.last
                and one.issued_on <= end - timedelta(days=span.days)
                and (reminded is None or reminded > span.days)
            )

        return self._in_force(office_code, limit, is_due)

    async def mark_reminded(self, licence_ids: Sequence[UUID], *, days: int) -> None:
        """From now on they were reminded of this span."""
        for one in licence_ids:
            kept = self._shelves.licences[one]
            self._shelves.licences[one] = replace(kept, version=kept.version + 1)
            self._shelves.reminded[one] = days

    def _in_force(
        self, office_code: str, limit: int, is_due: Callable[[Licence, date], bool]
    ) -> list[Licence]:
        found = [
            (one.valid_until, one.id, one)
            for one in self._shelves.licences.values()
            if one.office_code == office_code
            and sees(self._caller, one.office_code, one.owner)
            and one.told_status is LicenceStatus.ACTIVE
            and one.valid_until is not None
            and is_due(one, one.valid_until)
        ]
        return [one for _, _, one in sorted(found, key=lambda row: row[:2])][:limit]
