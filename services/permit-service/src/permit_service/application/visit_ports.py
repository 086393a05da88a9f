"""What the use cases on site visits need: where visits are kept."""

from typing import Protocol

from permit_service.domain.application import Application
from permit_service.domain.site_visit import Visits


class SiteVisits(Protocol):
    """Visits of applications. They are read with the whole file."""

    async def save(self, application: Application, after: Visits, *, before: Visits) -> None:
        """Writes what differs."""
        ...
