"""The ways an application takes besides the straight one: refused, put right, advised against,
renewed. Each through the one door, in both modes."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO

import pytest
from pypdf import PdfReader

from satupintu.demo.visitor import eventually
from shared.clock import SystemClock
from stories.databases import SERVICES, rows
from stories.door import Door, Json
from stories.licence import AGENCIES, OFFICE, LicenceStory
from stories.mails import mails_of, said_by

BASIS = "Perda Maluku Tenggara 1/2020 Ps 2"
REASON = "Lokasi di luar peruntukan reklame."


async def mail_saying(door: Door, story: LicenceStory, words: str) -> EmailMessage:
    """The mail about the application with these words, once it has gone out."""
    home, application_id = door.home, story.application["id"]
    assert home is not None

    async def sent() -> EmailMessage | None:
        return next(
            (one for one in mails_of(home, application_id) if words in said_by(one)),
            None,
        )

    mail: EmailMessage = await eventually(sent)
    return mail


async def decide(story: LicenceStory, **decision: object) -> Json:
    """The front office decides."""
    officer = await story.door.staff("front_office", story.office)
    body = {"notes": "", "corrections": []} | decision
    answer: Json = await officer.post(f"{story.path}/verification", body, expect=None)
    return answer


async def submitted(door: Door, **words: str) -> LicenceStory:
    """Handed in."""
    story = LicenceStory(door, **words)
    await story.apply()
    await story.submit()
    return story


@pytest.mark.requirement("R003-P06-1c-1", "R003-P06-1c-2")
async def test_a_rejection_reaches_the_applicant_with_its_reason_and_its_basis(door: Door) -> None:
    story = await submitted(door)

    bare = await decide(story, outcome="rejected", notes=REASON)
    rejected = await decide(story, outcome="rejected", notes=REASON, legal_basis=BASIS)
    again = await decide(story, outcome="rejected", notes=REASON, legal_basis=BASIS)
    mail = await mail_saying(door, story, REASON)

    assert (bare["status"], bare["code"]) == (422, "invalid_request")
    assert rejected["status"] == "rejected"
    assert again["code"] == "transition_not_allowed"
    assert BASIS in said_by(mail)
    assert story.applicant is not None
    await story.applicant.post(f"{story.path}/resubmission", expect=409)


async def test_a_correction_that_is_answered_leads_to_the_licence(door: Door) -> None:
    story = await submitted(door)
    question = "Mohon unggah gambar yang terbaca."

    returned = await decide(
        story,
        outcome="returned",
        corrections=[{"requirement_no": 1, "question": question}],
    )
    mail = await mail_saying(door, story, question)
    assert story.applicant is not None
    await story.upload(1)
    resubmitted = await story.applicant.post(f"{story.path}/resubmission")
    await story.verify()

    assert (returned["status"], returned["clock"]["state"]) == ("returned", "paused")
    assert returned["receipt_number"] in mail["Subject"] + said_by(mail)
    assert (resubmitted["status"], resubmitted["clock"]["state"]) == ("submitted", "running")
    assert story.application["status"] == "verified"


@pytest.mark.requirement("R003-P06-3")
async def test_an_agency_that_advises_against_sends_it_back_until_it_approves(door: Door) -> None:
    story = await submitted(door)
    await story.verify()
    against, other = AGENCIES
    officer = await door.staff("agency_officer", OFFICE, agency=against)
    body = {"outcome": "reject", "conditions": [], "notes": "Di sempadan jalan."}
    await officer.post(f"{story.path}/recommendations/{against}", body)
    await story.recommend(other)
    back = await door.staff("back_office", OFFICE)

    refused = await back.post(f"{story.path}/validation", {"outcome": "valid"}, expect=409)
    sent_back = await back.post(
        f"{story.path}/validation", {"outcome": "sent_back", "notes": "Lihat rekomendasi."}
    )
    await story.verify()
    asked = {one["agency"]: one["state"] for one in story.application["recommendations"]}
    await story.recommend(against)
    validated = await story.validate()

    assert refused["code"] == "recommendation_rejected"
    assert sent_back["status"] == "submitted"
    assert asked == {against: "asked", other: "approved"}
    assert validated["status"] == "validated"


async def test_a_licence_is_renewed_by_one_of_its_own(door: Door) -> None:
    first = LicenceStory(door, nib="9120006666666")
    await first.until_validated(valid_until=_in_days(30))
    old = (await first.until_answered_and_signed())["licence"]
    second = LicenceStory(door, nib=first.nib, applicant=first.applicant)

    await second.until_validated(
        draft={"purpose": "renewal", "licence_id": old["id"]}, valid_until=_in_days(700)
    )
    new = (await second.until_answered_and_signed())["licence"]

    assert new["number"] != old["number"]
    before = await door.nobody.get(f"/v1/verification/{old['verification_token']}")
    after = await door.nobody.get(f"/v1/verification/{new['verification_token']}")
    assert (before["replaced_by"], after["status"]) == (new["number"], "active")


@pytest.mark.requirement("R003-P01-4")
async def test_one_identifier_follows_an_application_to_its_licence(door: Door) -> None:
    story = LicenceStory(door, nib="9120007777777")
    await story.until_signed()
    back = await door.staff("back_office", OFFICE)
    delivered = await back.post(f"{story.path}/delivery")
    case, receipt = delivered["id"], delivered["receipt_number"]
    assert story.applicant is not None
    assert door.home is not None
    await mail_saying(door, story, "/documents/")

    texts = [
        await _text(story, f"{story.path}/receipt.pdf"),
        await _text(story, f"{story.path}/draft.pdf"),
        await _text(story, f"/v1/licences/{delivered['licence']['id']}/document.pdf"),
    ]
    told = [
        one
        for service in SERVICES
        for one in await rows(
            door.home, service, "select type, data::text from event_log where data::text ~ $1", case
        )
    ]
    mails = mails_of(door.home, case)

    assert [receipt in text for text in texts] == [True] * len(texts)
    assert {one["type"] for one in told} >= {
        "permit.application_submitted",
        "permit.application_verified",
        "permit.recommendation_requested",
        "permit.recommendation_given",
        "permit.application_validated",
        "survey.invitation_opened",
        "survey.survey_completed",
        "permit.licence_issued",
        "permit.licence_delivered",
    }
    assert len(mails) >= 3
    assert any(receipt in one["Subject"] for one in mails)
    tracked = await door.nobody.get(f"/v1/tracking/{receipt}")
    assert [one["state"] for one in tracked["stages"]] == ["done"] * len(tracked["stages"])


async def _text(story: LicenceStory, path: str) -> str:
    assert story.applicant is not None
    content = (await story.applicant.call("GET", path)).content
    pages = PdfReader(BytesIO(content)).pages
    return " ".join("".join(one.extract_text() for one in pages).split())


def _in_days(days: int) -> str:
    today: datetime = SystemClock().now().astimezone(UTC)
    return (today.date() + timedelta(days=days)).isoformat()
