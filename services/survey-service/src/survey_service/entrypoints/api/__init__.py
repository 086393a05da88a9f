"""The survey service's routes."""

from fastapi import APIRouter

from survey_service.application.ports import Ports
from survey_service.domain.questionnaire import Questionnaire
from survey_service.entrypoints.api.imports import imports_router
from survey_service.entrypoints.api.index import index_router
from survey_service.entrypoints.api.invitations import invitations_router
from survey_service.entrypoints.api.publications import publications_router
from survey_service.entrypoints.api.responses import responses_router
from survey_service.entrypoints.api.settling import settling_router
from survey_service.entrypoints.pages.results import results_router
from survey_service.entrypoints.pages.router import pages_router


def routers(ports: Ports, standard: Questionnaire) -> tuple[APIRouter, ...]:
    """All of them, over these ports and the standard questionnaire."""
    return (
        invitations_router(ports),
        responses_router(ports),
        imports_router(ports),
        index_router(ports),
        publications_router(ports),
        settling_router(ports, standard),
        results_router(ports, standard),
        pages_router(ports),
    )
