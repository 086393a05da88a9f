"""One notification per event, receiver and channel; tried again within a bound."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.addresses import (
    mail_address,
    mobile_number,
    one_line,
    presentable_name,
    some_lines,
)
from gateway.domain.notification import (
    APPLICANT,
    LONGEST_DELAY,
    MAX_ATTEMPTS,
    Channel,
    Kind,
    Notification,
    State,
    agency_receiver,
    delay_after,
    planned,
)

NOW = datetime(2024, 5, 6, 2, 0, tzinfo=UTC)
EVENT = UUID(int=1)


def notification(
    *, event: UUID = EVENT, receiver: str = APPLICANT, channel: Channel = Channel.MAIL
) -> Notification:
    return planned(
        event_id=event,
        office_code="62.02",
        kind=Kind.RECEIPT,
        subject_id=UUID(int=7),
        receiver=receiver,
        channel=channel,
        facts={},
        at=NOW,
    )


def test_the_same_event_receiver_and_channel_are_the_same_notification() -> None:
    assert notification().id == notification().id
    others = {
        notification().id,
        notification(event=UUID(int=2)).id,
        notification(receiver=agency_receiver("bapenda")).id,
        notification(channel=Channel.SMS).id,
    }
    assert len(others) == 4


def test_an_agency_is_known_from_its_receiver() -> None:
    assert notification(receiver=agency_receiver("bapenda")).agency == "bapenda"
    assert notification().agency is None


def test_a_failure_is_tried_again_later_each_time_until_the_bound() -> None:
    one, waits = notification(), []
    for attempt in range(1, MAX_ATTEMPTS):
        one = replace(one, attempts=attempt).failed("away", at=NOW, is_final=False)
        assert one.state is State.WAITING
        assert one.due_at is not None
        waits.append(one.due_at - NOW)

    assert waits == sorted(waits)
    assert max(waits) <= LONGEST_DELAY * 1.25
    # Long enough for a server that is away over a weekend's night.
    assert sum(waits, timedelta()) > timedelta(hours=24)

    dead = replace(one, attempts=MAX_ATTEMPTS).failed("away", at=NOW, is_final=False)
    assert (dead.state, dead.failure, dead.settled_at, dead.due_at) == (
        State.DEAD,
        "away",
        NOW,
        None,
    )


def test_a_final_refusal_is_not_tried_again() -> None:
    assert notification().failed("refused", at=NOW, is_final=True).state is State.DEAD


@given(st.integers(min_value=0, max_value=10_000), st.uuids())
def test_a_delay_is_never_too_short_nor_too_long(attempts: int, spread: UUID) -> None:
    assert timedelta(seconds=3) < delay_after(attempts, spread) <= LONGEST_DELAY * 1.25


def test_what_is_sent_has_nothing_left_to_do() -> None:
    one = notification().sent(by=Channel.SMS, at=NOW)
    assert (one.state, one.sent_by, one.due_at) == (State.SENT, Channel.SMS, None)


@given(st.text())
def test_no_text_brings_a_line_break_into_a_line(text: str) -> None:
    for line in (one_line(text), presentable_name(text)):
        assert len(line.splitlines()) <= 1
        assert "\r" not in line
        assert "\x00" not in line


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Siti  Aminah", "Siti Aminah"),
        ("Siti\r\nBcc: everybody", "Siti Bcc: everybody"),
        ("win at https://prize.test", ""),
        ("WWW.prize.test", ""),
        ("\u202eanimA\u202c", "animA"),
        ("a" * 300, "a" * 120),
    ],
)
def test_a_name_is_one_line_without_links(name: str, shown: str) -> None:
    assert presentable_name(name) == shown


def test_an_officers_text_keeps_its_lines() -> None:
    assert some_lines("first\r\n\r\n\x00second") == "first\nsecond"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "nobody",
        "a@b\nBcc: c@d",
        "a@b, c@d",
        "a b@c.test",
        "<a@b.test>",
        "a@b.test\r\n",
        "é@b.test",
    ],
)
def test_what_is_no_address_gets_no_mail(text: str | None) -> None:
    assert mail_address(text) is None


def test_an_address_is_taken_as_it_is() -> None:
    assert mail_address(" siti.aminah+izin@mail.test ") == "siti.aminah+izin@mail.test"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("+81312345678", "+81312345678"),
        ("12345678", None),
        ("0812", None),
        ("call me", None),
        (None, None),
    ],
)
def test_a_number_has_its_country_code_or_gets_no_sms(text: str | None, number: str) -> None:
    assert mobile_number(text) == number
