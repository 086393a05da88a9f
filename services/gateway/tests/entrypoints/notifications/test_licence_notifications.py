"""What the holder of a licence is told of it, from the fact to the mail, in both languages."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from gateway.application.notifications.send_notifications import send_notifications
from gateway.testing.notification_door import Door, notifying_door
from shared.contracts.event import Event
from shared.contracts.permit import (
    LicenceExpiredV1,
    LicenceExpiringV1,
    LicenceReinstatedV1,
    LicenceRevokedV1,
    LicenceSuspendedV1,
)
from shared.testing.postgres import PostgresServer

NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
OFFICE = "81.02"
NUMBER = "0001/REKLAME/DPMPTSP/VI/2026"
VERIFICATION = "https://satupintu.test/verification/token"


@pytest.fixture
async def door(postgres_server: PostgresServer, tmp_path: Path) -> AsyncIterator[Door]:
    async with notifying_door(postgres_server, tmp_path / "outgoing", at=NOW) as door:
        yield door


def holder(language: str, **changes: object) -> dict[str, object]:
    return {
        "name": "Toko Contoh",
        "email": "toko@contoh.example",
        "phone": "081200000000",
        "language": language,
        "service_name": "Izin Reklame",
        "licence_number": NUMBER,
        "application_id": str(uuid4()),
        "links": {"verification": VERIFICATION},
    } | changes


def facts(licence: UUID) -> dict[str, tuple[Event, str, str]]:
    return {
        "suspended": (
            LicenceSuspendedV1(
                office_code=OFFICE, licence_id=licence, sanction_id=uuid4(), suspended_at=NOW
            ),
            "dibekukan",
            "suspended",
        ),
        "reinstated": (
            LicenceReinstatedV1(
                office_code=OFFICE, licence_id=licence, sanction_id=uuid4(), reinstated_at=NOW
            ),
            "berlaku kembali",
            "in force again",
        ),
        "revoked": (
            LicenceRevokedV1(office_code=OFFICE, licence_id=licence, revoked_at=NOW),
            "dicabut",
            "revoked",
        ),
        "expiring": (
            LicenceExpiringV1(
                office_code=OFFICE,
                licence_id=licence,
                service_code="REKLAME",
                valid_until=date(2026, 7, 15),
                days_before=30,
            ),
            "15 Juli 2026",
            "15 July 2026",
        ),
        "expired": (
            LicenceExpiredV1(office_code=OFFICE, licence_id=licence, expired_on=date(2026, 6, 14)),
            "14 Juni 2026",
            "14 June 2026",
        ),
    }


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ["suspended", "reinstated", "revoked", "expiring", "expired"])
async def test_the_holder_gets_one_mail_in_the_language_of_the_application(
    door: Door, name: str, language: str
) -> None:
    licence = uuid4()
    door.permit.answers[OFFICE, licence] = holder(language)
    event, indonesian, english = facts(licence)[name]

    await door.tell(event, times=2)
    await send_notifications(door.ports)

    (mail,) = door.mails()
    plain = mail.get_body(("plain",))
    assert plain is not None
    content = plain.get_content()
    assert mail["To"] == "toko@contoh.example"
    assert NUMBER in mail["Subject"]
    assert (indonesian if language == "id" else english) in content
    assert VERIFICATION in content


async def test_who_prefers_sms_is_told_of_a_suspension_by_sms(door: Door) -> None:
    licence = uuid4()
    door.permit.answers[OFFICE, licence] = holder("id", preferred_channel="sms")

    await door.tell(facts(licence)["suspended"][0])
    await send_notifications(door.ports)

    assert door.mails() == []
    (short,) = door.outgoing.glob("*.json")
    assert NUMBER in short.read_text()


async def test_the_holder_of_an_imported_licence_without_contact_is_not_tried_for_ever(
    door: Door,
) -> None:
    licence = uuid4()
    door.permit.answers[OFFICE, licence] = {"name": "Toko Contoh", "licence_number": NUMBER}

    await door.tell(facts(licence)["expired"][0])
    step = await send_notifications(door.ports)

    assert {state.value: count for state, count in step.states.items()} == {"no_address": 1}
