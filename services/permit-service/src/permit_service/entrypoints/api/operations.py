"""`/v1/operations/{id}`: how an import or a run of this service goes on, or how it ended."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import RootModel

from permit_service.application.import_licences import KIND, read_import
from permit_service.application.run_retention import read_run
from permit_service.entrypoints.api.catalogue_answers import CatalogueImportAnswer
from permit_service.entrypoints.api.context import Api, Permits
from permit_service.entrypoints.api.licence_imports import (
    LicenceImportAnswer,
    licence_import_view,
)
from permit_service.entrypoints.api.retention_shapes import RetentionRunAnswer, run_view
from shared.errors import Forbidden, NotFound
from shared.http import Representation, SignedIn, answers, respond
from shared.http.imports import import_view
from shared.identity import Caller

router = APIRouter(prefix="/v1", tags=["operations"])


class OperationAnswer(RootModel[LicenceImportAnswer | CatalogueImportAnswer | RetentionRunAnswer]):
    """An import of licences or of the catalogue, or a run of retention."""


@router.get("/operations/{operation_id}", responses=answers(OperationAnswer))
async def get_operation(operation_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """How far it has come, and each row that was refused."""
    try:
        found = await read_import(operation_id, caller, api.ports)
    except NotFound:
        return respond(await _run(operation_id, caller, api))
    return respond(
        licence_import_view(found) if found.kind == KIND else import_view(found, **found.notes)
    )


async def _run(run_id: UUID, caller: Caller, api: Api) -> Representation:
    """Whoever may not read runs is not told that there is one."""
    try:
        return run_view(await read_run(run_id, caller, api.ports))
    except Forbidden:
        raise NotFound from None
