"""Routes of an office's own licences: layouts, previews, the emblem."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from permit_service.application.licence_templates import (
    SetEmblem,
    SetTemplate,
    list_templates,
    preview_template,
    set_emblem,
    set_template,
)
from permit_service.domain.letter_layout import LicenceTemplate
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.template_requests import EmblemBody, TemplateBody
from permit_service.entrypoints.api.words import Code
from shared.http import (
    Answer,
    Idempotent,
    Representation,
    SignedIn,
    answers,
    answers_file,
    by,
    respond,
)
from shared.identity import Role

PDF = "application/pdf"

router = APIRouter(prefix="/v1", tags=["licences"])


class TemplateAnswer(Answer):
    """A layout that is kept."""

    office_code: str
    service_code: str | None
    version: int
    layout: dict[str, Any]
    set_at: datetime


class TemplatesPage(Answer):
    """The layouts in force."""

    items: list[TemplateAnswer]
    next_cursor: str | None


class EmblemAnswer(Answer):
    """What was taken."""

    office_code: str
    media_type: str


@router.get("/licence-templates", responses=answers(TemplatesPage))
async def get_templates(
    office_code: Annotated[Code, Query()], caller: SignedIn, api: Permits
) -> Response:
    """The office's own layouts; a service without one has the product's letter."""
    found = await list_templates(office_code, caller, api.ports)
    body = {"items": [template_body(one) for one in found], "next_cursor": None}
    return respond(Representation(body=body))


@router.post(
    "/licence-templates",
    status_code=201,
    responses=answers(TemplateAnswer, 201),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_template(
    body: TemplateBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """A new version, typeset on trial before it is kept; it holds from the next licence on."""
    return await request.run(
        lambda once: set_template(
            SetTemplate(
                caller=caller,
                office_code=body.office_code,
                service_code=body.service_code,
                layout=body.plain(),
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda template: Representation(body=template_body(template)),
        status=201,
    )


@router.post(
    "/licence-template-previews",
    response_class=Response,
    responses=answers_file(PDF),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_preview(
    body: TemplateBody, caller: SignedIn, _request: Idempotent, api: Permits
) -> Response:
    """The layout as a draft with sample values; nothing is kept."""
    command = SetTemplate(
        caller=caller,
        office_code=body.office_code,
        service_code=body.service_code,
        layout=body.plain(),
    )
    content = await preview_template(command, api.ports)
    headers = {
        "Content-Disposition": 'attachment; filename="preview.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=PDF, headers=headers)


@router.post(
    "/licence-emblems",
    status_code=201,
    responses=answers(EmblemAnswer, 201),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_emblem(
    body: EmblemBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """The picture in the letterhead of the office's licences, in place of the one before."""
    return await request.run(
        lambda once: set_emblem(
            SetEmblem(caller=caller, office_code=body.office_code, picture=body.picture, once=once),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda media_type: Representation(
            body={"office_code": body.office_code, "media_type": media_type}
        ),
        status=201,
    )


def template_body(template: LicenceTemplate) -> dict[str, Any]:
    """A layout for its administrators."""
    return {
        "office_code": template.office_code,
        "service_code": template.service_code,
        "version": template.version,
        "layout": template.layout,
        "set_at": template.set_at,
    }
