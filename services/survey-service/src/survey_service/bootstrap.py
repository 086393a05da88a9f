"""Puts the survey service together from what its host gives it."""

from uuid import uuid4

from shared.http import create_app
from shared.ids import new_id
from shared.module import Foundation, ServiceModule, every
from survey_service.adapters.questionnaire_document import standard_questionnaire
from survey_service.adapters.work import PostgresStorage
from survey_service.application.announce_responses import announce_responses
from survey_service.application.ports import Ports
from survey_service.entrypoints.api import routers
from survey_service.entrypoints.consumers import subscriptions
from survey_service.settings import NAME, SurveySettings

VERSION = "0.1.0"


def build(settings: SurveySettings, foundation: Foundation) -> ServiceModule:
    """The service as an app, its reactions and its timer."""
    storage = PostgresStorage(foundation.database)
    ports = Ports(
        clock=foundation.clock,
        begin=storage.begin,
        read=storage.read,
        links=foundation.database.keyring,
        new_id=new_id,
        random_id=uuid4,
        invitation_days=settings.invitation_days,
        answers_told_together=settings.answers_told_together,
    )

    async def announce() -> None:
        await announce_responses(ports)

    reactions = subscriptions(ports)
    app = create_app(
        service=NAME,
        title="Surveys",
        version=VERSION,
        foundation=foundation,
        routers=routers(ports, standard_questionnaire()),
        subscriptions=reactions,
        work_of=storage.work_of,
    )
    return ServiceModule(
        name=NAME,
        app=app,
        database=foundation.database,
        sealing=foundation.sealing,
        work_of=storage.work_of,
        subscriptions=reactions,
        loops=(every(settings.announce_interval_seconds, "survey.announce-responses", announce),),
    )
