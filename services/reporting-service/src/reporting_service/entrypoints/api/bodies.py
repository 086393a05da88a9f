"""Bodies that may come as JSON or as a file, and the office that a caller imports for."""

from typing import Annotated, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field, TypeAdapter, ValidationError

from shared.errors import Forbidden
from shared.identity import Caller

BodyT = TypeVar("BodyT")

# Control characters stand in no sentence, and PostgreSQL keeps no NUL.
_PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
_SAYS_SOMETHING = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*[^\x00-\x20][^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
Sentence = Annotated[str, Field(min_length=1, max_length=500, pattern=_SAYS_SOMETHING)]
Paragraph = Annotated[str, Field(min_length=1, max_length=4000, pattern=_SAYS_SOMETHING)]
Remark = Annotated[str, Field(max_length=4000, pattern=_PLAIN)]
Name = Annotated[str, Field(max_length=300, pattern=_PLAIN)]


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


def own_office(caller: Caller) -> str:
    """The one office a member of staff belongs to."""
    if len(caller.offices) != 1:
        raise Forbidden
    return caller.offices[0]
