"""Layouts of licences and emblems in memory."""

from hashlib import sha256

from permit_service.domain.letter_layout import LicenceTemplate
from permit_service.testing.shelves import Shelves, sees
from shared.errors import StaleVersion
from shared.identity import Caller


class MemoryTemplates:
    """Every version in a list."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def newest(self, office_code: str, service_code: str | None) -> LicenceTemplate | None:
        """The last one for exactly this service, or for every one that has none."""
        found = [one for one in await self._seen(office_code) if one.service_code == service_code]
        return max(found, key=lambda one: one.version, default=None)

    async def all(self, office_code: str) -> list[LicenceTemplate]:
        """The newest of each service, the whole office's first."""
        ordered = sorted(await self._seen(office_code), key=lambda one: one.version)
        newest = {one.service_code or "": one for one in ordered}
        return [newest[code] for code in sorted(newest)]

    async def add(self, template: LicenceTemplate) -> None:
        """Keeps a version; raises StaleVersion when somebody else was first."""
        before = await self.newest(template.office_code, template.service_code)
        if before is not None and before.version >= template.version:
            raise StaleVersion
        self._shelves.templates.append(template)

    async def emblem(self, office_code: str) -> bytes | None:
        """The picture in the office's letterhead."""
        return self._shelves.emblems.get(office_code) if self._sees(office_code) else None

    async def version(
        self, office_code: str, service_code: str | None, version: int
    ) -> LicenceTemplate | None:
        """One version."""
        wanted = (service_code, version)
        seen = await self._seen(office_code)
        return next((one for one in seen if (one.service_code, one.version) == wanted), None)

    async def keep_emblem(self, office_code: str, picture: bytes) -> None:
        """Once per picture."""
        self._shelves.kept_emblems[office_code, sha256(picture).hexdigest()] = picture

    async def kept_emblem(self, office_code: str, sha256: str) -> bytes | None:
        """An emblem that was kept."""
        kept = self._shelves.kept_emblems.get((office_code, sha256))
        return kept if self._sees(office_code) else None

    async def set_emblem(self, office_code: str, picture: bytes) -> None:
        """In place of the one before."""
        self._shelves.emblems[office_code] = picture

    async def _seen(self, office_code: str) -> list[LicenceTemplate]:
        if not self._sees(office_code):
            return []
        return [one for one in self._shelves.templates if one.office_code == office_code]

    def _sees(self, office_code: str) -> bool:
        return sees(self._caller, office_code, None)
