"""Service times against their standards, for everybody."""

from fractions import Fraction
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from reporting_service.application.ports import Ports
from reporting_service.application.service_performance import (
    ServicePerformance,
    service_performance,
)
from reporting_service.domain.performance import (
    AgencyTimes,
    Performance,
    Standard,
    Times,
    VersionTimes,
)
from shared.http import Representation, respond

RequiredOffice = Annotated[str, Query(max_length=13, pattern=r"^[0-9.]+$")]
PeriodText = Annotated[str, Query(max_length=10)]
METHOD = (
    "Hari kerja menurut jam hukum permohonan sampai tanda tangan; persentil dengan peringkat"
    " terdekat. Setiap izin diukur dengan standar versi layanan yang berlaku baginya; jawaban"
    " perangkat daerah dihitung dalam hari kerja sejak diminta."
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
        "agencies": [_agency(one) for one in found.agencies],
    }
    return Representation(body=body)


def _service(one: Performance) -> dict[str, Any]:
    standard = one.standard
    return {
        "service_code": one.service_code,
        "name": None if standard is None else standard.name,
        "standard": None if standard is None else _standard(standard),
        "licences": one.times.count,
        **_times(one.times),
        "on_time_share": _share(one.on_time),
        "overrun_share": _share(one.overrun),
        "breaches": one.breaches,
        "versions": [_version(version) for version in one.versions],
    }


def _version(one: VersionTimes) -> dict[str, Any]:
    return {
        "service_version": one.version or None,
        "standard": None if one.standard is None else _standard(one.standard),
        "licences": one.licences,
        "breaches": one.late,
    }


def _agency(one: AgencyTimes) -> dict[str, Any]:
    return {
        "agency": one.agency,
        "service_code": one.service_code,
        "answers": one.times.count,
        **_times(one.times),
    }


def _standard(standard: Standard) -> dict[str, Any]:
    return {"value": standard.value, "unit": standard.unit}


def _times(times: Times) -> dict[str, Any]:
    return {"median": float(times.median), "p95": times.p95, "longest": times.longest}


def _share(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 4)
