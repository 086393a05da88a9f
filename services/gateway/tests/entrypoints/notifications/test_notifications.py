"""From the fact to the mail server, on the service's own database: consumers, loop, log."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text

from gateway.adapters.notifications.mail import SmtpMail
from gateway.adapters.notifications.parts import NotificationStorage
from gateway.adapters.notifications.short_messages import HttpShortMessages
from gateway.adapters.work import PostgresBegin
from gateway.application.notifications.ports import Carrier, SendingPorts
from gateway.application.notifications.read_notifications import DeliveryLogPorts
from gateway.application.notifications.send_notifications import send_notifications
from gateway.domain.notification import Channel
from gateway.entrypoints.api.notifications import notification_router
from gateway.entrypoints.timers.notifications import notification_loops
from gateway.testing.notification_door import Door, foundation_of, notifying_door
from gateway.testing.outside_servers import Mailbox, SmsGateway, serving_mail, serving_sms
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationSubmittedV1,
    LicenceDeliveredV1,
    RecommendationRequestedV1,
    ServiceTimeExceededV1,
    WaitsFor,
)
from shared.http import create_app
from shared.identity import system_caller
from shared.local_ports import free_port
from shared.testing.http import client
from shared.testing.postgres import PostgresServer

NOW = datetime(2024, 5, 6, 2, 0, tzinfo=UTC)
OFFICE = "62.02"
NAME = "Siti Aminah"


@pytest.fixture
async def door(postgres_server: PostgresServer, tmp_path: Path) -> AsyncIterator[Door]:
    async with notifying_door(postgres_server, tmp_path / "outgoing", at=NOW) as door:
        yield door


@pytest.fixture
async def http(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    log = DeliveryLogPorts(
        begin=PostgresBegin(door.database), read=NotificationStorage(door.database).read
    )
    app = create_app(
        service="gateway",
        title="Notifications",
        version="0",
        foundation=foundation_of(door.database, door.issuer, door.permit),
        routers=[notification_router(log)],
    )
    async with client(app) as http:
        yield http


def submitted(application: UUID) -> ApplicationSubmittedV1:
    return ApplicationSubmittedV1(
        office_code=OFFICE,
        application_id=application,
        service_code="SIP-DOKTER",
        channel="MANUAL",
        mode="self_service",
        receipt_number="R-2024-XYZ",
        submitted_at=NOW,
    )


def with_carrier(door: Door, channel: Channel, carrier: Carrier) -> SendingPorts:
    return replace(door.ports, carriers={**door.ports.carriers, channel: carrier})


@pytest.mark.requirement("R003-P06-1a-3")
async def test_a_submission_delivered_twice_leads_to_one_mail_with_the_receipt_number(
    door: Door,
) -> None:
    application, mailbox = uuid4(), Mailbox()
    door.permit.answers[OFFICE, application] = {"name": NAME, "email": "siti@mail.test"}
    await door.tell(submitted(application), times=2)
    async with serving_mail(mailbox, free_port()) as server:
        ports = with_carrier(door, Channel.MAIL, SmtpMail(server=server, sender="izin@door.test"))
        await send_notifications(ports)
        await send_notifications(ports)

    (mail,) = mailbox.received
    assert mail["To"] == "siti@mail.test"
    assert "R-2024-XYZ" in mail["Subject"]


@pytest.mark.requirement("R003-P06-1c-2")
async def test_a_rejection_leads_to_one_mail_with_reason_and_legal_basis(door: Door) -> None:
    application, mailbox = uuid4(), Mailbox()
    door.permit.answers[OFFICE, application] = {
        "name": NAME,
        "email": "siti@mail.test",
        "status": "rejected",
        "notes": "Di luar peruntukan.",
        "legal_basis": "Perda 5/2015 Ps 12",
        "corrections": [],
    }
    rejected = ApplicationRejectedV1(
        office_code=OFFICE,
        application_id=application,
        service_code="SIP-DOKTER",
        channel="MANUAL",
        rejected_at=NOW,
    )
    await door.tell(rejected, times=2)
    async with serving_mail(mailbox, free_port()) as server:
        ports = with_carrier(door, Channel.MAIL, SmtpMail(server=server, sender="izin@door.test"))
        await send_notifications(ports)

    (mail,) = mailbox.received
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "Di luar peruntukan." in plain.get_content()
    assert "Perda 5/2015 Ps 12" in plain.get_content()


async def test_the_database_holds_no_name_and_no_address(door: Door) -> None:
    application = uuid4()
    door.permit.answers[OFFICE, application] = {
        "name": NAME,
        "email": "siti@mail.test",
        "phone": "081234567890",
    }
    await door.tell(submitted(application))
    await send_notifications(door.ports)

    async with door.database.read(system_caller("gateway", OFFICE)) as connection:
        rows = await connection.execute(text("select to_jsonb(n)::text from notification n"))
        (stored,) = rows.scalars().all()
    for personal in ("Siti", "siti@mail.test", "1234567890"):
        assert personal not in stored


@pytest.mark.requirement("R003-P06-1f-2")
async def test_who_prefers_sms_gets_one_sms_and_no_mail_also_after_an_outage(
    door: Door, http: httpx.AsyncClient
) -> None:
    application, gateway, port = uuid4(), SmsGateway(), free_port()
    door.permit.answers[OFFICE, application] = {
        "name": NAME,
        "email": "siti@mail.test",
        "phone": "081234567890",
        "preferred_channel": "sms",
        "documents": {
            "licence": {"url": "https://d.test/documents/x", "valid_until": "2024-06-05"}
        },
    }
    delivered = LicenceDeliveredV1(
        office_code=OFFICE,
        licence_id=uuid4(),
        application_id=application,
        service_code="SIP-DOKTER",
        channel="MANUAL",
        delivered_at=NOW,
    )
    await door.tell(delivered, times=2)
    carrier = HttpShortMessages(endpoint=f"http://127.0.0.1:{port}/messages")
    ports = with_carrier(door, Channel.SMS, carrier)
    log = f"/v1/notifications?application_id={application}"
    staff = door.issuer.headers(role="back_office", office=OFFICE)

    await send_notifications(ports)
    (waiting,) = (await http.get(log, headers=staff)).json()["items"]
    assert (waiting["state"], waiting["failure"]) == ("waiting", "sms_gateway_unavailable")

    door.clock.move(timedelta(minutes=1))
    async with serving_sms(gateway, port):
        await send_notifications(ports)
        await send_notifications(ports)
    ((_, sms),) = gateway.requests
    assert sms["to"] == "+6281234567890"
    assert "https://d.test/documents/x" in sms["text"]
    assert door.mails() == []
    (sent,) = (await http.get(log, headers=staff)).json()["items"]
    assert (sent["state"], sent["sent_by"], sent["attempts"]) == ("sent", "sms", 2)


async def test_an_agency_is_written_to_at_its_active_officers_accounts(door: Door) -> None:
    for agency, active, email in (
        ("bapenda", True, "officer@pemda.test"),
        ("bapenda", False, "retired@pemda.test"),
        ("bapenda", True, None),
        ("dinkes", True, "health@pemda.test"),
    ):
        await open_officer(door, agency=agency, is_active=active, email=email)
    await door.tell(
        RecommendationRequestedV1(
            office_code=OFFICE,
            application_id=uuid4(),
            service_code="REKLAME",
            agency="bapenda",
            requested_at=NOW,
        )
    )
    await send_notifications(door.ports)

    (mail,) = door.mails()
    assert mail["To"] == "officer@pemda.test"


@pytest.mark.parametrize(
    ("waits_for", "address"),
    [("front_office", "front@pemda.test"), ("agency", "back@pemda.test"), ("head", None)],
)
async def test_who_has_the_next_step_hears_that_a_service_time_has_passed(
    door: Door, waits_for: WaitsFor, address: str | None
) -> None:
    for role in ("front_office", "back_office"):
        name = f"{role.partition('_')[0]}@pemda.test"
        await open_officer(door, agency=None, is_active=True, email=name, role=role)
    await open_officer(door, agency="bapenda", is_active=True, email="officer@pemda.test")
    event = ServiceTimeExceededV1(
        office_code=OFFICE,
        application_id=uuid4(),
        service_code="REKLAME",
        due_on=date(2024, 5, 3),
        waits_for=waits_for,
    )
    await door.tell(event)
    await send_notifications(door.ports)

    mails = door.mails()
    assert [mail["To"] for mail in mails] == ([] if address is None else [address])
    if mails:
        assert "3 Mei 2024" in mails[0].get_body(("plain",)).get_content()


async def open_officer(
    door: Door,
    *,
    agency: str | None,
    is_active: bool,
    email: str | None,
    role: str = "agency_officer",
) -> None:
    account, seal = uuid4(), door.database.keyring.encrypt
    async with door.database.begin(system_caller("gateway", OFFICE)) as work:
        await work.connection.execute(
            text(
                "insert into account (id, kind, username, password_hash, roles, offices, agency,"
                " nibs, is_active, created_at, version) values (:id, 'staff', :name, '-',"
                " array[:role], array[:office], :agency, '{}', :active, :at, 1)"
            ),
            {
                "id": account,
                "name": account.hex,
                "office": OFFICE,
                "role": role,
                "agency": agency,
                "active": is_active,
                "at": NOW,
            },
        )
        await work.connection.execute(
            text(
                "insert into profile (owner, office_code, full_name, email)"
                " values (:owner, :office, :name, :email)"
            ),
            {
                "owner": str(account),
                "office": OFFICE,
                "name": seal("Officer"),
                "email": None if email is None else seal(email),
            },
        )


async def test_the_log_tells_the_office_what_did_not_go_out(
    door: Door, http: httpx.AsyncClient
) -> None:
    application = uuid4()
    await door.tell(submitted(application))
    await send_notifications(door.ports)

    staff = door.issuer.headers(role="front_office", office=OFFICE)
    (item,) = (
        await http.get(f"/v1/notifications?application_id={application}", headers=staff)
    ).json()["items"]
    assert (item["kind"], item["state"], item["failure"], item["attempts"]) == (
        "receipt",
        "waiting",
        "subject_unknown",
        1,
    )

    elsewhere = door.issuer.headers(role="front_office", office="81.02")
    assert (await http.get("/v1/notifications", headers=elsewhere)).json()["items"] == []
    applicant = door.issuer.headers(role="applicant")
    assert (await http.get("/v1/notifications", headers=applicant)).status_code == 403
    assert (await http.get("/v1/notifications")).status_code == 401


async def test_what_was_given_up_is_sent_when_the_administrator_asks(
    door: Door, http: httpx.AsyncClient
) -> None:
    application = uuid4()
    door.permit.answers[OFFICE, application] = {"name": NAME, "email": "not an address"}
    await door.tell(submitted(application))
    await send_notifications(door.ports)
    administrator = door.issuer.headers(role="administrator", office=OFFICE)
    (item,) = (await http.get("/v1/notifications?state=no_address", headers=administrator)).json()[
        "items"
    ]

    door.permit.answers[OFFICE, application] = {"name": NAME, "email": "siti@mail.test"}
    retry = f"/v1/notifications/{item['id']}/retry"
    front_office = door.issuer.headers(role="front_office", office=OFFICE)
    assert (await http.post(retry, headers=front_office)).status_code == 403
    once = {**administrator, "Idempotency-Key": "again"}
    first = await http.post(retry, headers=once)
    assert (first.status_code, first.json()["state"]) == (200, "waiting")
    replayed = await http.post(retry, headers=once)
    assert replayed.headers["Idempotency-Replayed"] == "true"
    assert (await http.post(retry, headers=administrator)).status_code == 404

    await send_notifications(door.ports)
    assert len(door.mails()) == 1


@pytest.mark.parametrize("query", ["state=lost", "application_id=1", "limit=0", "cursor=%21"])
async def test_a_question_that_makes_no_sense_is_refused(
    door: Door, http: httpx.AsyncClient, query: str
) -> None:
    staff = door.issuer.headers(role="administrator", office=OFFICE)
    answer = await http.get(f"/v1/notifications?{query}", headers=staff)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_the_pages_of_the_log_hold_each_notification_once(
    door: Door, http: httpx.AsyncClient
) -> None:
    for _ in range(3):
        await door.tell(submitted(uuid4()))
        door.clock.move(timedelta(seconds=1))
    staff = door.issuer.headers(role="administrator", office=OFFICE)
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = (await http.get(f"/v1/notifications?limit=2{cursor}", headers=staff)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else None

    assert len(seen) == len(set(seen)) == 3


async def test_the_loop_sends_what_is_due_until_nothing_is(door: Door) -> None:
    for _ in range(20):
        application = uuid4()
        door.permit.answers[OFFICE, application] = {"name": NAME, "email": "siti@mail.test"}
        await door.tell(submitted(application))
    (loop,) = notification_loops(door.ports, interval_seconds=60)
    running = asyncio.create_task(loop.run())  # type: ignore[arg-type]
    try:
        async with asyncio.timeout(10):
            while len(door.mails()) < 20:
                await asyncio.sleep(0.02)
    finally:
        running.cancel()
    await asyncio.gather(running, return_exceptions=True)
