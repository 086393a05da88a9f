"""Bodies that may come as JSON or as a file, and the office that a caller imports for."""

import json
from typing import Annotated, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from shared.errors import Forbidden, InvalidRequest
from shared.http import Upload, receive_upload
from shared.identity import Caller

BodyT = TypeVar("BodyT")

# Control characters stand in no sentence, and PostgreSQL keeps no NUL.
_PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
_SAYS_SOMETHING = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*[^\x00-\x20][^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
Sentence = Annotated[str, Field(min_length=1, max_length=500, pattern=_SAYS_SOMETHING)]
Paragraph = Annotated[str, Field(min_length=1, max_length=4000, pattern=_SAYS_SOMETHING)]
Remark = Annotated[str, Field(max_length=4000, pattern=_PLAIN)]
Name = Annotated[str, Field(max_length=300, pattern=_PLAIN)]

MAX_MAPPED = 50


class ImportFields(BaseModel):
    """What stands beside an uploaded file."""

    dry_run: bool = False
    column_map: dict[str, str] = {}


def is_upload(request: Request) -> bool:
    """Whether the request carries a file."""
    return request.headers.get("content-type", "").startswith("multipart/form-data")


async def json_body(request: Request, adapter: TypeAdapter[BodyT]) -> BodyT:
    """The JSON body; what does not fit is refused by place, never repeated."""
    try:
        return adapter.validate_json(await request.body())
    except ValidationError as error:
        found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(found) from error


async def import_upload(request: Request) -> tuple[Upload, ImportFields]:
    """The file and how to read it."""
    upload = await receive_upload(request)
    given = {
        name: upload.fields.get(name, request.query_params.get(name, ""))
        for name in ("dry_run", "column_map")
    }
    try:
        mapped = json.loads(given["column_map"] or "{}")
        fields = ImportFields.model_validate(
            {"dry_run": given["dry_run"] or False, "column_map": mapped}
        )
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(pointers=(("/column_map", "invalid"),)) from error
    if len(fields.column_map) > MAX_MAPPED:
        raise InvalidRequest(pointers=(("/column_map", "too_long"),))
    return upload, fields


def own_office(caller: Caller) -> str:
    """The one office a member of staff belongs to."""
    if len(caller.offices) != 1:
        raise Forbidden
    return caller.offices[0]
