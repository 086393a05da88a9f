"""Reads a quarter's report in one of its forms: the frozen edition to everybody once there is
one, the draft to staff and the province alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import (
    READERS,
    QuarterQuery,
    quarterly_report,
)
from reporting_service.domain.edition import Edition
from reporting_service.domain.errors import OfficeUnknown
from shared.calendar.office_time import Quarter
from shared.identity import Caller, system_caller

DRAFT = 0
# Editions are public; the office that was asked for is the only one that is looked at.
_READER = "reporting-public"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDocument:
    """A report's bytes. `edition` is 0 for a draft."""

    content: bytes
    media_type: str
    edition: int


async def read_report(
    query: QuarterQuery, media_type: str, edition: int | None, ports: Ports
) -> ReportDocument:
    """The newest edition, the one asked for, or with DRAFT what it would be now. Raises
    OfficeUnknown where there is nothing for this caller."""
    if edition != DRAFT:
        found = await _published(query, media_type, edition, ports)
        if found is not None:
            return found
    if edition or not _reads_drafts(query.caller, query.office_code):
        raise OfficeUnknown
    report = await quarterly_report(query, ports)
    content = await ports.renderer.render(report, media_type)
    return ReportDocument(content=content, media_type=media_type, edition=DRAFT)


async def published_editions(
    office_code: str, quarter: Quarter, ports: Ports
) -> Sequence[tuple[Edition, date]]:
    """Every published edition of the quarter with its day at the office, the newest first; for
    everybody. Raises OfficeUnknown."""
    async with ports.read(system_caller(_READER, office_code)) as work:
        office = await work.offices.find(office_code)
        if office is None:
            raise OfficeUnknown
        found = await work.editions.of_quarter(office_code, quarter)
        return [(one, office.today(one.publication.published_at)) for one in found]


async def _published(
    query: QuarterQuery, media_type: str, edition: int | None, ports: Ports
) -> ReportDocument | None:
    async with ports.read(query.caller) as work:
        number = edition
        if number is None:
            latest = await work.editions.latest(query.office_code, query.quarter)
            number = None if latest is None else latest.publication.edition
        if number is None:
            return None
        content = await work.editions.document(query.office_code, query.quarter, number, media_type)
    if content is None:
        return None
    return ReportDocument(content=content, media_type=media_type, edition=number)


def _reads_drafts(caller: Caller, office_code: str) -> bool:
    return caller.has(*READERS) and caller.sees(office_code)


async def read_edition_document(query: QuarterQuery, name: str, ports: Ports) -> bytes:
    """What was kept with the newest edition, for the office itself and the province."""
    if not _reads_drafts(query.caller, query.office_code):
        raise OfficeUnknown
    found = await _published(query, name, None, ports)
    if found is None:
        raise OfficeUnknown
    return found.content
