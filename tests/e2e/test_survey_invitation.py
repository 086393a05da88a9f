"""Whoever applies is led to the survey while the licence is made, once, and by mail."""

from email import message_from_bytes
from email.policy import default

import pytest

from satupintu.demo.visitor import eventually
from stories.door import Door
from stories.licence import AGENCIES, ELEMENTS, LicenceStory


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
        mails = [
            message_from_bytes(one.read_bytes(), policy=default)
            for one in (home / "outgoing").glob("*.eml")
        ]
        return any(
            token in str(one.get_body(("plain",)))
            for one in mails
            if one["X-Reference"] == story.application["id"]
        )

    await eventually(is_mailed)
    body = {"answers": dict.fromkeys(ELEMENTS, 4), "profile": {}, "suggestion": ""}
    path = f"/v1/survey-invitations/{token}/response"
    await door.nobody.post(path, body, expect=201)
    again = await door.nobody.post(path, body, expect=409)
    assert again["code"] == "already_answered"
