"""Routes for the other services, with their own tokens."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from inspection_service.application.complaint_entries import MOST_NUMBERS, complaint_entries
from inspection_service.application.count_of_subject import count_of_subject
from inspection_service.application.ports import Ports
from inspection_service.application.write_oss_forms import MAX_FORMS, Matter, write_oss_forms
from inspection_service.domain.oss_form import OssMatter
from inspection_service.domain.rules import Step
from shared.http import Representation, System, respond
from shared.identity import Caller, Role

# What the internal answer calls the cells of a row of the register.
ROW = ("businesses", "complainant", "filed", "matter", "follow_up", "status")


class WantedForm(BaseModel):
    """One matter."""

    kind: OssMatter
    id: UUID
    step: Step | None = None


class FormsWanted(BaseModel):
    """Of which matters the forms are written."""

    office_code: str = Field(max_length=5)
    matters: list[WantedForm] = Field(max_length=MAX_FORMS)


class RegisterReader(BaseModel):
    """The officer for whom a sibling asks, as their token says it."""

    account: UUID
    roles: list[Role]
    username: str | None = None


class EntriesWanted(BaseModel):
    """Which entries of the register, and who reads them."""

    office_code: str = Field(max_length=13)
    reader: RegisterReader
    numbers: list[Annotated[str, Field(max_length=40)]] = Field(max_length=MOST_NUMBERS)


def internal_routes(router: APIRouter, ports: Ports) -> None:
    """`GET /internal/accounts/{account}/complaints`, `POST /internal/oss-forms` and
    `POST /internal/complaint-entries`."""

    @router.get("/internal/accounts/{account}/complaints", include_in_schema=False)
    async def get_complaints_of(account: UUID, office_code: str, caller: System) -> Response:
        """How many complaints of an office the account has filed, and nothing of them."""
        counted = await count_of_subject(account, office_code, caller, ports)
        return respond(Representation(body={"count": counted}))

    @router.post("/internal/oss-forms", include_in_schema=False)
    async def post_oss_forms(body: FormsWanted, caller: System) -> Response:
        """What is to be entered in OSS by hand, line by line, for the door that lists it."""
        matters = [Matter(kind=one.kind, id=one.id, step=one.step) for one in body.matters]
        forms = await write_oss_forms(body.office_code, matters, caller, ports)
        items = [
            {"id": one.id, "step": one.step, "lines": [asdict(line) for line in lines]}
            for one, lines in forms.items()
        ]
        return respond(Representation(body={"items": items}))

    @router.post("/internal/complaint-entries", include_in_schema=False)
    async def post_complaint_entries(body: EntriesWanted, caller: System) -> Response:
        """Entries of the register whole, for the office's own copy of its report."""
        reader = Caller(
            actor=str(body.reader.account),
            roles=frozenset(body.reader.roles),
            offices=(body.office_code,),
            username=body.reader.username,
        )
        rows = await complaint_entries(reader, body.numbers, caller, ports)
        items = [
            {"number": number} | dict(zip(ROW, row, strict=True)) for number, row in rows.items()
        ]
        return respond(Representation(body={"items": items}))
