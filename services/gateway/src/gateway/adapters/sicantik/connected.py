"""Every connected office's SiCANTIK, by whichever way it is reached."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gateway.adapters.sicantik.configuration import SicantikOffices, TemplateOffice
from gateway.adapters.sicantik.splp import Splp
from gateway.adapters.sicantik.template_data import TemplateData
from gateway.application.sicantik.intake_ports import RowsPage
from gateway.domain.errors import NotConnected


class ConnectedSicantik:
    """The `Sicantik` port on the configured offices."""

    def __init__(self, offices: SicantikOffices) -> None:
        self._since = {code: one.since for code, one in offices.items()}
        self._ways: dict[str, TemplateData | Splp] = {
            code: TemplateData(one) if isinstance(one, TemplateOffice) else Splp(one)
            for code, one in offices.items()
        }

    @property
    def offices(self) -> Sequence[str]:
        """In the order of their codes."""
        return sorted(self._ways)

    def first_day(self, office_code: str) -> date | None:
        """As it is configured."""
        return self._since.get(office_code)

    async def applications(
        self, office_code: str, *, first_day: date, last_day: date, page: int
    ) -> RowsPage:
        """What was handed in."""
        way = self._way(office_code)
        return await way.applications(first_day=first_day, last_day=last_day, page=page)

    async def issued(
        self, office_code: str, *, first_day: date, last_day: date, page: int
    ) -> RowsPage:
        """What was issued."""
        way = self._way(office_code)
        return await way.issued(first_day=first_day, last_day=last_day, page=page)

    async def steps(self, office_code: str, number: str) -> Sequence[Mapping[str, Any]]:
        """The steps of one application."""
        return await self._way(office_code).steps(number)

    def _way(self, office_code: str) -> TemplateData | Splp:
        way = self._ways.get(office_code)
        if way is None:
            raise NotConnected
        return way
