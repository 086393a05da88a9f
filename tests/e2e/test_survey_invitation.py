"""Whoever applies is led to the survey while the licence is made, once, and by mail."""

import pytest

from satupintu.demo.visitor import eventually
from stories.door import Door
from stories.licence import AGENCIES, ELEMENTS, LicenceStory
from stories.mails import mails_of, said_by


@pytest.mark.requirement("R003-P07-2-1")
async def test_validation_opens_one_survey_that_is_mailed_and_answered_once(door: Door) -> None:
    home = door.home
    assert home is not None
    story = LicenceStory(door, nib="9120007777777")
    await story.apply()
    await story.submit()
    assert story.application["survey"]["url"] is None
    await story.verify()
    for agency in AGENCIES:
        await story.recommend(agency)
    await story.validate()
    url = await story.survey_url()
    token = url.rstrip("/").rpartition("/")[2]

    async def is_mailed() -> bool:
        return any(token in said_by(one) for one in mails_of(home, story.application["id"]))

    await eventually(is_mailed)
    body = {"answers": dict.fromkeys(ELEMENTS, 4), "profile": {}, "suggestion": ""}
    path = f"/v1/survey-invitations/{token}/response"
    await door.nobody.post(path, body, expect=201)
    again = await door.nobody.post(path, body, expect=409)
    assert again["code"] == "already_answered"
