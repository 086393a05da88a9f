"""OSS and an office, over sockets both ways: the simulator calls the door, the door calls it."""

import secrets

import pytest

from satupintu.demo.visitor import eventually
from shared.testing.oss import SimulatedOss
from stories.door import Door
from stories.licence import OFFICE
from stories.oss import OssStory
from stories.sanction import SanctionStory


@pytest.mark.requirement("R003-P02-2", "R004-P10-6")
async def test_a_business_of_oss_is_licensed_and_sanctioned_and_oss_hears_each_once(
    door: Door, oss: SimulatedOss
) -> None:
    number = secrets.randbelow(10**9)
    story = OssStory(door, oss, nib=f"9120{number:09d}", id_izin=f"I-{number}")

    assert story.tells_of_the_business()["status"] == "1"
    business = await story.supervised(OFFICE)
    assert business["name"] == "PT CONTOH USAHA"
    assert business["scale"] == "small"
    (place,) = business["locations"]
    assert place["address"] == "Jalan Contoh 7"
    assert [one["risk"] for one in place["activities"]] == ["medium_high"]

    # Nobody waits for OSS: its first answers fail, and its first record of a licence is lost.
    oss.behaves("server_error", times=2)
    licence = await story.apply()
    await licence.answer_survey()
    await licence.survey_is_in()
    oss.behaves("lost_answer", method="receiveLicense", times=1)
    await licence.sign()

    sanction = SanctionStory(licence)
    await sanction.inspect()
    await sanction.impose()
    # Verified; the clock stands still for the survey and goes on; licensed; suspended.
    await story.reaches("10", "41", "42", "50", "70")
    (sent,) = [
        one
        for one in oss.recorded
        if one["id_izin"] == story.id_izin and one["method"] == "receiveLicense"
    ]
    assert sent["nomor_izin"] == licence.application["licence"]["number"]
    administrator = await door.staff("administrator", OFFICE)

    async def is_all_told() -> bool:
        status = await administrator.get("/v1/integrations/oss/status")
        return status["backlog"] == 0 and status["last_success_at"] is not None

    # OSS has heard it a moment before its answer is noted here.
    await eventually(is_all_told)
    listed = await administrator.get("/v1/integrations/oss/records")
    mine = [one for one in listed["items"] if one["application_id"] == licence.application["id"]]
    assert {one["state"] for one in mine} == {"accepted"}

    # The suspension left by its method; the BAP has none, and stands in the list with its words.
    official = await door.staff("licensing_official", OFFICE)
    entries = (await official.get("/v1/oss-entries?limit=200"))["items"]
    owed = {one["kind"]: one for one in entries if one["nib"] == story.nib}
    assert owed["sanction"]["state"] == "sent"
    record = owed["inspection_record"]
    words = {line["label"]: line["value"] for line in record["values"]}
    assert (words["Nama Pelaku Usaha"], bool(words["Nomor BAP"])) == ("PT CONTOH USAHA", True)
    entered = await official.post(
        f"/v1/oss-entries/{record['id']}/acknowledgement", {"oss_reference": "OSS-1"}
    )
    assert entered["state"] == "entered"
