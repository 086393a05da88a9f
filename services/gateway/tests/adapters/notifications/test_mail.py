"""Mail over real SMTP, and as files; SMS over real HTTP, and as files."""

import email
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from gateway.adapters.notifications.letters import TemplateLetters
from gateway.adapters.notifications.mail import FileMail, MailServer, SmtpMail
from gateway.adapters.notifications.short_messages import FileShortMessages, HttpShortMessages
from gateway.application.notifications.ports import Contact, NotDelivered, Outgoing
from gateway.application.notifications.send_notifications import send_notifications
from gateway.domain.notification import APPLICANT, Channel, Kind, State, planned
from gateway.testing.notifications import Post
from gateway.testing.outside_servers import Mailbox, SmsGateway, serving_mail, serving_sms
from shared.identity import system_caller
from shared.local_ports import free_port
from shared.testing.clock import FixedClock

NOW = datetime(2024, 5, 6, 2, 0, tzinfo=UTC)
OFFICE = "62.02"
APPLICATION = UUID(int=7)
SENDER = "DPMPTSP Kotawaringin Timur <izin@dpmptsp.test>"
VALUES = {
    "name": "Siti Aminah",
    "service": "Izin praktik dokter",
    "office": "DPMPTSP",
    "claim_code": "",
    "receipt_number": "R-1",
    "reference": str(APPLICATION),
}


def outgoing(*to: str) -> Outgoing:
    letter = TemplateLetters().write(
        Kind.RECEIPT, "id", VALUES, link="https://satupintu.test/v1/tracking/R-1"
    )
    return Outgoing(id=uuid4(), subject_id=APPLICATION, letter=letter, to=to, at=NOW)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
async def mail(mailbox: Mailbox) -> AsyncIterator[SmtpMail]:
    async with serving_mail(mailbox, free_port()) as server:
        yield SmtpMail(server=server, sender=SENDER)


async def test_a_mail_arrives_as_text_and_html_with_a_lasting_id(
    mail: SmtpMail, mailbox: Mailbox
) -> None:
    one = outgoing("siti@mail.test")
    await mail.deliver(one)

    (received,) = mailbox.received
    assert received["To"] == "siti@mail.test"
    assert received["From"] == SENDER
    assert received["Message-ID"] == f"<{one.id}@dpmptsp.test>"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Content-Language"] == "id"
    parts = {part.get_content_type(): part.get_content() for part in received.iter_parts()}
    assert parts.keys() == {"text/plain", "text/html"}
    for text in parts.values():
        assert "R-1" in text
        assert str(APPLICATION) in text


@pytest.mark.parametrize(
    ("answer", "is_final"), [("451 Try later", False), ("554 No such thing", True)]
)
async def test_a_refusal_is_final_only_if_the_server_says_so(
    mail: SmtpMail, mailbox: Mailbox, answer: str, is_final: bool
) -> None:
    mailbox.answers = [answer]
    with pytest.raises(NotDelivered) as refusal:
        await mail.deliver(outgoing("siti@mail.test"))

    assert (refusal.value.code, refusal.value.is_final) == ("mail_refused", is_final)


@pytest.mark.parametrize(("answer", "is_final"), [("450 Full", False), ("550 Unknown", True)])
async def test_an_unknown_receiver_is_final_and_a_full_mailbox_is_not(
    mail: SmtpMail, mailbox: Mailbox, answer: str, is_final: bool
) -> None:
    mailbox.recipients_refused = {"siti@mail.test": answer}
    with pytest.raises(NotDelivered) as refusal:
        await mail.deliver(outgoing("siti@mail.test"))

    assert refusal.value.is_final is is_final


async def test_one_receiver_of_several_is_enough(mail: SmtpMail, mailbox: Mailbox) -> None:
    mailbox.recipients_refused = {"a@pemda.test": "550 Unknown"}
    await mail.deliver(outgoing("a@pemda.test", "b@pemda.test"))

    assert len(mailbox.received) == 1


async def test_a_server_that_asks_for_no_secrecy_gets_nothing_when_it_was_asked_of_it(
    mailbox: Mailbox,
) -> None:
    async with serving_mail(mailbox, free_port()) as server:
        strict = SmtpMail(server=replace(server, security="starttls"), sender=SENDER)
        with pytest.raises(NotDelivered):
            await strict.deliver(outgoing("siti@mail.test"))

    assert mailbox.received == []


@pytest.mark.parametrize("to", ["a@b.test\r\nBcc: c@d.test", "a@b.test\nX: y", "two words@b.test"])
async def test_an_address_cannot_bring_in_a_header(to: str, mailbox: Mailbox) -> None:
    async with serving_mail(mailbox, free_port()) as server:
        with pytest.raises(NotDelivered) as refusal:
            await SmtpMail(server=server, sender=SENDER).deliver(outgoing(to))

    assert (refusal.value.code, refusal.value.is_final) == ("address_not_valid", True)
    assert mailbox.received == []


@pytest.fixture
def post() -> Post:
    return Post(clock=FixedClock(NOW))


async def plan_receipt(post: Post, contact: Contact, *, kind: Kind = Kind.RECEIPT) -> UUID:
    post.applicants.contacts[OFFICE, APPLICATION] = contact
    facts = {"service_code": "SIP-DOKTER", "licence_id": str(uuid4()), "receipt_number": "R-1"}
    one = planned(
        event_id=uuid4(),
        office_code=OFFICE,
        kind=kind,
        subject_id=APPLICATION,
        receiver=APPLICANT,
        channel=Channel.PREFERRED,
        facts=facts,
        at=NOW,
    )
    async with post.outbox.begin(system_caller("gateway", OFFICE)) as notifications:
        await notifications.plan([one])
    return one.id


async def test_a_name_with_line_breaks_adds_no_header_and_no_link(
    post: Post, mail: SmtpMail, mailbox: Mailbox
) -> None:
    await plan_receipt(
        post,
        Contact(
            name="Siti\r\nBcc: everybody@else.test\r\n\r\n<script>",
            email="siti@mail.test",
            receipt_number="R-1\r\nX-Injected: yes",
        ),
    )
    await send_notifications(post.ports(mail=mail))

    (received,) = mailbox.received
    assert received["Bcc"] is None
    assert received["X-Injected"] is None
    assert received["To"] == "siti@mail.test"
    html = received.get_body(("html",))
    assert html is not None
    assert "<script>" not in html.get_content()


async def test_a_server_that_goes_away_and_returns_gets_the_mail_once(
    post: Post, mailbox: Mailbox
) -> None:
    clock = post.clock
    assert isinstance(clock, FixedClock)
    port = free_port()
    ports = post.ports(
        mail=SmtpMail(
            server=MailServer(host="127.0.0.1", port=port, security="none"), sender=SENDER
        )
    )
    id_ = await plan_receipt(post, Contact(name="Siti", email="siti@mail.test"))
    for _ in range(3):
        await send_notifications(ports)
        clock.move(timedelta(minutes=5))
    waiting = post.outbox.log[id_]
    assert (waiting.state, waiting.failure) == (State.WAITING, "mail_server_unavailable")

    async with serving_mail(mailbox, port):
        await send_notifications(ports)
        await send_notifications(ports)
    assert len(mailbox.received) == 1
    assert post.outbox.log[id_].state is State.SENT


async def test_a_temporary_refusal_leads_to_the_same_mail_later(
    post: Post, mail: SmtpMail, mailbox: Mailbox
) -> None:
    clock = post.clock
    assert isinstance(clock, FixedClock)
    mailbox.answers = ["451 Greylisted"]
    id_ = await plan_receipt(post, Contact(name="Siti", email="siti@mail.test"))
    await send_notifications(post.ports(mail=mail))
    assert mailbox.received == []
    clock.move(timedelta(minutes=1))
    await send_notifications(post.ports(mail=mail))

    (received,) = mailbox.received
    assert received["Message-ID"] == f"<{id_}@dpmptsp.test>"


async def test_without_a_server_a_mail_is_one_readable_file(tmp_path: Path) -> None:
    one = outgoing("siti@mail.test")
    files = FileMail(directory=tmp_path / "outgoing", sender=SENDER)
    await files.deliver(one)
    await files.deliver(one)

    (path,) = (tmp_path / "outgoing").iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert not message.defects
    assert message["To"] == "siti@mail.test"
    text = message.get_body(("plain",))
    assert text is not None
    assert "R-1" in text.get_content()


async def test_without_a_gateway_an_sms_is_one_readable_file(tmp_path: Path) -> None:
    one = outgoing("+6281234567890")
    await FileShortMessages(directory=tmp_path).deliver(one)

    (path,) = tmp_path.iterdir()
    content = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == f"{one.id}.json"
    assert content["to"] == "+6281234567890"
    assert "R-1" in content["text"]


@pytest.fixture
async def gateway_and_address() -> AsyncIterator[tuple[SmsGateway, str]]:
    gateway = SmsGateway()
    async with serving_sms(gateway, free_port()) as address:
        yield gateway, address


async def test_an_sms_is_handed_over_with_its_id_and_the_token(
    gateway_and_address: tuple[SmsGateway, str],
) -> None:
    gateway, address = gateway_and_address
    one = outgoing("+6281234567890")
    await HttpShortMessages(endpoint=address, token="of-the-test").deliver(one)

    ((headers, content),) = gateway.requests
    assert headers["idempotency-key"] == content["id"] == str(one.id)
    assert headers["authorization"] == "Bearer of-the-test"
    assert content["to"] == "+6281234567890"


@pytest.mark.parametrize(
    ("status", "is_final"), [(503, False), (429, False), (401, False), (422, True)]
)
async def test_an_sms_gateways_refusal_is_final_if_it_is_about_the_message(
    gateway_and_address: tuple[SmsGateway, str], status: int, is_final: bool
) -> None:
    gateway, address = gateway_and_address
    gateway.status = status
    with pytest.raises(NotDelivered) as refusal:
        await HttpShortMessages(endpoint=address).deliver(outgoing("+6281234567890"))

    assert refusal.value.is_final is is_final


async def test_an_sms_gateway_that_is_away_is_tried_again(post: Post) -> None:
    away = HttpShortMessages(endpoint=f"http://127.0.0.1:{free_port()}/messages")
    id_ = await plan_receipt(
        post,
        Contact(name="Siti", phone="081234567890", preferred=Channel.SMS),
        kind=Kind.LICENCE_DELIVERED,
    )
    await send_notifications(post.ports(sms=away))

    waiting = post.outbox.log[id_]
    assert (waiting.state, waiting.failure) == (State.WAITING, "sms_gateway_unavailable")
    assert post.mail.taken == []
