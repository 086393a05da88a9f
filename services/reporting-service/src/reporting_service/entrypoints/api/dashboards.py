"""The figures of an office's dashboard."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from reporting_service.application.dashboard import Dashboard, dashboard
from reporting_service.application.ports import Ports
from reporting_service.entrypoints.api.performance import PeriodText, RequiredOffice
from shared.http import Representation, SignedIn, respond


def router(ports: Ports) -> APIRouter:
    """`GET /v1/dashboard`."""
    routes = APIRouter(tags=["reports"])

    @routes.get("/v1/dashboard")
    async def get_dashboard(
        office_code: RequiredOffice, period: PeriodText, caller: SignedIn
    ) -> Response:
        """The office at a glance: what came in, what went out, what is late. For staff and the
        province."""
        return respond(_view(await dashboard(caller, office_code, period, ports)))

    return routes


def _view(found: Dashboard) -> Representation:
    body: dict[str, Any] = {
        "office_code": found.office_code,
        "period": found.period.label,
        "as_of": found.freshness.as_of,
        "lag_seconds": round(found.freshness.lag_seconds, 3),
        **found.flows,
        "overdue": found.late,
        "overdue_of": found.measured,
        "open": dict(found.open),
        "by_channel": [
            {"channel": channel, **counts} for channel, counts in found.by_channel.items()
        ],
    }
    return Representation(body=body)
