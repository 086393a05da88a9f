"""Many hand in at once: every one gets a receipt number of its own."""

import asyncio
import re

import httpx
import pytest

from permit_service.testing.counter import Counter
from permit_service.testing.ready import documented_many
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

SUBMISSIONS = 50
RECEIPT = re.compile(r"^8102(-[0-9A-HJKMNP-TV-Z]{4}){4}$")


@pytest.mark.requirement("R003-P06-1a-2")
async def test_50_submissions_at_once_get_50_receipts_that_lead_to_them(
    counter: Counter, http: httpx.AsyncClient, service: ServiceModule, clock: FixedClock
) -> None:
    begin = service.app.state.permits.ports.begin
    drafts = await documented_many(SUBMISSIONS, begin, at=clock.now())
    body = {"declaration_accepted": True}

    answers = await asyncio.gather(
        *(counter.post(f"/{one}/submission", body, who=counter.as_("applicant")) for one in drafts)
    )
    again = await counter.post(f"/{drafts[0]}/submission", body, who=counter.as_("applicant"))

    assert {one.status_code for one in answers} == {200}, answers[0].text
    receipts = [one.json()["receipt_number"] for one in answers]
    assert len(set(receipts)) == SUBMISSIONS
    assert all(RECEIPT.match(one) for one in receipts)
    assert again.status_code == 409
    for receipt in receipts[:3]:
        tracked = await http.get(f"/v1/tracking/{receipt}")
        assert (tracked.status_code, tracked.json()["receipt_number"]) == (200, receipt)
