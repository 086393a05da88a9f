"""What keeps the formats of an office's numbers."""

from typing import Protocol

from permit_service.domain.number_format import FormatSetting


class NumberFormats(Protocol):
    """Every format that was set, in versions that never change."""

    async def newest(self, office_code: str, service_code: str | None) -> FormatSetting | None:
        """The last one set for exactly this service, or for the whole office."""
        ...

    async def all(self, office_code: str) -> list[FormatSetting]:
        """The newest of each service, the whole office's first."""
        ...

    async def add(self, setting: FormatSetting) -> None:
        """Keeps a version; raises StaleVersion when somebody else was first."""
        ...
