"""Pages: the form on a phone and on the office's device."""

from fastapi import APIRouter

from survey_service.application.ports import Ports


def pages_router(ports: Ports) -> APIRouter:
    """`/survey`."""
    return APIRouter(prefix="/survey", include_in_schema=False)
