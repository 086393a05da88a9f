"""What keeps an office's layouts and its emblem."""

from typing import Protocol

from permit_service.domain.letter_layout import LicenceTemplate


class Templates(Protocol):
    """Layouts in versions that never change, and the office's emblem."""

    async def newest(self, office_code: str, service_code: str | None) -> LicenceTemplate | None:
        """The last one for exactly this service, or for every one that has none."""
        ...

    async def all(self, office_code: str) -> list[LicenceTemplate]:
        """The newest of each service, the whole office's first."""
        ...

    async def add(self, template: LicenceTemplate) -> None:
        """Keeps a version; raises StaleVersion when somebody else was first."""
        ...

    async def emblem(self, office_code: str) -> bytes | None:
        """The picture in the office's letterhead."""
        ...

    async def version(
        self, office_code: str, service_code: str | None, version: int
    ) -> LicenceTemplate | None:
        """One version, for exactly this service or for every one that has none."""
        ...

    async def keep_emblem(self, office_code: str, picture: bytes) -> None:
        """Keeps an emblem that a draft was set on; does nothing for one that is kept."""
        ...

    async def kept_emblem(self, office_code: str, sha256: str) -> bytes | None:
        """An emblem that was kept."""
        ...

    async def set_emblem(self, office_code: str, picture: bytes) -> None:
        """In place of the one before."""
        ...
