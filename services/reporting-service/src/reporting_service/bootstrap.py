"""Puts the service together: stores, use cases, routes and reactions."""

from importlib.metadata import version

from reporting_service.adapters.complaint_entries import InspectionEntries
from reporting_service.adapters.datasets import write_dataset
from reporting_service.adapters.directory import DoorDirectory
from reporting_service.adapters.documents import DocumentRenderer
from reporting_service.adapters.feed import OwnersFeed
from reporting_service.adapters.inspection_rules import InspectionRules
from reporting_service.adapters.respondents import SurveyRespondents
from reporting_service.adapters.standards import default_standards
from reporting_service.adapters.work import PostgresGate, work_of
from reporting_service.application.ports import Ports
from reporting_service.entrypoints.api import routers
from reporting_service.entrypoints.consumers import subscriptions
from reporting_service.entrypoints.consumers.applying import applier
from reporting_service.entrypoints.pages import lint_router, report_router, supervision_router
from reporting_service.entrypoints.timers import loops
from reporting_service.settings import NAME, ReportingSettings
from shared.documents.typesetting import Typesetter
from shared.http import create_app
from shared.ids import new_id
from shared.module import Foundation, ServiceModule


def build(settings: ReportingSettings, foundation: Foundation) -> ServiceModule:
    """The service as a host runs it."""
    reactions = subscriptions()
    gate = PostgresGate(foundation.database)
    ports = Ports(
        clock=foundation.clock,
        begin=gate.begin,
        read=gate.read,
        new_id=new_id,
        renderer=DocumentRenderer(
            Typesetter(), foundation.clock, public_base_url=settings.public_base_url
        ),
        directory=DoorDirectory(foundation.services, foundation.system_tokens, name=NAME),
        respondents=SurveyRespondents(foundation.services),
        rules=InspectionRules(foundation.services),
        complaint_entries=InspectionEntries(
            foundation.services, foundation.system_tokens, name=NAME
        ),
        standards=default_standards(),
        feed=OwnersFeed(foundation.services, foundation.system_tokens, name=NAME),
        apply=applier(reactions),
        write_dataset=write_dataset,
        allows_unnamed_signatory=settings.allows_unnamed_signatory,
    )
    app = create_app(
        service=NAME,
        title="SatuPintu reporting",
        version=version("satupintu-reporting-service"),
        foundation=foundation,
        routers=(*routers(ports), lint_router(), report_router(ports), supervision_router(ports)),
        subscriptions=reactions,
        work_of=work_of,
    )
    return ServiceModule(
        name=NAME,
        app=app,
        database=foundation.database,
        sealing=foundation.sealing,
        work_of=work_of,
        subscriptions=reactions,
        loops=loops(ports),
    )
