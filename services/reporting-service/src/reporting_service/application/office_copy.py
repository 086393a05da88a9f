"""The office's own copy of a quarter's report: the edition as it was frozen, or the draft, with its
complaints whole. Names and texts are asked of their owner for whoever reads, and kept nowhere."""

from reporting_service.application.media_types import JSON
from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import QuarterQuery, quarterly_report
from reporting_service.application.read_report import DRAFT, ReportDocument
from reporting_service.domain.complaint_copy import complaint_numbers, office_copy
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.report import QuarterlyReport
from shared.identity import Role

# Those who read the register itself.
READERS = (Role.FRONT_OFFICE, Role.LICENSING_OFFICIAL, Role.HEAD, Role.ADMINISTRATOR)


async def read_office_copy(
    query: QuarterQuery, media_type: str, edition: int | None, ports: Ports
) -> ReportDocument:
    """The copy of the newest edition, of the one asked for, or with DRAFT of what it would be now.
    Raises Forbidden, OfficeUnknown, and Unavailable while the register cannot be asked."""
    query.caller.require(*READERS)
    if not query.caller.sees(query.office_code):
        raise OfficeUnknown
    report = await _frozen(query, edition, ports)
    if report is None:
        if edition:
            raise OfficeUnknown
        report = await quarterly_report(query, ports)
    entries = await ports.complaint_entries.of(
        query.caller, query.office_code, complaint_numbers(report)
    )
    content = await ports.renderer.render(office_copy(report, entries), media_type)
    return ReportDocument(content=content, media_type=media_type, edition=report.edition)


async def _frozen(query: QuarterQuery, number: int | None, ports: Ports) -> QuarterlyReport | None:
    """An edition read back from its own bytes; None where there is none, or the draft is meant."""
    if number == DRAFT:
        return None
    async with ports.read(query.caller) as work:
        office = await work.offices.find(query.office_code)
        editions = await work.editions.of_quarter(query.office_code, query.quarter)
        found = next((one for one in editions if number in (None, one.publication.edition)), None)
        if office is None or found is None:
            return None
        content = await work.editions.document(
            query.office_code, query.quarter, found.publication.edition, JSON
        )
    if content is None:
        raise OfficeUnknown
    return ports.renderer.read_back(content, found, office)
