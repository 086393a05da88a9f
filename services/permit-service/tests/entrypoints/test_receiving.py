"""Stage a of Ps 6: what is handed in is received, and each receipt is its own; and what an
applicant sees (Ps 8(4)e)."""

import asyncio
import re
from datetime import datetime

import pytest

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE
from shared.testing.clock import FixedClock

from .problems import is_problem

# Of the catalogue the one that asks for the fewest papers.
SMALL = "SKP"
RECEIPT = re.compile(r"^8102(-[0-9A-HJKMNP-TV-Z]{4}){4}$")


@pytest.mark.requirement("R003-P06-1a-1")
async def test_what_is_handed_in_is_received_at_a_moment(
    counter: Counter, clock: FixedClock
) -> None:
    body = await counter.documented()
    assert (body["status"], body["submitted_at"]) == ("draft", None)

    answer = await counter.post(f"/{body['id']}/submission", who=counter.as_("applicant"))

    submitted = answer.json()
    assert (answer.status_code, submitted["status"]) == (200, "submitted")
    assert datetime.fromisoformat(submitted["submitted_at"]) == clock.now()


@pytest.mark.requirement("R003-P06-1a-2")
async def test_fifty_who_hand_in_at_once_get_fifty_receipts(counter: Counter) -> None:
    owner = counter.as_("applicant")
    service = await counter.http.get(f"/v1/services/{SMALL}?office_code={OFFICE}")
    asked = [one["no"] for one in service.json()["requirements"] if one["mandatory"]]
    drafts = [await counter.draft(service_code=SMALL) for _ in range(50)]
    for one in drafts:
        for number in asked:
            assert (await counter.upload(one["id"], number)).status_code == 201

    answers = await asyncio.gather(
        *(counter.post(f"/{one['id']}/submission", who=owner) for one in drafts)
    )

    receipts = [one.json()["receipt_number"] for one in answers]
    assert {one.status_code for one in answers} == {200}
    assert len(set(receipts)) == 50
    assert all(RECEIPT.match(one) for one in receipts)


@pytest.mark.requirement("R003-P08-4e")
async def test_an_applicant_sees_their_own_and_nothing_of_another(counter: Counter) -> None:
    body = await counter.signed()
    document = body["documents"][0]["id"]
    one, licence = f"/v1/applications/{body['id']}", f"/v1/licences/{body['licence']['id']}"
    paths = [
        one,
        f"{one}/clock",
        f"{one}/timeline",
        f"{one}/documents/{document}",
        f"{one}/draft.pdf",
        f"{one}/receipt.pdf",
        licence,
        f"{licence}/document.pdf",
    ]
    owner, stranger = counter.as_("applicant"), counter.as_("applicant", name="another")

    for path in paths:
        assert (await counter.http.get(path, headers=owner)).status_code == 200, path
        is_problem(await counter.http.get(path, headers=stranger), 404, "not_found")
    for listing in ("/v1/applications", f"/v1/applications?q={body['receipt_number']}"):
        mine = await counter.http.get(listing, headers=owner)
        theirs = await counter.http.get(listing, headers=stranger)
        assert [item["id"] for item in mine.json()["items"]] == [body["id"]]
        assert theirs.json()["items"] == []
