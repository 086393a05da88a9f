"""The REST routes: each parses, calls one use case, and shapes its result."""

from fastapi import APIRouter

from reporting_service.application.ports import Ports
from reporting_service.entrypoints.api import (
    counts,
    dashboards,
    data_request_imports,
    data_requests,
    duties,
    evaluations,
    investments,
    lint,
    office_lists,
    open_data,
    operations,
    performance,
    rebuilds,
    recaps,
    reports,
    system_issues,
)

_ROUTERS = (
    reports.router,
    counts.router,
    investments.router,
    data_requests.router,
    data_request_imports.router,
    duties.router,
    evaluations.router,
    system_issues.router,
    lint.router,
    office_lists.router,
    performance.router,
    dashboards.router,
    open_data.router,
    rebuilds.router,
    recaps.router,
    operations.router,
)


def routers(ports: Ports) -> tuple[APIRouter, ...]:
    """Every route of the service."""
    return tuple(router(ports) for router in _ROUTERS)
