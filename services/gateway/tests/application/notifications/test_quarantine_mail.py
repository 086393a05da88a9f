"""A document that the virus scan holds back is told to the applicant, in their language."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from gateway.application.notifications.plan_notifications import DOCUMENT_QUARANTINED, planning
from gateway.application.notifications.ports import Contact, Notifications
from gateway.application.notifications.send_notifications import send_notifications
from gateway.testing.notifications import Post
from shared.contracts.permit import DocumentQuarantinedV1
from shared.identity import system_caller
from shared.messaging.contract import Delivery, Message
from shared.testing.clock import FixedClock

NOW = datetime(2024, 5, 6, 2, 0, tzinfo=UTC)
OFFICE = "62.02"
APPLICATION = UUID(int=7)
CONTACT = Contact(name="Pemohon Contoh", email="pemohon@mail.test", phone="081234567890")


@dataclass(frozen=True, slots=True)
class Work:
    """What a reaction works in."""

    notifications: Notifications
    now: datetime


def delivery_of(event: DocumentQuarantinedV1) -> Delivery[DocumentQuarantinedV1]:
    message = Message(
        id=UUID(int=8),
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


@pytest.fixture
def post(clock: FixedClock) -> Post:
    post = Post(clock=clock)
    post.applicants.contacts[OFFICE, APPLICATION] = CONTACT
    return post


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "persyaratan nomor 4 layanan"), ("en", "requirement number 4 of the service")],
)
async def test_the_applicant_hears_of_a_document_that_the_virus_scan_holds_back(
    post: Post, language: str, words: str
) -> None:
    post.applicants.contacts[OFFICE, APPLICATION] = replace(CONTACT, language=language)
    event = DocumentQuarantinedV1(
        office_code=OFFICE,
        application_id=APPLICATION,
        service_code="REKLAME",
        document_id=UUID(int=9),
        requirement_no=4,
        quarantined_at=NOW,
    )
    react = planning(DOCUMENT_QUARANTINED)
    for _ in range(2):
        async with post.outbox.begin(system_caller("gateway", OFFICE)) as store:
            await react([delivery_of(event)], Work(store, NOW))  # type: ignore[arg-type]
    await send_notifications(post.ports())

    (mail,) = post.mail.taken
    assert words in mail.letter.text
    assert CONTACT.email in mail.to
