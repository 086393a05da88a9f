"""An office numbers its licences in its own way, through the API."""

from typing import Any

import httpx
import pytest

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE
from permit_service.testing.ready import validated_many
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

PATH = "/v1/licence-number-formats"


async def post(
    counter: Counter, written: str, *, role: str = "administrator", **more: Any
) -> httpx.Response:
    body = {"office_code": OFFICE, "format": written} | more
    return await counter.http.post(PATH, json=body, headers=counter.as_(role))


async def number(
    counter: Counter, service: ServiceModule, clock: FixedClock, code: str = "REKLAME"
) -> str:
    begin = service.app.state.permits.ports.begin
    (one,) = await validated_many(1, begin, at=clock.now(), service_code=code)
    answer = await counter.sign(str(one))
    assert answer.status_code == 200, answer.text
    made: str = answer.json()["licence"]["number"]
    return made


async def test_the_office_s_format_holds_from_the_next_number_on_and_the_series_goes_on(
    counter: Counter, service: ServiceModule, clock: FixedClock
) -> None:
    first = await number(counter, service, clock)
    set_ = await post(counter, "503/{sequence:03}/{service}/{roman_month}/{year}")
    second = await number(counter, service, clock)
    listed = await counter.http.get(
        f"{PATH}?office_code={OFFICE}", headers=counter.as_("administrator")
    )

    assert set_.status_code == 201, set_.text
    assert set_.json()["example"] == "503/001/REKLAME/I/2026"
    assert (first, second) == ("0001/REKLAME/DPMPTSP/VI/2026", "503/002/REKLAME/VI/2026")
    assert [one["format"] for one in listed.json()["items"]] == [set_.json()["format"]]


async def test_services_written_alike_share_a_series_that_goes_on_after_older_numbers(
    counter: Counter, service: ServiceModule, clock: FixedClock
) -> None:
    made = await post(counter, "{sequence:03}/DPMPTSP/{year}", last_used=117)

    numbers = [await number(counter, service, clock, code) for code in ("REKLAME", "SPPL")]

    assert made.status_code == 201, made.text
    assert numbers == ["118/DPMPTSP/2026", "119/DPMPTSP/2026"]


@pytest.mark.parametrize(
    ("written", "more", "code"),
    [
        ("{sequence}/{service}", {}, "year_missing"),
        ("{sequence}/{nik}/{year}", {}, "unknown_field"),
        ("{sequence}/{service}/{year}", {"last_used": 3}, "needs_service_code"),
        ("{sequence}/{service}/{year}", {"service_code": "NOTHING"}, "unknown"),
    ],
)
async def test_a_format_that_would_give_no_good_number_is_refused(
    counter: Counter, written: str, more: dict[str, Any], code: str
) -> None:
    answer = await post(counter, written, **more)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.json()["errors"][0]["code"] == code
    assert written not in answer.text


async def test_formats_are_the_administrators_of_the_own_office(counter: Counter) -> None:
    text = "{sequence}/{service}/{year}"
    elsewhere = await post(counter, text, office_code="62.02")

    assert (await post(counter, text, role="head")).status_code == 403
    assert elsewhere.status_code == 404
    foreign = counter.as_("administrator", office="62.02")
    seen = await counter.http.get(f"{PATH}?office_code={OFFICE}", headers=foreign)
    assert seen.status_code == 404
