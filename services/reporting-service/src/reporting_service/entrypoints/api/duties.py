"""The report as a duty: what is owed, the letter it is sent with, and its hand-over."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from reporting_service.application.media_types import PDF, TRANSMITTAL
from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import QuarterQuery
from reporting_service.application.read_report import read_edition_document
from reporting_service.application.report_duties import (
    HandOverReport,
    SetReportSettings,
    hand_over_report,
    read_report_settings,
    report_duties,
    set_report_settings,
)
from reporting_service.domain.duty import Duty, Handover, ReportSettings
from reporting_service.entrypoints.api.bodies import Name, Sentence, own_office
from reporting_service.entrypoints.api.reports import (
    PREFIX,
    OfficeCode,
    QuarterNumber,
    Year,
    asked_office,
)
from shared.calendar.office_time import Quarter
from shared.http import Idempotent, Representation, RequiredIfMatch, SignedIn, by, respond
from shared.identity import Role


class SettingsBody(BaseModel):
    """What an office sets for its reports. The due day is its own, from no regulation read."""

    model_config = ConfigDict(extra="forbid")

    addressee: Sentence = "Gubernur"
    through: Sentence = "Kepala DPMPTSP Provinsi"
    place: Name = ""
    letter_unit: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{0,19}$")] = "PTSP"
    due_days: Annotated[int, Field(ge=0, le=365)] | None = None


class HandoverBody(BaseModel):
    """When the newest edition was handed over, and what proves it."""

    model_config = ConfigDict(extra="forbid")

    handed_over_on: date
    proof: Sentence


def router(ports: Ports) -> APIRouter:
    """`/v1/reports/duties`, `/settings`, `…/transmittal` and `…/handover`."""
    routes = APIRouter(tags=["reports"])

    @routes.get("/v1/reports/duties")
    async def list_duties(
        caller: SignedIn,
        year: Annotated[int, Query(ge=1990, le=2100)],
        office_code: OfficeCode = None,
    ) -> Response:
        """The reports of a year with their due days, and whether each was published and handed
        over. For staff and the province."""
        office = asked_office(office_code, caller)
        found = await report_duties(caller, office, year, ports)
        body = {"items": [_duty(one) for one in found], "next_cursor": None}
        return respond(Representation(body=body))

    @routes.get("/v1/reports/settings")
    async def get_settings(caller: SignedIn, office_code: OfficeCode = None) -> Response:
        """How the office reports: whom it writes to and by when. For staff and the province."""
        office = asked_office(office_code, caller)
        return respond(_settings(await read_report_settings(caller, office, ports)))

    @routes.put("/v1/reports/settings", dependencies=by(Role.ADMINISTRATOR))
    async def put_settings(
        body: SettingsBody, caller: SignedIn, expected_version: RequiredIfMatch
    ) -> Response:
        """Replaces how the office reports. By the administrator."""
        settings = ReportSettings(office_code=own_office(caller), **body.model_dump())
        command = SetReportSettings(
            caller=caller, settings=settings, expected_version=expected_version
        )
        return respond(_settings(await set_report_settings(command, ports)))

    @routes.get(f"{PREFIX}/{{year}}/{{quarter}}/transmittal")
    async def get_transmittal(
        year: Year, quarter: QuarterNumber, caller: SignedIn, office_code: OfficeCode = None
    ) -> Response:
        """The letter that goes with a published report, as PDF. For staff and the province."""
        query = QuarterQuery(
            caller=caller,
            office_code=asked_office(office_code, caller),
            quarter=Quarter(year=year, number=quarter),
        )
        content = await read_edition_document(query, TRANSMITTAL, ports)
        headers = {"Content-Disposition": 'attachment; filename="surat-pengantar.pdf"'}
        return Response(content, headers=headers, media_type=PDF)

    @routes.post(
        f"{PREFIX}/{{year}}/{{quarter}}/handover",
        status_code=201,
        dependencies=by(Role.HEAD, Role.ADMINISTRATOR),
    )
    async def hand_over(
        year: Year,
        quarter: QuarterNumber,
        body: HandoverBody,
        caller: SignedIn,
        idempotent: Idempotent,
    ) -> Response:
        """Records that a published report was handed over, with its proof. By the Head or the
        administrator."""
        return await idempotent.run(
            lambda once: hand_over_report(
                HandOverReport(
                    caller=caller,
                    office_code=own_office(caller),
                    quarter=Quarter(year=year, number=quarter),
                    handed_over_on=body.handed_over_on,
                    proof=body.proof,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda found: Representation(body=_handover(found)),
            status=201,
        )

    return routes


def _settings(settings: ReportSettings) -> Representation:
    body = {
        "office_code": settings.office_code,
        "addressee": settings.addressee,
        "through": settings.through,
        "place": settings.place,
        "letter_unit": settings.letter_unit,
        "due_days": settings.due_days,
        "due_days_verified": False,
    }
    return Representation(body=body, version=settings.version)


def _duty(duty: Duty) -> dict[str, Any]:
    edition = duty.edition
    return {
        "year": duty.quarter.year,
        "quarter": duty.quarter.number,
        "from": duty.first_day,
        "to": duty.last_day,
        "state": duty.state,
        "due_on": duty.due_on,
        "due_on_verified": False,
        "overdue": duty.is_overdue,
        "edition": 0 if edition is None else edition.publication.edition,
        "transmittal_number": None if edition is None else edition.transmittal_number,
        "handover": None if duty.handover is None else _handover(duty.handover),
    }


def _handover(handover: Handover) -> dict[str, Any]:
    return {
        "edition": handover.edition,
        "handed_over_on": handover.handed_over_on,
        "proof": handover.proof,
    }
