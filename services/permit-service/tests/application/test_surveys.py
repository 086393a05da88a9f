"""Facts of the survey, in whatever order they come."""

from datetime import timedelta
from uuid import uuid4

from permit_service.application.give_recommendation import (
    GiveRecommendation,
    give_recommendation,
)
from permit_service.domain.recommendation import Advice
from permit_service.testing.counter import AGENCIES
from permit_service.testing.facts import person
from shared.identity import Role

from .story import Story


async def test_an_answer_that_comes_before_the_application_is_known_is_kept(story: Story) -> None:
    stranger = uuid4()

    await story.survey(stranger)

    assert story.desk.shelves.surveys[stranger][1].is_completed
    assert story.told == []


async def test_an_answer_that_comes_before_the_validation_opens_the_gate(story: Story) -> None:
    application_id = await story.verified()
    await story.survey(application_id)
    validated = story.desk.shelves.applications[application_id]
    assert validated.status == "verified"

    for agency in AGENCIES:
        officer = person(Role.AGENCY_OFFICER, agency=agency)
        await give_recommendation(
            GiveRecommendation(
                caller=officer,
                application_id=application_id,
                agency=agency,
                advice=Advice.APPROVE,
            ),
            story.ports,
        )
    await story.validate(application_id)

    assert "permit.clock_paused" not in story.told
    assert (await story.sign(application_id)).application.status == "signed"


async def test_the_clock_goes_on_once_and_is_told_once(story: Story) -> None:
    application_id = await story.validated()
    story.clock.move(timedelta(days=3))

    await story.survey(application_id)
    await story.survey(application_id)

    assert story.told.count("permit.clock_paused") == 1
    assert story.told.count("permit.clock_resumed") == 1
    resumed = story.desk.shelves.applications[application_id]
    assert resumed.due_on is not None
