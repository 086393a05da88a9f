"""Service times against their standards, for everybody."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from reporting_service.application.ports import Ports
from reporting_service.application.service_performance import (
    ServicePerformance,
    service_performance,
)
from reporting_service.domain.performance import Performance
from shared.http import Representation, respond

RequiredOffice = Annotated[str, Query(max_length=13, pattern=r"^[0-9.]+$")]
PeriodText = Annotated[str, Query(max_length=10)]
METHOD = (
    "Hari kerja menurut jam hukum permohonan sampai tanda tangan; persentil dengan peringkat"
    " terdekat."
)


def router(ports: Ports) -> APIRouter:
    """`GET /v1/service-performance`."""
    routes = APIRouter(tags=["reports"])

    @routes.get("/v1/service-performance")
    async def get_performance(office_code: RequiredOffice, period: PeriodText) -> Response:
        return respond(_view(await service_performance(office_code, period, ports)))

    return routes


def _view(found: ServicePerformance) -> Representation:
    body: dict[str, Any] = {
        "office_code": found.office_code,
        "period": found.period.label,
        "unit": "working_day",
        "method": METHOD,
        "as_of": found.freshness.as_of,
        "lag_seconds": round(found.freshness.lag_seconds, 3),
        "services": [_service(one) for one in found.services],
    }
    return Representation(body=body)


def _service(one: Performance) -> dict[str, Any]:
    standard = one.standard
    return {
        "service_code": one.service_code,
        "name": None if standard is None else standard.name,
        "standard": None if standard is None else {"value": standard.value, "unit": standard.unit},
        "licences": one.licences,
        "median": float(one.median),
        "p95": one.p95,
        "longest": one.longest,
        "on_time_share": None if one.on_time is None else round(float(one.on_time), 4),
        "breaches": one.breaches,
    }
