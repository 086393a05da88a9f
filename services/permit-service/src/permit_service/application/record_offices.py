"""What the gateway tells: offices and their calendars. A new office gets the default catalogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from permit_service.application.office_ports import OfficeDay
from permit_service.application.ports import Work
from permit_service.domain.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCalendar:
    """The office's own days of a year, whole."""

    office_code: str
    year: int
    version: int
    days: tuple[OfficeDay, ...]


async def record_offices(
    offices: Sequence[Office], work: Work, *, default_catalogue: Sequence[Mapping[str, Any]]
) -> None:
    """Keeps the settings; entries that the office has are never touched."""
    for office in offices:
        await work.offices.save(office)
        await work.catalogue.load(office.code, default_catalogue, at=work.now)


async def record_calendars(commands: Sequence[RecordCalendar], work: Work) -> None:
    """Keeps the days. Clocks that run go on counting by the calendar they started with, until
    somebody has them recomputed."""
    for command in commands:
        await work.offices.save_days(
            command.office_code, year=command.year, version=command.version, days=command.days
        )
