"""Routes of the formats in which an office numbers its licences."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from permit_service.application.number_formats import (
    SetNumberFormat,
    list_number_formats,
    set_number_format,
)
from permit_service.domain.number_format import FormatSetting
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.words import Code
from shared.http import Answer, Idempotent, Representation, SignedIn, answers, by, respond
from shared.identity import Role

router = APIRouter(prefix="/v1/licence-number-formats", tags=["licences"])

_EXAMPLE: JsonDict = {
    "office_code": "81.02",
    "format": "503/{sequence:03}/{service}/{roman_month}/{year}",
}


class NumberFormatBody(Body):
    """`service_code` left out: for every service of the office that has no format of its own.
    `last_used` is the last number of this year that was given elsewhere."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    office_code: Code
    service_code: Code | None = None
    format: Annotated[str, Field(min_length=1, max_length=200)]
    last_used: Annotated[int, Field(ge=0, le=9_999_999)] | None = None


class NumberFormatAnswer(Answer):
    """A format that was set, and what the first number of a year looks like in it."""

    office_code: str
    service_code: str | None
    version: int
    format: str
    example: str
    set_at: datetime


class NumberFormatsPage(Answer):
    """The formats in force."""

    items: list[NumberFormatAnswer]
    next_cursor: str | None


@router.get("", responses=answers(NumberFormatsPage))
async def get_number_formats(
    office_code: Annotated[Code, Query()], caller: SignedIn, api: Permits
) -> Response:
    """What the office has set; without any, `{sequence:04}/{service}/{office}/{roman_month}/{year}`
    holds, or the format of the catalogue's entry."""
    found = await list_number_formats(office_code, caller, api.ports)
    body = {"items": [number_format_body(one) for one in found], "next_cursor": None}
    return respond(Representation(body=body))


@router.post(
    "",
    status_code=201,
    responses=answers(NumberFormatAnswer, 201),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_number_format(
    body: NumberFormatBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """Holds from the next number on; what was given before stays as it is."""
    return await request.run(
        lambda once: set_number_format(
            SetNumberFormat(caller=caller, once=once, **body.model_dump()), api.ports
        ),
        body=body.model_dump(mode="json"),
        shape=lambda setting: Representation(body=number_format_body(setting)),
        status=201,
    )


def number_format_body(setting: FormatSetting) -> dict[str, Any]:
    """A format with an example of it."""
    example = setting.format.number(
        1,
        service_code=setting.service_code or "REKLAME",
        number_code="DPMPTSP",
        at=datetime.combine(date(setting.set_at.year, 1, 2), setting.set_at.timetz()),
    )
    return {
        "office_code": setting.office_code,
        "service_code": setting.service_code,
        "version": setting.version,
        "format": setting.format.text,
        "example": example,
        "set_at": setting.set_at,
    }
