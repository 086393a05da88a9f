"""One suite over memory and PostgreSQL: offices, versions, references, surveys."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import ANYBODY
from survey_service.adapters.questionnaire_document import standard_questionnaire
from survey_service.adapters.questionnaire_store import VersionExists
from survey_service.application.stores import EarlyAnswer, Located
from survey_service.domain.application_survey import ApplicationSurvey, Gate
from survey_service.domain.errors import AlreadyAnswered
from survey_service.domain.office import Office
from survey_service.domain.response import CollectionMode

from .conftest import ELSEWHERE, HERE, MAY, NOW

MODE = CollectionMode.GATE


async def test_an_office_keeps_its_newest_settings_whatever_order_they_come_in(
    storage: Any,
) -> None:
    new = Office(
        code="62.02", name="A", time_zone="Asia/Pontianak", survey_gate="none", settings_version=2
    )
    async with storage.begin(HERE) as work:
        await work.offices.save(new)
        await work.offices.save(replace(new, name="B", settings_version=1))

    async with storage.read(ANYBODY) as reading:
        assert await reading.offices.get("62.02") == new
        assert await reading.offices.get("99.99") is None


async def test_an_offices_own_version_is_in_force_from_its_day(storage: Any) -> None:
    own = replace(standard_questionnaire(), id="OWN-1", effective_from=MAY)
    async with storage.begin(HERE) as work:
        await work.questionnaires.add("62.02", own)

    async with storage.read(HERE) as reading:
        before = await reading.questionnaires.in_force("62.02", MAY - timedelta(days=1))
        since = await reading.questionnaires.in_force("62.02", MAY)
        known = await reading.questionnaires.all_for("62.02")
    async with storage.read(ELSEWHERE) as reading:
        elsewhere = await reading.questionnaires.in_force("81.02", MAY)

    assert (before.id, since, elsewhere.id) == ("SKM-2017-1", own, "SKM-2017-1")
    assert set(known) == {"SKM-2017-1", "OWN-1"}


@pytest.mark.parametrize("version", ["OWN-1", "SKM-2017-1"])
async def test_a_version_is_never_edited(storage: Any, version: str) -> None:
    own = replace(standard_questionnaire(), id="OWN-1")
    async with storage.begin(HERE) as work:
        await work.questionnaires.add("62.02", own)

    with pytest.raises(VersionExists):
        async with storage.begin(HERE) as work:
            await work.questionnaires.add("62.02", replace(own, id=version))


async def test_a_reference_leads_to_its_application_and_office(storage: Any) -> None:
    application = uuid4()
    async with storage.begin(HERE) as work:
        assert await work.references.bind("62.02", {"receipt:R-1": application}) == []

    async with storage.read(ANYBODY) as reading:
        found = await reading.references.locate("receipt:R-1")
        assert found == Located(office_code="62.02", application_id=application)
        assert await reading.references.locate("receipt:R-2") is None


async def test_an_early_answer_waits_for_its_application_and_is_told_when_it_comes(
    storage: Any,
) -> None:
    application = uuid4()
    async with storage.begin(HERE) as work:
        assert await work.references.claim("62.02", "receipt:R-1", at=NOW, by=MODE) is None

    async with storage.read(ANYBODY) as reading:
        assert await reading.references.locate("receipt:R-1") is None
    async with storage.begin(HERE) as work:
        early = await work.references.bind("62.02", {"receipt:R-1": application})

    assert early == [EarlyAnswer(application_id=application, completed_at=NOW, by=MODE)]


async def test_a_reference_is_answered_for_early_once(storage: Any) -> None:
    async with storage.begin(HERE) as work:
        await work.references.claim("62.02", "receipt:R-1", at=NOW, by=MODE)

    with pytest.raises(AlreadyAnswered):
        async with storage.begin(HERE) as work:
            await work.references.claim("62.02", "receipt:R-1", at=NOW, by=MODE)


async def test_claiming_a_known_reference_gives_its_application(storage: Any) -> None:
    application = uuid4()
    async with storage.begin(HERE) as work:
        await work.references.bind("62.02", {"receipt:R-1": application})
        claimed = await work.references.claim("62.02", "receipt:R-1", at=NOW, by=MODE)

    assert claimed == application


async def test_surveys_are_kept_and_replaced_and_seen_by_their_office_only(storage: Any) -> None:
    survey = ApplicationSurvey(
        application_id=uuid4(), office_code="62.02", service_code="REKLAME", gate=Gate.REQUIRED
    )
    opened = survey.opened(invitation_id=uuid4(), at=NOW, expires_at=NOW + timedelta(days=30))
    completed = opened.completed(by=MODE, at=NOW)
    async with storage.begin(HERE) as work:
        await work.surveys.save_many([survey])
        await work.surveys.save_many([completed])
        await work.surveys.save_many([])

    async with storage.read(HERE) as reading:
        found = await reading.surveys.get_many([survey.application_id, uuid4()])
    async with storage.read(ELSEWHERE) as reading:
        elsewhere = await reading.surveys.get_many([survey.application_id])

    assert found == {survey.application_id: completed}
    assert elsewhere == {}


@pytest.mark.parametrize("storage", ["postgres"], indirect=True)
async def test_an_early_answer_and_the_first_fact_cannot_pass_each_other_unseen(
    storage: Any,
) -> None:
    """Both are under way at once: whichever comes second waits, and sees the first."""
    application = uuid4()

    async def bind() -> Sequence[EarlyAnswer]:
        async with storage.begin(HERE) as work:
            found: Sequence[EarlyAnswer] = await work.references.bind(
                "62.02", {"receipt:R-1": application}
            )
            return found

    async with storage.begin(HERE) as work:
        await work.references.claim("62.02", "receipt:R-1", at=NOW, by=MODE)
        binding = asyncio.create_task(bind())
        await asyncio.sleep(0.2)
        assert not binding.done()

    assert [early.application_id for early in await binding] == [application]
