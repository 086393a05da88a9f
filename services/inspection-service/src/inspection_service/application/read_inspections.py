"""Inspections as staff and the business see them, and their BAP as a document.

A business sees nothing of an incidental inspection before it has begun (Ps 17(2)).
"""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import is_reader, require_own, with_own_offices
from inspection_service.application.ports import (
    Ports,
    Stores,
)
from inspection_service.domain.bap import Section
from inspection_service.domain.inspection import Inspection, Kind, Status
from inspection_service.domain.investment_report import InvestmentReport
from shared.errors import Forbidden, NotFound, Unauthenticated
from shared.identity import ANYBODY, Caller

_BEFORE_THE_START = frozenset({Status.PLANNED, Status.ASSIGNED})


async def show_inspection(inspection_id: UUID, caller: Caller, ports: Ports) -> Inspection:
    """One inspection; raises NotFound for what the caller may not see."""
    seen_by = await _reading(caller, ports)
    async with ports.read(seen_by) as stores:
        return await _seen(inspection_id, seen_by, stores)


async def list_inspections(
    caller: Caller, ports: Ports, *, nib: str | None, after: UUID | None, limit: int
) -> list[Inspection]:
    """The newest last, one more than `limit`; staff only."""
    _require_reader(caller)
    async with ports.read(caller) as stores:
        business_id = None if nib is None else (await stores.businesses.by_nib(nib)).id
        return await stores.inspections.page(business_id=business_id, after=after, limit=limit + 1)


async def bap_document(inspection_id: UUID, caller: Caller, ports: Ports) -> bytes:
    """The BAP as PDF; raises NotFound before it was made."""
    seen_by = await _reading(caller, ports)
    async with ports.read(seen_by) as stores:
        inspection = await _seen(inspection_id, seen_by, stores)
        if inspection.bap is None:
            raise NotFound
        office = await stores.offices.get(inspection.office_code)
        business = await stores.businesses.get(inspection.business_id)
        violations = tuple(
            [await stores.violations.get(one) for one in inspection.bap.violation_ids]
        )
    return await ports.letters.bap(
        inspection, office=office, business=business, violations=violations
    )


async def letter_document(inspection_id: UUID, caller: Caller, ports: Ports) -> bytes:
    """The signed assignment letter; raises NotFound before it was signed."""
    inspection = await show_inspection(inspection_id, caller, ports)
    if inspection.letter is None:
        raise NotFound
    return await ports.letters.read(inspection.letter.document)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistLine:
    """A line to fill in at the place, with what the last report of the project said."""

    section: Section
    item: str
    project: str | None = None
    reported: int | None = None
    source: str | None = None


async def checklist(inspection_id: UUID, caller: Caller, ports: Ports) -> list[ChecklistLine]:
    """The eight sections of Ps 16(6)b, filled with the newest investment report (Ps 16(6))."""
    _require_reader(caller)
    async with ports.read(caller) as stores:
        inspection = await stores.inspections.get(inspection_id)
        reports = await stores.investment_reports.of_business(inspection.business_id)
    newest: dict[str, InvestmentReport] = {}
    for report in sorted(reports, key=lambda one: (one.year, one.quarter)):
        newest[report.project] = report
    reported = [line for report in newest.values() for line in _reported(report)]
    filled = {line.section for line in reported}
    return reported + [
        ChecklistLine(section=section, item=section.value)
        for section in Section
        if section not in filled
    ]


def _reported(report: InvestmentReport) -> list[ChecklistLine]:
    figures = report.figures
    told = (
        (
            Section.INVESTMENT_VALUE,
            "realised_investment_rupiah",
            figures.realised_investment_rupiah,
        ),
        (Section.WORKFORCE, "indonesian_workers", figures.indonesian_workers),
        (Section.WORKFORCE, "foreign_workers", figures.foreign_workers),
    )
    return [
        ChecklistLine(
            section=section,
            item=item,
            project=report.project,
            reported=value,
            source=f"LKPM {report.year}-Q{report.quarter}",
        )
        for section, item, value in told
    ]


async def _reading(caller: Caller, ports: Ports) -> Caller:
    if caller is ANYBODY:
        raise Unauthenticated
    return await with_own_offices(caller, ports)


async def _seen(inspection_id: UUID, caller: Caller, stores: Stores) -> Inspection:
    inspection = await stores.inspections.get(inspection_id)
    require_own(caller, inspection.nib)
    is_secret = inspection.kind is Kind.INCIDENTAL and inspection.status in _BEFORE_THE_START
    if is_secret and not is_reader(caller):
        raise NotFound
    return inspection


def _require_reader(caller: Caller) -> None:
    if caller is ANYBODY:
        raise Unauthenticated
    if not is_reader(caller):
        raise Forbidden
