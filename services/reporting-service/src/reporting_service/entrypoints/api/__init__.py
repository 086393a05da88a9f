"""The REST routes: each parses, calls one use case, and shapes its result."""

from fastapi import APIRouter
from reporting_service.application.ports import Ports
from reporting_service.entrypoints.api import counts, operations, reports


def routers(ports: Ports) -> tuple[APIRouter, ...]:
    """Every route of the service."""
    return (reports.router(ports), counts.router(ports), operations.router(ports))
