"""The HTTP interface of supervision: each route parses, calls one use case, shapes the answer."""

from collections.abc import Callable

from fastapi import APIRouter

from inspection_service.application.ports import (
    Ports,
)
from inspection_service.entrypoints.api.businesses import business_routes
from inspection_service.entrypoints.api.complaint_registers import complaint_register_routes
from inspection_service.entrypoints.api.complaints import complaint_routes
from inspection_service.entrypoints.api.compliance import compliance_routes
from inspection_service.entrypoints.api.follow_ups import follow_up_routes
from inspection_service.entrypoints.api.imports import import_routes
from inspection_service.entrypoints.api.inspections import inspection_routes
from inspection_service.entrypoints.api.internal import internal_routes
from inspection_service.entrypoints.api.investment_reports import investment_report_routes
from inspection_service.entrypoints.api.officer_actions import officer_action_routes
from inspection_service.entrypoints.api.plans import plan_routes
from inspection_service.entrypoints.api.reports import report_routes
from inspection_service.entrypoints.api.rules import rule_routes
from inspection_service.entrypoints.api.sanctions import sanction_routes
from inspection_service.entrypoints.api.violations import violation_routes

ROUTES: tuple[Callable[[APIRouter, Ports], None], ...] = (
    business_routes,
    import_routes,
    plan_routes,
    inspection_routes,
    report_routes,
    officer_action_routes,
    violation_routes,
    follow_up_routes,
    sanction_routes,
    rule_routes,
    complaint_routes,
    complaint_register_routes,
    compliance_routes,
    investment_report_routes,
    internal_routes,
)


def supervision_router(ports: Ports) -> APIRouter:
    """Every route of the service."""
    router = APIRouter()
    for add in ROUTES:
        add(router, ports)
    return router
