"""Offices and calendars over HTTP: public to read, their administrators' to change."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from gateway.application.offices.open_office import (
    ChangeOffice,
    OpenOffice,
    change_office,
    open_office,
)
from gateway.application.offices.read_offices import office_calendar, office_of_code, offices
from gateway.application.offices.set_calendar import SetCalendar, set_calendar
from gateway.application.ports import Ports
from gateway.domain.offices.calendar import MAX_DAYS, OfficeCalendar, OwnDay
from gateway.domain.offices.office import Office, SurveyGate
from gateway.entrypoints.api.accounts.accounts import office_of
from gateway.entrypoints.api.answers import CalendarAnswer, OfficeAnswer, OfficesPage
from gateway.entrypoints.api.fields import Line, OfficeCode
from shared.http import Idempotent, Representation, RequiredIfMatch, SignedIn, answers, respond

Year = Annotated[int, Field(ge=1945, le=2999)]


class OfficeSettings(BaseModel):
    """What an office is and how it works."""

    name: Line
    regency: Line
    time_zone: Line
    is_time_zone_verified: bool = False
    survey_gate: SurveyGate = SurveyGate.NONE
    survey_gate_source: Line = "Setting of the office"
    survey_gate_from: date | None = None
    counts_cuti_bersama_as_working: bool = False
    requires_answered_corrections: bool = False
    number_code: Line
    letterhead: Annotated[list[Line], Field(max_length=8)] = []

    def office(self, code: str) -> Office:
        """The office with this code; raises InvalidRequest for a zone that is not Indonesian."""
        fields = self.model_dump() | {"letterhead": tuple(self.letterhead)}
        return Office(code=code, **fields)


class NewOffice(OfficeSettings):
    """`office_code` is the Kemendagri code."""

    office_code: OfficeCode

    def opened(self) -> Office:
        """The office as it will be."""
        return OfficeSettings(**self.model_dump(exclude={"office_code"})).office(self.office_code)


class NewDay(BaseModel):
    """A day on which the office departs from the national calendar."""

    day: date
    name: Line
    is_working: bool = False


class NewCalendar(BaseModel):
    """All own days of a year; they replace what was set before."""

    office_code: OfficeCode | None = None
    year: Year
    days: Annotated[list[NewDay], Field(max_length=MAX_DAYS)]


def offices_router(ports: Ports) -> APIRouter:
    """`/v1/offices` and `/v1/calendars`."""
    router = APIRouter(tags=["offices"])

    @router.get("/v1/offices", responses=answers(OfficesPage))
    async def list_offices() -> Response:
        """Every office."""
        body = {"items": [_shape(one) for one in await offices(ports)], "next_cursor": None}
        return respond(Representation(body=body))

    @router.get("/v1/offices/{office_code}", responses=answers(OfficeAnswer))
    async def get_office(office_code: str) -> Response:
        """One office."""
        return respond(_representation(await office_of_code(office_code, ports)))

    @router.post("/v1/offices", status_code=201, responses=answers(OfficeAnswer, 201))
    async def open_new_office(body: NewOffice, caller: SignedIn, request: Idempotent) -> Response:
        """Opens an office; every service hears of it."""
        office = body.opened()
        return await request.run(
            lambda once: open_office(OpenOffice(caller=caller, office=office, once=once), ports),
            body=body,
            shape=_representation,
            status=201,
        )

    @router.put("/v1/offices/{office_code}", responses=answers(OfficeAnswer))
    async def put_office(
        office_code: str, body: OfficeSettings, caller: SignedIn, version: RequiredIfMatch
    ) -> Response:
        """Changes the administrator's own office."""
        command = ChangeOffice(
            caller=caller, office=body.office(office_code), expected_version=version
        )
        return respond(_representation(await change_office(command, ports)))

    @router.post("/v1/calendars", status_code=201, responses=answers(CalendarAnswer, 201))
    async def set_own_days(body: NewCalendar, caller: SignedIn, request: Idempotent) -> Response:
        """Sets the office's own days of a year."""
        calendar = OfficeCalendar(
            office_code=office_of(caller, body.office_code),
            year=body.year,
            days=tuple(OwnDay(**one.model_dump()) for one in body.days),
        )
        return await request.run(
            lambda once: set_calendar(
                SetCalendar(caller=caller, calendar=calendar, once=once), ports
            ),
            body=body,
            shape=lambda one: Representation(body=_calendar(one), version=one.version),
            status=201,
        )

    @router.get("/v1/calendars", responses=answers(CalendarAnswer))
    async def get_calendar(office_code: OfficeCode, year: Year) -> Response:
        """The office's own days of a year."""
        found = await office_calendar(office_code, year, ports)
        return respond(Representation(body=_calendar(found), version=found.version))

    return router


def _representation(office: Office) -> Representation:
    return Representation(
        body=_shape(office), version=office.version, location=f"/v1/offices/{office.code}"
    )


def _shape(office: Office) -> dict[str, Any]:
    values = asdict(office)
    del values["version"]
    return {"office_code": values.pop("code"), "id": office.id} | values


def _calendar(calendar: OfficeCalendar) -> dict[str, Any]:
    return {
        "office_code": calendar.office_code,
        "year": calendar.year,
        "version": calendar.version,
        "days": [asdict(one) for one in calendar.days],
    }
