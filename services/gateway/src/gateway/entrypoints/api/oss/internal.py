"""What sibling services ask of a business or a permit that OSS told. Never reachable from
outside."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from gateway.application.oss.intake_ports import OssIntakePorts
from gateway.application.oss.read_oss import business_for_service, permit_for_service
from gateway.domain.oss.business import Project, business_id_of
from shared.database.access_log import Access, RecordsAccess
from shared.http import Representation, System, respond


def oss_internal_router(ports: OssIntakePorts, accesses: RecordsAccess) -> APIRouter:
    """`/internal/oss/businesses/{nib}` and `/internal/oss/permits/{id_izin}`."""
    router = APIRouter(prefix="/internal/oss", include_in_schema=False)

    @router.get("/businesses/{nib}")
    async def business(nib: str, office_code: str, caller: System) -> Response:
        """Name, address and the places of its projects, as OSS last told them."""
        told = await business_for_service(office_code, nib, ports)
        access = Access(
            office_code=office_code,
            subject_type="business",
            subject=business_id_of(office_code, nib),
            owner=None,
            fields=("name", "address"),
            purpose="supervision",
        )
        await accesses.record(caller, access)
        body: dict[str, Any] = {
            "nib": told.nib,
            "name": told.name,
            "address": told.address,
            "scale": told.scale,
            "nib_status": told.status,
            "projects": [_project(one) for one in told.projects_in(office_code)],
        }
        return respond(Representation(body=body))

    @router.get("/permits/{id_izin}")
    async def permit(id_izin: str, office_code: str, _caller: System) -> Response:
        """The ids of a permit of OSS, and the document that OSS issued where it told of one."""
        found = (await permit_for_service(office_code, id_izin, ports)).permit
        body: dict[str, Any] = {
            "id_izin": found.id_izin,
            "nib": found.nib,
            "id_proyek": found.id_proyek,
            "oss_id": found.oss_id,
            "kd_izin": found.kd_izin,
            "kd_daerah": found.kd_daerah,
            "jenis_izin": found.jenis_izin,
            "document_link": found.file_link,
            "document_told_at": found.file_told_at,
        }
        return respond(Representation(body=body))

    return router


def _project(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "kbli": project.kbli,
        "risk": project.risk,
        "places": [
            {
                "address": place.address,
                "region": place.region,
                "latitude": place.latitude,
                "longitude": place.longitude,
            }
            for place in project.places
        ],
    }
