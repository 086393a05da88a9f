"""Supervision of an office for everybody: what it goes by, how it goes, and what it came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reporting_service.application.ports import Ports
from reporting_service.application.service_performance import READER
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.office import Office
from reporting_service.domain.supervision import SupervisionYear, years_of
from reporting_service.domain.table import Freshness
from shared.identity import system_caller

MODEL = "supervision"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionOverview:
    """`rules` are as the inspection service tells everybody; nothing while it is away."""

    office: Office
    rules: Mapping[str, Any] | None
    years: tuple[SupervisionYear, ...]
    freshness: Freshness


async def supervision_overview(office_code: str, ports: Ports) -> SupervisionOverview:
    """Raises OfficeUnknown."""
    async with ports.read(system_caller(READER, office_code)) as work:
        office = await work.offices.find(office_code)
        if office is None:
            raise OfficeUnknown
        counts = await work.supervision.counts(office_code)
        freshness = await work.progress.all(office_code)
    return SupervisionOverview(
        office=office,
        rules=await ports.rules.in_force(office_code),
        years=years_of(counts),
        freshness=freshness.get(MODEL, Freshness()),
    )
