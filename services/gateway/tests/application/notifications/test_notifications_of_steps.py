"""What applicants are told of retributions, visits and documents, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from gateway.application.notifications.plan_notifications import (
    DOCUMENT_LINK,
    REJECTED,
    RETRIBUTION_ASSESSED,
    SITE_VISIT_SCHEDULED,
    Plan,
    planning,
    rupiah,
)
from gateway.application.notifications.ports import (
    Contact,
    DocumentLink,
    Language,
    Notifications,
)
from gateway.application.notifications.send_notifications import send_notifications
from gateway.testing.notifications import Post
from shared.contracts.event import Event
from shared.contracts.permit import (
    ApplicationRejectedV1,
    DocumentLinkRenewedV1,
    RetributionAssessedV1,
    SiteVisitScheduledV1,
)
from shared.identity import system_caller
from shared.messaging.contract import Delivery, Message
from shared.testing.clock import FixedClock

NOW = datetime(2024, 5, 6, 2, 0, tzinfo=UTC)
OFFICE = "62.02"
APPLICATION = UUID(int=7)
CONTACT = Contact(name="Pemohon Contoh", email="pemohon@mail.test", service_name="Izin Contoh")


@dataclass(frozen=True, slots=True)
class Work:
    """What a reaction works in."""

    notifications: Notifications
    now: datetime


async def told(
    plan: Plan[Event], event: Event, *, language: Language, opens: str | None = None
) -> Sequence[str]:
    """The texts of the mails that the fact leads to; `opens` is the link of the document."""
    post = Post(clock=FixedClock(NOW))
    link = None if opens is None else DocumentLink(url=opens, valid_until=date(2024, 6, 5))
    documents = {} if link is None else {"licence": link, "rejection_letter": link}
    post.applicants.contacts[OFFICE, APPLICATION] = replace(
        CONTACT, language=language, documents=documents
    )
    message = Message(
        id=UUID(int=1),
        type=event.type,
        version=event.version,
        office=OFFICE,
        subject_type=event.subject_type,
        subject=event.subject,
        sequence=1,
        key=event.key,
        key_sequence=1,
        occurred_at=NOW,
        data=event.model_dump_json(),
    )
    async with post.outbox.begin(system_caller("gateway", OFFICE)) as store:
        work = Work(store, NOW)
        await planning(plan)([Delivery(message=message, event=event)], work)  # type: ignore[arg-type]
    await send_notifications(post.ports())
    return [f"{one.letter.subject}\n{one.letter.text}" for one in post.mail.taken]


def assessed(amount: int) -> RetributionAssessedV1:
    return RetributionAssessedV1(
        office_code=OFFICE,
        application_id=APPLICATION,
        service_code="SKPL-BC",
        number="0001/SKRD/DPMPTSP/V/2024",
        revision=1,
        amount=amount,
        due_on=date(2024, 6, 5),
        assessed_at=NOW,
    )


@pytest.mark.parametrize(
    ("language", "word"), [("id", "Batas pembayaran: 5 Juni 2024"), ("en", "paid by: 5 June 2024")]
)
async def test_an_assessment_is_told_with_its_sum_and_last_day(
    language: Language, word: str
) -> None:
    (mail,) = await told(RETRIBUTION_ASSESSED, assessed(2_500_000), language=language)  # type: ignore[arg-type]

    assert "Rp2.500.000" in mail
    assert "0001/SKRD/DPMPTSP/V/2024" in mail
    assert word in mail


async def test_an_exemption_asks_for_nothing() -> None:
    assert await told(RETRIBUTION_ASSESSED, assessed(0), language="id") == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "meninjau lokasi pada tanggal 8 Mei 2024"), ("en", "visit the place on 8 May 2024")],
)
async def test_a_visit_is_told_with_its_day(language: Language, words: str) -> None:
    event = SiteVisitScheduledV1(
        office_code=OFFICE,
        application_id=APPLICATION,
        service_code="SLO",
        visit_id=UUID(int=3),
        scheduled_on=date(2024, 5, 8),
    )

    (mail,) = await told(SITE_VISIT_SCHEDULED, event, language=language)  # type: ignore[arg-type]

    assert words in mail


@pytest.mark.parametrize(
    ("amount", "written"), [(0, "Rp0"), (999, "Rp999"), (10**6, "Rp1.000.000")]
)
def test_rupiah_are_written_with_dots(amount: int, written: str) -> None:
    assert rupiah(amount) == written


REJECTION = ApplicationRejectedV1(
    office_code=OFFICE,
    application_id=APPLICATION,
    service_code="REKLAME",
    channel="MANUAL",
    rejected_at=NOW,
)
RENEWAL = DocumentLinkRenewedV1(
    office_code=OFFICE,
    application_id=APPLICATION,
    service_code="REKLAME",
    document="licence",
    valid_until=date(2024, 6, 5),
)
OPENS = "https://satupintu.test/documents/a-secret"


@pytest.mark.parametrize(("plan", "event"), [(REJECTED, REJECTION), (DOCUMENT_LINK, RENEWAL)])
async def test_a_documents_link_stands_in_the_mail_with_its_last_day(
    plan: Plan[Event], event: Event
) -> None:
    (indonesian,) = await told(plan, event, language="id", opens=OPENS)
    (english,) = await told(plan, event, language="en", opens=OPENS)
    (ended,) = await told(plan, event, language="id")

    assert "sampai dengan 5 Juni 2024" in indonesian
    assert "until 5 June 2024" in english
    assert f"{OPENS}\n" in indonesian
    # Where none is in force any more, the mail leads to the page that sends one.
    assert "https://satupintu.test/documents\n" in ended
    assert "dengan nomor resi Anda" in ended
