"""`/v1/licence-terms`: what an office has set for the life of its licences."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import ConfigDict, Field

from permit_service.application.set_licence_terms import (
    SetLicenceTerms,
    read_licence_terms,
    set_licence_terms,
)
from permit_service.domain.licence_terms import LONGEST_DAYS, LicenceTerms
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.words import Code, Line
from shared.http import Idempotent, Representation, SignedIn, answers, by, respond
from shared.http.described import Answer
from shared.identity import Role

router = APIRouter(prefix="/v1/licence-terms", tags=["licences"])

Days = Annotated[int, Field(ge=0, le=LONGEST_DAYS)]
_MOST_MINUTES = 60 * 24 * 30


class LicenceTermsBody(Body):
    """`POST /v1/licence-terms`. Without `effective_from` they hold from today on; without
    `delivery_after_minutes` no licence is delivered by itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "effective_from": "2027-01-01",
                    "reminder_days": [90, 30, 7],
                    "renewal_opens_days": 90,
                    "delivery_after_minutes": 1,
                    "source": "Keputusan Kepala Dinas",
                    "verified": True,
                }
            ]
        }
    )

    effective_from: date | None = None
    reminder_days: Annotated[tuple[Days, ...], Field(max_length=10)]
    renewal_opens_days: Days
    delivery_after_minutes: Annotated[int, Field(ge=0, le=_MOST_MINUTES)] | None = None
    source: Line
    verified: bool = False


class LicenceTermsAnswer(Answer):
    """What holds for an office's licences from a day on."""

    office_code: str
    effective_from: date
    reminder_days: list[int]
    renewal_opens_days: int
    delivery_after_minutes: int | None
    source: str
    verified: bool


class TermsInForceAnswer(LicenceTermsAnswer):
    """What holds today, and everything that the office has set."""

    set: list[LicenceTermsAnswer]


@router.get("", responses=answers(TermsInForceAnswer))
async def get_licence_terms(office_code: Annotated[Code, Query()], api: Permits) -> Response:
    """When a renewal opens, when holders are reminded, whether delivery is automatic."""
    in_force, known = await read_licence_terms(office_code, api.ports)
    body = terms_body(in_force) | {"set": [terms_body(one) for one in known]}
    return respond(Representation(body=body))


@router.post(
    "",
    status_code=201,
    responses=answers(LicenceTermsAnswer, 201),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_licence_terms(
    body: LicenceTermsBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """New terms for the caller's office, by its administrator."""
    return await request.run(
        lambda once: set_licence_terms(
            SetLicenceTerms(caller=caller, once=once, **body.model_dump()), api.ports
        ),
        body=body.model_dump(mode="json"),
        shape=lambda terms: Representation(body=terms_body(terms)),
        status=201,
    )


def terms_body(terms: LicenceTerms) -> dict[str, Any]:
    """Terms as they are shown."""
    return {
        "office_code": terms.office_code,
        "effective_from": terms.effective_from,
        "reminder_days": terms.reminder_days,
        "renewal_opens_days": terms.renewal_opens_days,
        "delivery_after_minutes": terms.delivery_after_minutes,
        "source": terms.source,
        "verified": terms.verified,
    }
