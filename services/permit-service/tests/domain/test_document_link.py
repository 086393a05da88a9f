"""A link to a document ends with a day of the office, and opens so often within an hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from permit_service.domain.document_link import (
    MOST_DOWNLOADS,
    MOST_NEW_LINKS,
    DocumentLink,
    LinkedDocument,
    may_be_sent_anew,
)
from permit_service.domain.errors import DocumentLinkEnded, TooManyDownloads
from permit_service.domain.office import GateSetting, Office

NOW = datetime(2026, 6, 15, 14, 59, tzinfo=UTC)
OFFICE = Office(
    code="81.02",
    name="DPMPTSP",
    regency="Maluku Tenggara",
    time_zone="Asia/Jayapura",
    survey_gate=GateSetting.REQUIRED,
    survey_gate_source="Perbup",
    counts_cuti_bersama_as_working=False,
    number_code="DPMPTSP",
    settings_version=1,
)


def link(at: datetime = NOW) -> DocumentLink:
    return DocumentLink.issued(
        id=UUID(int=1),
        application_id=UUID(int=2),
        document=LinkedDocument.LICENCE,
        office=OFFICE,
        at=at,
        days=1,
    )


def test_it_is_good_to_the_last_second_of_a_day_at_the_office() -> None:
    # One minute before midnight in Jayapura, and one minute later.
    before, after = link(), link(NOW + timedelta(minutes=1))

    assert (before.valid_until, after.valid_until) == (date(2026, 6, 16), date(2026, 6, 17))
    assert before.is_good(datetime(2026, 6, 16, 14, 59, 59, tzinfo=UTC))
    with pytest.raises(DocumentLinkEnded):
        before.opened(at=datetime(2026, 6, 16, 15, 0, tzinfo=UTC))


def test_it_opens_so_often_within_an_hour_whatever_the_clock_does() -> None:
    one = link()
    for _ in range(MOST_DOWNLOADS):
        one = one.opened(at=NOW + timedelta(minutes=1))
    with pytest.raises(TooManyDownloads) as refused:
        one.opened(at=NOW + timedelta(minutes=30))

    assert refused.value.retry_after_seconds == 30 * 60 + 1
    assert one.opened(at=NOW + timedelta(hours=1)).downloads == 1
    assert one.opened(at=NOW - timedelta(minutes=1)).downloads == 1


def test_what_ended_opens_nothing() -> None:
    with pytest.raises(DocumentLinkEnded):
        replace(link(), ended_at=NOW).opened(at=NOW)


def test_new_links_are_bounded_in_number_and_in_time() -> None:
    minutes = [NOW - timedelta(minutes=one) for one in (11, 30, 60, 90, 120)]

    assert may_be_sent_anew([], NOW)
    assert not may_be_sent_anew([NOW - timedelta(minutes=9)], NOW)
    assert may_be_sent_anew(minutes[: MOST_NEW_LINKS - 1], NOW)
    assert not may_be_sent_anew(minutes, NOW)
    assert may_be_sent_anew([one - timedelta(days=1) for one in minutes], NOW)
