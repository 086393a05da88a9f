"""`/v1/service-standards`: which services have an approved standard and procedure, and who of the
staff has committed to them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import ConfigDict, Field

from permit_service.application.acknowledge_standard import (
    AcknowledgeStandard,
    acknowledge_standard,
)
from permit_service.application.read_standards import StandardFile, read_standards
from permit_service.domain.standard_acknowledgement import (
    COMMITTED,
    Acknowledgement,
    Commitment,
    StandardKind,
)
from permit_service.domain.standard_document import DocumentState
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.words import Code
from shared.http import (
    Answer,
    Anybody,
    Idempotent,
    Representation,
    SignedIn,
    answers,
    by,
    respond,
)

router = APIRouter(prefix="/v1/service-standards", tags=["catalogue"])


class CommittedAnswer(Answer):
    """An officer who took note of it, and when."""

    username: str
    acknowledged_at: datetime


class CommitmentAnswer(Answer):
    """Of a version in force, who took note and whose word is missing."""

    document: StandardKind
    version: str
    acknowledged: list[CommittedAnswer]
    missing: list[str]


class CoverageAnswer(Answer):
    """A service, its standard (SPP) and procedure (SOP) with the versions that the entry names, and
    agencies without one in force. `commitments` are for the office's staff alone."""

    service_code: str
    name: str
    version: int
    service_standard: DocumentState
    service_standard_version: str | None
    operating_procedure: DocumentState
    operating_procedure_version: str | None
    agencies_without_procedure: list[str]
    commitments: list[CommitmentAnswer] | None


class StandardsAnswer(Answer):
    """`lacking` are the services without an approved standard or procedure."""

    office_code: str
    services: int
    approved: int
    lacking: list[str]
    items: list[CoverageAnswer]


class AcknowledgementBody(Body):
    """The document and the version that was read."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"document": "operating_procedure", "version": "2026.1"}]}
    )

    document: StandardKind
    version: Annotated[str, Field(min_length=1, max_length=40)]


class AcknowledgementAnswer(Answer):
    """The officer's own word; of who gave it before, the first."""

    service_code: str
    document: StandardKind
    version: str
    username: str
    acknowledged_at: datetime


@router.get("", responses=answers(StandardsAnswer))
async def get_standards(
    office_code: Annotated[Code, Query()], caller: Anybody, api: Permits
) -> Response:
    """Coverage with approved standards, service by service."""
    found = await read_standards(office_code, caller, api.ports)
    lacking = [one.coverage.service.code for one in found if one.coverage.is_lacking]
    body = {
        "office_code": office_code,
        "services": len(found),
        "approved": len(found) - len(lacking),
        "lacking": lacking,
        "items": [_row(one) for one in found],
    }
    return respond(Representation(body=body))


@router.post(
    "/{service_code}/acknowledgements",
    status_code=201,
    responses=answers(AcknowledgementAnswer, 201),
    dependencies=by(*COMMITTED),
)
async def post_acknowledgement(
    service_code: Code,
    body: AcknowledgementBody,
    caller: SignedIn,
    request: Idempotent,
    api: Permits,
) -> Response:
    """The officer has read the version in force and works by it."""
    command = AcknowledgeStandard(
        caller=caller,
        service_code=service_code,
        document=body.document,
        version=body.version,
    )
    return await request.run(
        lambda once: acknowledge_standard(replace(command, once=once), api.ports),
        body=body.model_dump(mode="json"),
        shape=_acknowledged,
        status=201,
    )


def _acknowledged(one: Acknowledgement) -> Representation:
    return Representation(
        body=_officer(one)
        | {
            "service_code": one.service_code,
            "document": one.document,
            "version": one.version,
        }
    )


def _officer(one: Acknowledgement) -> dict[str, Any]:
    return {"username": one.username, "acknowledged_at": one.acknowledged_at}


def _row(one: StandardFile) -> dict[str, Any]:
    coverage, content = one.coverage, one.coverage.service.content
    named = {key: (content.get(key) or {}).get("version") for key in StandardKind}
    return {
        "service_code": coverage.service.code,
        "name": coverage.service.name,
        "version": coverage.service.version,
        "service_standard": coverage.service_standard,
        "service_standard_version": named[StandardKind.SERVICE_STANDARD],
        "operating_procedure": coverage.operating_procedure,
        "operating_procedure_version": named[StandardKind.OPERATING_PROCEDURE],
        "agencies_without_procedure": list(coverage.agencies_without_procedure),
        "commitments": None
        if one.commitments is None
        else [_committed(each) for each in one.commitments],
    }


def _committed(one: Commitment) -> dict[str, Any]:
    return {
        "document": one.document,
        "version": one.version,
        "acknowledged": [_officer(each) for each in one.acknowledged],
        "missing": list(one.missing),
    }
