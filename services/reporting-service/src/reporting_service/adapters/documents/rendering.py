"""Chooses the form of a document and makes it off the event loop."""

import asyncio
from collections.abc import Callable, Mapping

from reporting_service.adapters.documents.as_json import render_json
from reporting_service.adapters.documents.as_pdf import address_of, report_sheet
from reporting_service.adapters.documents.extract import extract_sheet, render_extract
from reporting_service.adapters.documents.from_json import read_back
from reporting_service.adapters.documents.transmittal import transmittal_sheet
from reporting_service.application.media_types import DOCX, JSON, PDF, XLSX
from reporting_service.application.ports import Transmittal
from reporting_service.domain.data_request import DataRequest
from reporting_service.domain.edition import Edition, Letterhead
from reporting_service.domain.office import Office
from reporting_service.domain.report import QuarterlyReport
from shared.clock import Clock
from shared.documents.typesetting import Typesetter, picture_of


# Both libraries are large: they are imported when the first such document is made, not at each
# start.
def _docx(report: QuarterlyReport) -> bytes:
    from reporting_service.adapters.documents.as_docx import render_docx

    return render_docx(report, picture_of)


def _xlsx(report: QuarterlyReport) -> bytes:
    from reporting_service.adapters.documents.as_xlsx import render_xlsx

    return render_xlsx(report)


_FORMS: Mapping[str, Callable[[QuarterlyReport], bytes]] = {
    JSON: render_json,
    XLSX: _xlsx,
    DOCX: _docx,
}


class DocumentRenderer:
    """JSON is made at once; the rest in threads, PDF in the typesetter's own."""

    def __init__(self, typesetter: Typesetter, clock: Clock, *, public_base_url: str) -> None:
        self._typesetter = typesetter
        self._clock = clock
        self._public_base_url = public_base_url

    async def render(self, report: QuarterlyReport, media_type: str) -> bytes:
        """The report in one of MEDIA_TYPES."""
        if media_type == PDF:
            sheet = report_sheet(
                report, made_at=self._clock.now(), public_base_url=self._public_base_url
            )
            return await self._typesetter.typeset(sheet)
        if media_type == JSON:
            return render_json(report)
        return await asyncio.to_thread(_FORMS[media_type], report)

    def read_back(self, content: bytes, edition: Edition, office: Office) -> QuarterlyReport:
        """The report whose JSON this is."""
        return read_back(content, edition, office)

    async def transmittal(self, report: QuarterlyReport, transmittal: Transmittal) -> bytes:
        """The letter that goes with a published report, as PDF."""
        sheet = transmittal_sheet(
            report, transmittal, address=address_of(report, self._public_base_url)
        )
        return await self._typesetter.typeset(sheet)

    async def extract(self, request: DataRequest) -> bytes:
        """The licences that a reply carries, as XLSX."""
        return await asyncio.to_thread(render_extract, request)

    async def extract_on_paper(
        self, request: DataRequest, office: Office, letterhead: Letterhead
    ) -> bytes:
        """The same licences as the annex of the letter, as PDF."""
        return await self._typesetter.typeset(extract_sheet(request, office, letterhead))
