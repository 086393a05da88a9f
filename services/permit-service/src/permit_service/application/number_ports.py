"""What keeps an office's numbers: their series, and the formats in which they are written."""

from typing import Protocol
from uuid import UUID

from permit_service.domain.number_format import FormatSetting
from permit_service.domain.numbering import Reservation, Series


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


class Numbers(Protocol):
    """Number series and what was reserved from them, held until the transaction ends."""

    async def series(self, office_code: str, *, key: str, year: int) -> Series:
        """Where the series stands; made when it is asked for first."""
        ...

    async def save_series(self, office_code: str, *, key: str, year: int, series: Series) -> None:
        """Writes where it stands."""
        ...

    async def reservation(self, application_id: UUID) -> Reservation | None:
        """What is reserved for an application."""
        ...

    async def save_reservation(self, reservation: Reservation) -> None:
        """Writes the reservation."""
        ...

    async def drop_reservation(self, application_id: UUID) -> None:
        """Nothing is reserved any more."""
        ...
