"""Planning and sending on memory: who is told what, by which way, and what happens when not."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from gateway.application.notifications.plan_notifications import (
    LICENCE_DELIVERED,
    LICENCE_ISSUED,
    RECEIPT,
    RECOMMENDATION_REQUESTED,
    REJECTED,
    RETURNED,
    SURVEY_OPENED,
    planning,
)
from gateway.application.notifications.ports import (
    Contact,
    Correction,
    DocumentLink,
    NotDelivered,
    Notifications,
    Outgoing,
)
from gateway.application.notifications.send_notifications import LEASE, send_notifications
from gateway.domain.notification import MAX_ATTEMPTS, Channel, Notification, State
from gateway.testing.notifications import Post
from shared.contracts.event import Event
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationReturnedV1,
    ApplicationSubmittedV1,
    LicenceDeliveredV1,
    LicenceIssuedV1,
    RecommendationRequestedV1,
)
from shared.contracts.survey import InvitationOpenedV1
from shared.identity import system_caller
from shared.messaging.contract import Delivery, Message
from shared.testing.clock import FixedClock

NOW = datetime(2024, 5, 6, 2, 0, tzinfo=UTC)
OFFICE = "62.02"
APPLICATION = UUID(int=7)
OPENS = "https://satupintu.test/documents/a-secret-of-43-characters-as-long-as-they-are"
LINKS = {"licence": DocumentLink(url=OPENS, valid_until=date(2024, 6, 5))}
CONTACT = Contact(name="Siti Aminah", email="siti@mail.test", phone="081234567890", documents=LINKS)


@dataclass(frozen=True, slots=True)
class Work:
    """What a reaction works in."""

    notifications: Notifications
    now: datetime


def delivery_of(event: Event) -> Delivery[Event]:
    message = Message(
        id=uuid4(),
        type=event.type,
        version=event.version,
        office=event.office_code,
        subject_type=event.subject_type,
        subject=event.subject,
        sequence=1,
        key=event.key,
        key_sequence=1,
        occurred_at=NOW,
        data=event.model_dump_json(),
    )
    return Delivery(message=message, event=event)


PLANS = {
    ApplicationSubmittedV1: RECEIPT,
    ApplicationReturnedV1: RETURNED,
    ApplicationRejectedV1: REJECTED,
    RecommendationRequestedV1: RECOMMENDATION_REQUESTED,
    InvitationOpenedV1: SURVEY_OPENED,
    LicenceIssuedV1: LICENCE_ISSUED,
    LicenceDeliveredV1: LICENCE_DELIVERED,
}


async def tell(post: Post, event: Event, *, times: int = 1) -> None:
    delivery = delivery_of(event)
    react = planning(PLANS[type(event)])  # type: ignore[type-var]
    for _ in range(times):
        async with post.outbox.begin(system_caller("gateway", event.office_code)) as store:
            await react([delivery], Work(store, post.clock.now()))  # type: ignore[list-item]


def submitted(application: UUID = APPLICATION) -> ApplicationSubmittedV1:
    return ApplicationSubmittedV1(
        office_code=OFFICE,
        application_id=application,
        service_code="SIP-DOKTER",
        channel="MANUAL",
        mode="self_service",
        receipt_number="R-2024-XYZ",
        submitted_at=NOW,
    )


def rejected() -> ApplicationRejectedV1:
    return ApplicationRejectedV1(
        office_code=OFFICE,
        application_id=APPLICATION,
        service_code="SIP-DOKTER",
        channel="MANUAL",
        rejected_at=NOW,
    )


def delivered(licence: UUID) -> LicenceDeliveredV1:
    return LicenceDeliveredV1(
        office_code=OFFICE,
        licence_id=licence,
        application_id=APPLICATION,
        service_code="SIP-DOKTER",
        channel="MANUAL",
        delivered_at=NOW,
    )


def asked(agency: str = "bapenda") -> RecommendationRequestedV1:
    return RecommendationRequestedV1(
        office_code=OFFICE,
        application_id=APPLICATION,
        service_code="REKLAME",
        agency=agency,
        requested_at=NOW,
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def post(clock: FixedClock) -> Post:
    post = Post(clock=clock)
    post.applicants.contacts[OFFICE, APPLICATION] = CONTACT
    return post


def only(post: Post) -> Notification:
    (one,) = post.outbox.log.values()
    return one


async def test_a_submission_leads_to_one_mail_with_the_receipt_number(post: Post) -> None:
    await tell(post, submitted(), times=2)
    await send_notifications(post.ports())
    await send_notifications(post.ports())

    (mail,) = post.mail.taken
    assert mail.to == ("siti@mail.test",)
    assert "R-2024-XYZ" in mail.letter.subject
    assert "R-2024-XYZ" in mail.letter.text
    assert "https://satupintu.test/tracking/R-2024-XYZ" in mail.letter.text
    assert str(APPLICATION) in mail.letter.text
    assert only(post).state is State.SENT


async def test_nothing_of_the_person_is_kept(post: Post) -> None:
    await tell(post, submitted())
    await send_notifications(post.ports())

    kept = repr(post.outbox)
    for personal in ("Siti", "siti@mail.test", "081234567890", "81234567890"):
        assert personal not in kept


async def test_a_rejection_is_told_with_its_reason_and_legal_basis(post: Post) -> None:
    post.applicants.contacts[OFFICE, APPLICATION] = replace(
        CONTACT, notes="Lokasi di luar peruntukan.", legal_basis="Perda 5/2015 Ps 12"
    )
    await tell(post, rejected())
    await send_notifications(post.ports())

    (mail,) = post.mail.taken
    for text in (mail.letter.text, mail.letter.html):
        assert "Lokasi di luar peruntukan." in text
        assert "Perda 5/2015 Ps 12" in text


@pytest.mark.parametrize(("by", "mails"), [("front_office", 1), ("back_office", 0)])
async def test_the_applicant_hears_of_corrections_that_are_theirs(
    post: Post, by: str, mails: int
) -> None:
    corrections = (Correction(requirement_no="3", question="Mana denah lokasi?"),)
    post.applicants.contacts[OFFICE, APPLICATION] = replace(CONTACT, corrections=corrections)
    event = ApplicationReturnedV1.model_validate(
        {**rejected().model_dump(), "returned_at": NOW, "returned_by": by}
    )
    await tell(post, event)
    await send_notifications(post.ports())

    assert len(post.mail.taken) == mails
    assert all("3: Mana denah lokasi?" in one.letter.text for one in post.mail.taken)


async def test_a_late_mail_does_not_carry_the_words_of_a_later_decision(post: Post) -> None:
    post.applicants.contacts[OFFICE, APPLICATION] = replace(
        CONTACT, status="rejected", notes="Ditolak karena lokasi."
    )
    event = ApplicationReturnedV1.model_validate({**rejected().model_dump(), "returned_at": NOW})
    await tell(post, event)
    await send_notifications(post.ports())

    assert "Ditolak" not in post.mail.taken[0].letter.text


async def test_who_was_assisted_gets_a_claim_code_with_the_receipt(post: Post) -> None:
    post.applicants.contacts[OFFICE, APPLICATION] = replace(CONTACT, claim_code="K-1234")
    await tell(post, submitted())
    await send_notifications(post.ports())

    assert "K-1234" in post.mail.taken[0].letter.text
    assert "K-1234" not in repr(post.outbox)


async def test_the_survey_link_is_made_of_the_invitation(post: Post) -> None:
    invitation = uuid4()
    await tell(
        post,
        InvitationOpenedV1(
            office_code=OFFICE,
            invitation_id=invitation,
            application_id=APPLICATION,
            opened_at=NOW,
            expires_at=NOW + timedelta(days=30),
        ),
    )
    token = f"token-of-{invitation}"
    assert token not in repr(post.outbox)
    await send_notifications(post.ports())

    (mail,) = post.mail.taken
    assert f"https://satupintu.test/survey/{token}" in mail.letter.text


async def test_the_document_is_handed_over_by_mail_unless_sms_is_preferred(post: Post) -> None:
    await tell(post, delivered(uuid4()))
    await send_notifications(post.ports())

    (mail,) = post.mail.taken
    assert all(words in mail.letter.text for words in (f"{OPENS}\n", "5 Juni 2024"))
    assert only(post).sent_by is Channel.MAIL


async def test_who_prefers_sms_gets_one_sms_and_no_mail(post: Post) -> None:
    post.applicants.contacts[OFFICE, APPLICATION] = replace(CONTACT, preferred=Channel.SMS)
    await tell(post, delivered(uuid4()), times=2)
    await send_notifications(post.ports())

    (sms,) = post.sms.taken
    assert sms.to == ("+6281234567890",)
    assert OPENS in sms.letter.short
    assert len(sms.letter.short) <= 160
    assert sms.letter.short.isascii()
    assert post.mail.taken == []
    assert only(post).sent_by is Channel.SMS


async def test_who_prefers_sms_without_a_usable_number_gets_mail(post: Post) -> None:
    post.applicants.contacts[OFFICE, APPLICATION] = replace(
        CONTACT, preferred=Channel.SMS, phone="see above"
    )
    await tell(post, delivered(uuid4()))
    await send_notifications(post.ports())

    assert (len(post.sms.taken), len(post.mail.taken)) == (0, 1)


async def test_english_is_written_to_who_reads_english(post: Post) -> None:
    post.applicants.contacts[OFFICE, APPLICATION] = replace(CONTACT, language="en")
    await tell(post, submitted())
    await send_notifications(post.ports())

    assert post.mail.taken[0].letter.subject.startswith("Receipt of your application")


async def test_an_agency_is_written_to_at_its_officers_addresses(post: Post) -> None:
    post.officers.addresses[OFFICE, "bapenda"] = ("b@pemda.test", "a@pemda.test", "none")
    await tell(post, asked())
    await send_notifications(post.ports())

    (mail,) = post.mail.taken
    assert mail.to == ("a@pemda.test", "b@pemda.test")
    assert "Siti" not in mail.letter.text


async def test_an_agency_without_addresses_is_passed_over_visibly(post: Post) -> None:
    await tell(post, asked())
    await send_notifications(post.ports())

    assert (only(post).state, post.outbox.queue) == (State.NO_ADDRESS, {})


async def test_a_server_that_is_away_is_tried_again_and_the_log_says_so(
    post: Post, clock: FixedClock
) -> None:
    def away(_: Outgoing) -> None:
        raise NotDelivered("sms_gateway_unavailable")

    post.applicants.contacts[OFFICE, APPLICATION] = replace(CONTACT, preferred=Channel.SMS)
    post.sms.trouble = away
    await tell(post, delivered(uuid4()))
    await send_notifications(post.ports())

    waiting = only(post)
    assert (waiting.state, waiting.attempts) == (State.WAITING, 1)
    assert waiting.failure == "sms_gateway_unavailable"
    assert (await send_notifications(post.ports())).taken == 0

    post.sms.trouble = lambda _: None
    clock.move(timedelta(minutes=1))
    await send_notifications(post.ports())
    assert (only(post).state, len(post.sms.taken), len(post.mail.taken)) == (State.SENT, 1, 0)


async def test_after_the_last_attempt_it_is_dead_and_stays_visible(
    post: Post, clock: FixedClock
) -> None:
    def away(_: Outgoing) -> None:
        raise NotDelivered("mail_server_unavailable")

    post.mail.trouble = away
    await tell(post, submitted())
    for _ in range(MAX_ATTEMPTS + 5):
        await send_notifications(post.ports())
        clock.move(timedelta(hours=3))

    dead = only(post)
    assert (dead.state, dead.attempts, dead.failure) == (
        State.DEAD,
        MAX_ATTEMPTS,
        "mail_server_unavailable",
    )
    assert post.outbox.queue == {}


async def test_an_application_that_is_not_known_yet_is_asked_for_again(
    post: Post, clock: FixedClock
) -> None:
    late = uuid4()
    await tell(post, submitted(late))
    await send_notifications(post.ports())
    assert only(post).failure == "subject_unknown"

    post.applicants.contacts[OFFICE, late] = CONTACT
    clock.move(timedelta(minutes=1))
    await send_notifications(post.ports())
    assert only(post).state is State.SENT


async def test_one_that_cannot_be_written_holds_back_no_other(post: Post) -> None:
    def broken_for_one(outgoing: Outgoing) -> None:
        if outgoing.subject_id == APPLICATION:
            raise RuntimeError

    other = uuid4()
    post.applicants.contacts[OFFICE, other] = CONTACT
    post.mail.trouble = broken_for_one
    await tell(post, submitted())
    await tell(post, submitted(other))
    step = await send_notifications(post.ports())

    assert dict(step.states) == {State.WAITING: 1, State.SENT: 1}
    assert [one.subject_id for one in post.mail.taken] == [other]


async def test_a_crash_between_sending_and_keeping_sends_again_under_the_same_id(
    post: Post, clock: FixedClock
) -> None:
    def crash_after(outgoing: Outgoing) -> None:
        post.mail.taken.append(outgoing)
        raise asyncio.CancelledError

    await tell(post, submitted())
    post.mail.trouble = crash_after
    with pytest.raises(asyncio.CancelledError):
        await send_notifications(post.ports())
    assert only(post).state is State.WAITING

    post.mail.trouble = lambda _: None
    assert (await send_notifications(post.ports())).taken == 0
    clock.move(LEASE)
    await send_notifications(post.ports())

    first, second = post.mail.taken
    assert first.id == second.id == only(post).id
    assert only(post).state is State.SENT
