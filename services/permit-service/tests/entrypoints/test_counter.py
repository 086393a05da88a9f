"""The counter: paper comes in and goes back, and who has no mail goes home with a code."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from permit_service.testing.counter import MANDATORY, Counter, draft_body
from shared.testing.clock import FixedClock

from .problems import is_problem

Body = dict[str, Any]


def paper(**applicant: Any) -> Body:
    """What the officer types for somebody with a folder of papers."""
    body = draft_body(mode="assisted", intake="front_office")
    del body["applicant"]["email"], body["applicant"]["phone"]
    body["applicant"] |= applicant
    return body


async def taken_in(counter: Counter, **applicant: Any) -> Body:
    """Drafted, scanned and handed in by the front office."""
    front = counter.as_("front_office")
    made = await counter.post("", paper(**applicant), who=front)
    assert made.status_code == 201, made.text
    application_id = made.json()["id"]
    for number in MANDATORY:
        assert (await counter.upload(application_id, number, who=front)).status_code == 201
    answer = await counter.post(f"/{application_id}/submission", who=front)
    assert answer.status_code == 200, answer.text
    body: Body = answer.json()
    return body


async def receipt_of(counter: Counter, application_id: str, who: dict[str, str]) -> str:
    answer = await counter.http.get(f"/v1/applications/{application_id}/receipt.pdf", headers=who)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def code_on(receipt: str) -> str:
    """The claim code as it is printed."""
    return receipt.split("Kode klaim", 1)[1].split(":", 1)[1].split()[0]


@pytest.mark.requirement("R003-P01-13")
async def test_a_paper_application_is_both_front_office_and_assisted(counter: Counter) -> None:
    body = await taken_in(counter)
    online = await counter.draft()
    wrong = await counter.post("", draft_body(intake="pigeon"), who=counter.as_("applicant"))
    claimed_paper = await counter.post(
        "", draft_body(intake="front_office"), who=counter.as_("applicant")
    )

    assert (body["intake"], body["mode"]) == ("front_office", "assisted")
    assert body["assisted_by"]
    assert (online["intake"], online["mode"]) == ("online", "self_service")
    is_problem(wrong, 422, "invalid_request", "/intake")
    is_problem(claimed_paper, 403, "forbidden")


@pytest.mark.requirement("R003-P05-2")
async def test_who_accompanies_is_an_officer_of_the_counter(counter: Counter) -> None:
    made = await counter.post("", paper(), who=counter.as_("front_office"))
    others = [
        counter.as_("back_office"),
        counter.as_("inspector"),
        counter.as_("agency_officer", agency="bapenda"),
        counter.as_("applicant"),
    ]
    refused = [await counter.post("", paper(), who=one) for one in others]

    assert made.status_code == 201
    assert {one.status_code for one in refused} == {403}


async def test_who_applies_alone_needs_mail_and_telephone(counter: Counter) -> None:
    body = draft_body()
    del body["applicant"]["email"], body["applicant"]["phone"]

    answer = await counter.post("", body, who=counter.as_("applicant"))

    is_problem(answer, 422, "invalid_request", "/applicant/email", "/applicant/phone")


async def test_originals_are_noted_as_seen_and_then_as_given_back(
    counter: Counter, clock: FixedClock
) -> None:
    body = await taken_in(counter)
    path = f"/{body['id']}/originals"
    seen = await counter.post(path, {"requirement_nos": [2, 1]}, who=counter.as_("front_office"))
    clock.move(timedelta(minutes=5))
    returned = await counter.post(
        path, {"requirement_nos": [1], "returned": True}, who=counter.as_("front_office")
    )
    again = await counter.post(path, {"requirement_nos": [1]}, who=counter.as_("front_office"))

    assert [one["returned_at"] for one in seen.json()["originals"]] == [None, None]
    first, second = returned.json()["originals"]
    assert (first["requirement_no"], second["returned_at"]) == (1, None)
    assert first["returned_at"] > first["seen_at"]
    assert again.json()["originals"] == returned.json()["originals"]
    read = await counter.read(body["id"], who=counter.as_("front_office"))
    assert read["originals"] == returned.json()["originals"]


async def test_originals_are_the_counters_and_of_what_came_on_paper(counter: Counter) -> None:
    on_paper, online = await taken_in(counter), await counter.submitted()
    front, numbers = counter.as_("front_office"), {"requirement_nos": [1]}

    unknown = await counter.post(
        f"/{on_paper['id']}/originals", {"requirement_nos": [1, 999]}, who=front
    )
    not_paper = await counter.post(f"/{online['id']}/originals", numbers, who=front)
    back = await counter.post(
        f"/{on_paper['id']}/originals", numbers, who=counter.as_("back_office")
    )

    is_problem(unknown, 422, "invalid_request", "/requirement_nos/1")
    is_problem(not_paper, 409, "transition_not_allowed")
    is_problem(back, 403, "forbidden")


async def test_the_receipt_names_papers_number_and_the_code_to_take_home(
    counter: Counter,
) -> None:
    body = await taken_in(counter)
    front = counter.as_("front_office")
    await counter.post(
        f"/{body['id']}/originals", {"requirement_nos": [2], "returned": True}, who=front
    )

    receipt = await receipt_of(counter, body["id"], front)

    assert body["receipt_number"] in receipt
    assert "dikembalikan" in receipt
    answer = await counter.post(
        f"/{body['id']}/claim", {"code": code_on(receipt)}, who=counter.as_("applicant")
    )
    assert answer.status_code == 200
    # Once it is used it is on no receipt any more, and the owner prints their own.
    assert "Kode klaim" not in await receipt_of(counter, body["id"], front)
    assert body["receipt_number"] in await receipt_of(counter, body["id"], counter.as_("applicant"))


async def test_a_receipt_is_for_who_acts_for_the_applicant(counter: Counter) -> None:
    body, draft = await taken_in(counter), await counter.draft()
    paths = [f"/v1/applications/{one['id']}/receipt.pdf" for one in (body, draft)]

    stranger = await counter.http.get(paths[0], headers=counter.as_("applicant"))
    back = await counter.http.get(paths[0], headers=counter.as_("back_office"))
    early = await counter.http.get(paths[1], headers=counter.as_("applicant"))

    is_problem(stranger, 404, "not_found")
    is_problem(back, 403, "forbidden")
    is_problem(early, 404, "not_found")


async def test_a_code_ends_after_a_while(counter: Counter, clock: FixedClock) -> None:
    body = await taken_in(counter)
    code = code_on(await receipt_of(counter, body["id"], counter.as_("front_office")))
    clock.move(timedelta(days=90))

    answer = await counter.post(
        f"/{body['id']}/claim", {"code": code}, who=counter.as_("applicant")
    )

    is_problem(answer, 410, "expired")
    receipt = await receipt_of(counter, body["id"], counter.as_("front_office"))
    assert "Kode klaim" not in receipt


async def test_who_sends_many_wrong_codes_waits_also_with_the_right_one(
    counter: Counter, clock: FixedClock
) -> None:
    body = await taken_in(counter)
    code = code_on(await receipt_of(counter, body["id"], counter.as_("front_office")))
    path, owner = f"/{body['id']}/claim", counter.as_("applicant")
    wrong = [await counter.post(path, {"code": "7QKX-2M9D-4TWA"}, who=owner) for _ in range(6)]
    right = await counter.post(path, {"code": code}, who=owner)
    another = counter.as_("applicant", name="another")
    elsewhere = await counter.post(path, {"code": "nonsense"}, who=another)
    clock.move(timedelta(hours=1))
    later = await counter.post(path, {"code": code}, who=counter.as_("applicant"))

    assert [one.status_code for one in wrong] == [404] * 5 + [429]
    is_problem(right, 429, "rate_limited")
    assert 0 < int(right.headers["Retry-After"]) <= 3600
    is_problem(elsewhere, 404, "not_found")
    assert later.status_code == 200
