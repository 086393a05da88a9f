"""Looking for a person's applications. A POST, so that a NIK stands in no address and no log."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ConfigDict, Field, model_validator

from permit_service.application.listing import ApplicationRow
from permit_service.application.person_search_ports import SearchKind, SearchPurpose
from permit_service.application.search_people import SEARCHERS, SearchPeople, search_people
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.inbox import row_body
from permit_service.entrypoints.api.inbox_answers import ApplicationsPage
from permit_service.entrypoints.api.words import Code, Email, Phone
from shared.http import Idempotent, Representation, SignedIn, answers, by

router = APIRouter(prefix="/v1", tags=["applications"])


class SearchBody(Body):
    """`POST /v1/application-searches`: one of NIK, mail or phone, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"email": "cv@contoh.example", "purpose": "counter_service"}]
        }
    )

    nik: Annotated[str, Field(min_length=16, max_length=16)] | None = None
    email: Email | None = None
    phone: Phone | None = None
    purpose: SearchPurpose
    reference: Code | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "SearchBody":
        if sum(one is not None for one in (self.nik, self.email, self.phone)) != 1:
            raise ValueError("one of nik, email and phone")
        return self

    @property
    def looked_for(self) -> tuple[SearchKind, str]:
        """What was given."""
        given = {
            SearchKind.NIK: self.nik,
            SearchKind.EMAIL: self.email,
            SearchKind.PHONE: self.phone,
        }
        return next((kind, value) for kind, value in given.items() if value is not None)


@router.post(
    "/application-searches", responses=answers(ApplicationsPage), dependencies=by(*SEARCHERS)
)
async def post_search(
    body: SearchBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """The office's applications of one person, exactly matched; recorded in the access log."""
    kind, value = body.looked_for
    command = SearchPeople(
        caller=caller, kind=kind, value=value, purpose=body.purpose, reference=body.reference
    )
    return await request.run(
        lambda once: search_people(replace(command, once=once), api.ports),
        body=body.model_dump(mode="json"),
        shape=lambda rows: _page(rows, api.ports.clock.now()),
    )


def _page(rows: list[ApplicationRow], now: datetime) -> Representation:
    return Representation(body={"items": [row_body(one, now) for one in rows], "next_cursor": None})
