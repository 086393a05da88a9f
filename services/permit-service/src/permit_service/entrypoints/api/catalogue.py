"""Routes of the catalogue's versions: anybody reads them, the office's administrator publishes."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from fastapi.responses import Response

from permit_service.application.close_service import CloseService, close_service
from permit_service.application.publish_service import PublishService, publish_service
from permit_service.application.read_catalogue import (
    compare_versions,
    list_versions,
    read_service,
)
from permit_service.domain.catalogue_entry import entry_schema
from permit_service.entrypoints.api.catalogue_answers import (
    ChangesAnswer,
    EntrySchemaAnswer,
    PublicationAnswer,
    ServiceAnswer,
    ServiceVersionsPage,
)
from permit_service.entrypoints.api.catalogue_requests import ENTRY, ClosureBody
from permit_service.entrypoints.api.catalogue_views import (
    change_body,
    publication_view,
    service_body,
    version_body,
)
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.words import Code, Search, Tree
from shared.http import (
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    RequiredIfMatch,
    SignedIn,
    answers,
    by,
    decode_cursor,
    encode_cursor,
    page,
    respond,
)
from shared.identity import Role

router = APIRouter(prefix="/v1", tags=["catalogue"])
Office = Annotated[Code, Query()]
Version = Annotated[int, Path(ge=1, le=2_147_483_647)]


@router.get("/service-schema", responses=answers(EntrySchemaAnswer))
async def get_entry_schema() -> Response:
    """The shape of a catalogue entry, as JSON Schema 2020-12."""
    return respond(Representation(body=entry_schema()))


@router.get("/services/{code}/versions", responses=answers(ServiceVersionsPage))
async def get_versions(
    code: Search, office_code: Office, api: Permits, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Every version of a service, the newest first."""
    position = decode_cursor(cursor, int)
    before = position[0] if position else None
    found = await list_versions(office_code, code, api.ports, before=before, limit=limit)
    body = page(
        found,
        limit,
        shape=version_body,
        cursor=lambda one: encode_cursor(one.service.version),
    )
    return respond(Representation(body=body))


@router.get("/services/{code}/versions/{version}", responses=answers(ServiceAnswer))
async def get_version(
    code: Search, version: Version, office_code: Office, api: Permits
) -> Response:
    """One version, as it was published."""
    service = await read_service(office_code, code, api.ports, version=version)
    return respond(Representation(body=service_body(service), version=service.version))


@router.get("/services/{code}/versions/{version}/changes", responses=answers(ChangesAnswer))
async def get_changes(
    code: Search,
    version: Version,
    office_code: Office,
    since: Annotated[int, Query(ge=1, le=2_147_483_647)],
    api: Permits,
) -> Response:
    """What differs between a version and another one."""
    changes = await compare_versions(office_code, code, api.ports, older=since, newer=version)
    body = {
        "service_code": code,
        "older": since,
        "newer": version,
        "changes": [change_body(one) for one in changes],
    }
    return respond(Representation(body=body))


@router.post(
    "/services/{code}/versions",
    status_code=201,
    responses=answers(PublicationAnswer, 201),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_version(
    code: Search,
    entry: Annotated[Tree, Body(openapi_examples={"REKLAME": {"value": ENTRY}})],
    caller: SignedIn,
    version: RequiredIfMatch,
    request: Idempotent,
    api: Permits,
    dry_run: bool = False,
) -> Response:
    """A new version, whole, by the office's administrator; `If-Match: "0"` for a new service.
    With `dry_run` nothing is kept: the answer says what would change, and who keeps what."""
    return await request.run(
        lambda once: publish_service(
            PublishService(
                caller=caller,
                code=code,
                expected_version=version,
                content=entry,
                dry_run=dry_run,
                once=once,
            ),
            api.ports,
        ),
        body={"entry": entry, "dry_run": dry_run},
        shape=publication_view,
        status=201,
    )


@router.post(
    "/services/{code}/closure",
    responses=answers(PublicationAnswer),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_closure(
    code: Search,
    body: ClosureBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """No new applications from a day on, or open again; running applications go on."""
    return await request.run(
        lambda once: close_service(
            CloseService(
                caller=caller,
                code=code,
                expected_version=version,
                closed_on=body.closed_on,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=publication_view,
    )
