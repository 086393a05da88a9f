"""The quarterly report: read by staff as a draft, by everybody once the Head has published it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from reporting_service.application.media_types import DOCX, JSON, MEDIA_TYPES, PDF, XLSX
from reporting_service.application.office_copy import read_office_copy
from reporting_service.application.ports import Ports
from reporting_service.application.publish_report import PublishReport, publish_report
from reporting_service.application.quarterly_report import QuarterQuery
from reporting_service.application.read_report import ReportDocument, read_report
from reporting_service.domain.edition import Edition, Signatory
from reporting_service.entrypoints.api.bodies import Name, Remark
from shared.calendar.office_time import Quarter
from shared.errors import InvalidRequest, UnsupportedType
from shared.http import Anybody, Idempotent, Representation, SignedIn, by
from shared.identity import Caller, Role

OfficeCode = Annotated[str | None, Query(max_length=13, pattern=r"^[0-9.]+$")]
Year = Annotated[int, Path(ge=1990, le=2100)]
QuarterNumber = Annotated[int, Path(ge=1, le=4)]
EditionNumber = Annotated[int | None, Query(ge=0, le=1_000)]
Copy = Annotated[
    Literal["office"] | None,
    Query(
        description="`office` is the office's own copy: complaints with who complained, what was"
        " told and what was done. For its front office, licensing official, Head and administrator."
    ),
]
Accept = Annotated[str, Header(max_length=500)]
PREFIX = "/v1/reports/quarterly"
_EXTENSIONS = {JSON: "json", PDF: "pdf", XLSX: "xlsx", DOCX: "docx"}


class SignatoryBody(BaseModel):
    """Who signs off, where the account does not say it."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    rank: Name
    nip: Annotated[str, Field(max_length=30, pattern=r"^[0-9 ]*$")]
    position: Name = "Kepala Dinas"


class PublicationBody(BaseModel):
    """A first edition needs nothing; a further one says what it changes."""

    model_config = ConfigDict(extra="forbid")

    changes: Remark = ""
    signatory: SignatoryBody | None = None


def router(ports: Ports) -> APIRouter:
    """`/v1/reports/quarterly/{year}/{quarter}` and its publication."""
    routes = APIRouter(prefix=PREFIX, tags=["reports"])

    @routes.get("/{year}/{quarter}")
    async def get_report(
        year: Year,
        quarter: QuarterNumber,
        caller: Anybody,
        office_code: OfficeCode = None,
        edition: EditionNumber = None,
        copy: Copy = None,
        accept: Accept = JSON,
    ) -> Response:
        """The report of a quarter with all its tables, as JSON, PDF, DOCX or XLSX by Accept. For
        staff and the province; for everybody once it is published, with names masked. The office's
        own copy is whole, is kept nowhere, and stands in the access log."""
        query = QuarterQuery(
            caller=caller,
            office_code=asked_office(office_code, caller),
            quarter=Quarter(year=year, number=quarter),
        )
        name = f"laporan-{year}-tw{quarter}"
        if copy is not None:
            own = await read_office_copy(query, preferred(accept), edition, ports)
            return _document(own, f"{name}-salinan-kantor", {"Cache-Control": "no-store"})
        found = await read_report(query, preferred(accept), edition, ports)
        headers = {"ETag": f'"{found.edition}"', "Vary": "Accept, Authorization"}
        return _document(found, name, headers)

    @routes.post("/{year}/{quarter}/publication", status_code=201, dependencies=by(Role.HEAD))
    async def publish(
        year: Year,
        quarter: QuarterNumber,
        caller: SignedIn,
        idempotent: Idempotent,
        office_code: OfficeCode = None,
        body: PublicationBody | None = None,
    ) -> Response:
        """Publishes the report of a quarter that is over: the same bytes ever after. By the
        Head."""
        given = body or PublicationBody()
        signatory = None
        if given.signatory is not None:
            signatory = Signatory(**given.signatory.model_dump())
        return await idempotent.run(
            lambda once: publish_report(
                PublishReport(
                    caller=caller,
                    office_code=asked_office(office_code, caller),
                    quarter=Quarter(year=year, number=quarter),
                    changes=given.changes,
                    signatory=signatory,
                    once=once,
                ),
                ports,
            ),
            body=given,
            shape=edition_view,
            status=201,
        )

    return routes


def _document(found: ReportDocument, name: str, headers: dict[str, str]) -> Response:
    """A report's bytes; what is no JSON is a file of that name."""
    if found.media_type != JSON:
        file_name = f"{name}.{_EXTENSIONS[found.media_type]}"
        headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
        headers["X-Content-Type-Options"] = "nosniff"
    return Response(found.content, headers=headers, media_type=found.media_type)


def asked_office(office_code: str | None, caller: Caller) -> str:
    """The office that was named, or the only one the caller has."""
    if office_code is not None:
        return office_code
    if len(caller.offices) != 1:
        raise InvalidRequest(pointers=(("/query/office_code", "missing"),))
    return caller.offices[0]


def preferred(accept: str) -> str:
    """The media type a client likes best of those a report has; raises UnsupportedType."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept.split(",")):
        media_type, _, parameters = part.partition(";")
        wishes.append((-_weight(parameters), place, media_type.strip().lower()))
    for weight, _, media_type in sorted(wishes):
        if weight == 0:
            continue
        if media_type in ("*/*", "application/*"):
            return JSON
        if media_type in MEDIA_TYPES:
            return media_type
    raise UnsupportedType


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def edition_view(edition: Edition) -> Representation:
    """What was published, with the checksum of each document."""
    publication = edition.publication
    body: dict[str, Any] = {
        "id": edition.id,
        "office_code": edition.office_code,
        "year": edition.quarter.year,
        "quarter": edition.quarter.number,
        "state": "published",
        "edition": publication.edition,
        "published_at": publication.published_at,
        "changes": publication.changes,
        "transmittal_number": edition.transmittal_number,
        "documents": [
            {"media_type": media_type, "sha256": checksum}
            for media_type, checksum in sorted(edition.checksums.items())
        ],
    }
    place = f"{PREFIX}/{edition.quarter.year}/{edition.quarter.number}"
    return Representation(
        body=body,
        version=publication.edition,
        location=f"{place}?office_code={edition.office_code}&edition={publication.edition}",
    )
