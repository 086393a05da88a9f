"""Service times against their standards, for everybody; those of officers for their head alone."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from reporting_service.application.ports import Ports
from reporting_service.application.service_performance import (
    OfficerTimes,
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
from reporting_service.domain.step import StepTimes
from shared.http import Anybody, Representation, respond

RequiredOffice = Annotated[str, Query(max_length=13, pattern=r"^[0-9.]+$")]
PeriodText = Annotated[str, Query(max_length=10)]
METHOD = (
    "Hari kerja menurut jam hukum permohonan sampai tanda tangan; persentil dengan peringkat"
    " terdekat. Setiap izin diukur dengan standar versi layanan yang berlaku baginya; jawaban"
    " perangkat daerah dihitung dalam hari kerja sejak diminta."
)
STEP_METHOD = (
    "Hari kerja kantor sejak langkah diserahkan sampai selesai; waktu menunggu pemohon atau survei"
    " bukan waktu langkah. Terlambat: waktu layanan, atau pada rekomendasi waktu perangkat daerah"
    " itu sendiri, habis selama langkah berlangsung. Rekomendasi tanpa batas waktu tidak diukur."
)


def router(ports: Ports) -> APIRouter:
    """`GET /v1/service-performance`."""
    routes = APIRouter(tags=["reports"])

    @routes.get("/v1/service-performance")
    async def get_performance(
        office_code: RequiredOffice, period: PeriodText, caller: Anybody
    ) -> Response:
        """Median and 95th percentile of the working days of each service against its standard. For
        everybody; the figures by officer are for the head of the office alone."""
        return respond(_view(await service_performance(caller, office_code, period, ports)))

    return routes


def _view(found: ServicePerformance) -> Representation:
    body: dict[str, Any] = {
        "office_code": found.office_code,
        "period": found.period.label,
        "unit": "working_day",
        "method": METHOD,
        "as_of": found.freshness.as_of,
        "lag_seconds": round(found.freshness.lag_seconds, 3),
        "services": [
            _service(one, found.service_steps.get(one.service_code, ())) for one in found.services
        ],
        "step_method": STEP_METHOD,
        "steps": [_step(one) for one in found.steps],
        "service_steps": [
            {"service_code": code, "steps": [_step(one) for one in steps]}
            for code, steps in found.service_steps.items()
        ],
        "agencies": [
            _agency(one, found.agency_steps.get((one.agency, one.service_code)))
            for one in found.agencies
        ],
    }
    if found.officers is None:
        return Representation(body=body)
    body["officers"] = [_officer(one) for one in found.officers]
    return Representation(body=body, headers={"Cache-Control": "private, no-store"})


def _officer(one: OfficerTimes) -> dict[str, Any]:
    return {
        "account_id": one.account_id,
        "name": one.name or None,
        "steps": [_step(step) for step in one.steps],
    }


def _step(one: StepTimes) -> dict[str, Any]:
    times = {"median": None, "p95": None, "longest": None}
    return {
        "step": one.step,
        "finished": one.finished,
        **(times if one.times is None else _times(one.times)),
        "measured": one.measured,
        "on_time_share": _share(one.on_time),
        "breaches": one.breaches if one.measured else None,
    }


def _service(one: Performance, steps: Sequence[StepTimes]) -> dict[str, Any]:
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
        "steps": [_step(step) for step in steps],
    }


def _version(one: VersionTimes) -> dict[str, Any]:
    return {
        "service_version": one.version or None,
        "standard": None if one.standard is None else _standard(one.standard),
        "licences": one.licences,
        "breaches": one.late,
    }


def _agency(one: AgencyTimes, answers: StepTimes | None) -> dict[str, Any]:
    measured = 0 if answers is None else answers.measured
    return {
        "agency": one.agency,
        "service_code": one.service_code,
        "answers": one.times.count,
        **_times(one.times),
        "measured": measured,
        "on_time_share": None if answers is None else _share(answers.on_time),
        "breaches": answers.breaches if answers is not None and measured else None,
    }


def _standard(standard: Standard) -> dict[str, Any]:
    return {"value": standard.value, "unit": standard.unit}


def _times(times: Times) -> dict[str, Any]:
    return {"median": float(times.median), "p95": times.p95, "longest": times.longest}


def _share(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 4)
