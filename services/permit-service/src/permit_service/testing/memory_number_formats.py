"""Formats of numbers in memory."""

from permit_service.domain.number_format import FormatSetting
from permit_service.testing.shelves import Shelves, sees
from shared.errors import StaleVersion
from shared.identity import Caller


class MemoryNumberFormats:
    """Every version in a list."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def newest(self, office_code: str, service_code: str | None) -> FormatSetting | None:
        """The last one set for exactly this service, or for the whole office."""
        found = [
            one
            for one in self._shelves.number_formats
            if (one.office_code, one.service_code) == (office_code, service_code)
            and sees(self._caller, office_code, None)
        ]
        return max(found, key=lambda one: one.version, default=None)

    async def all(self, office_code: str) -> list[FormatSetting]:
        """The newest of each service, the whole office's first."""
        services = {one.service_code for one in self._shelves.number_formats}
        ordered = sorted(services, key=lambda one: one or "")
        newest = [await self.newest(office_code, one) for one in ordered]
        return [one for one in newest if one is not None]

    async def add(self, setting: FormatSetting) -> None:
        """Keeps a version; raises StaleVersion when somebody else was first."""
        before = await self.newest(setting.office_code, setting.service_code)
        if before is not None and before.version >= setting.version:
            raise StaleVersion
        self._shelves.number_formats.append(setting)
