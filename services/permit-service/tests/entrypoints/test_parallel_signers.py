"""Many sign at once: numbers without gap or double, and one signature per application."""

import asyncio
from collections import Counter as Tally

import pytest

from permit_service.domain.numbering import ATTEMPT_LASTS
from permit_service.testing.counter import Counter
from permit_service.testing.ready import validated_many
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

SIGNERS = 32
WRONG = 8
WITHDRAWN = 3


@pytest.mark.requirement("R003-P06-1e-2")
async def test_32_signers_at_once_with_failures_between_leave_no_gap_and_no_double(
    counter: Counter, service: ServiceModule, clock: FixedClock
) -> None:
    begin = service.app.state.permits.ports.begin
    made = await validated_many(SIGNERS, begin, at=clock.now())
    mistaken = set(made[::4])

    tried = await asyncio.gather(
        *(
            counter.sign(str(one), **({"passphrase": "salah"} if one in mistaken else {}))
            for one in made
        )
    )
    withdrawn = list(mistaken)[:WITHDRAWN]
    for one in withdrawn:
        answer = await counter.post(f"/{one}/withdrawal", who=counter.as_("applicant"))
        assert answer.status_code == 200, answer.text
    # On a slow machine somebody may have waited too long for a connection: they try again too.
    clock.move(ATTEMPT_LASTS)
    signed_first = {one for one, answer in zip(made, tried, strict=True) if answer.is_success}
    later = await validated_many(WITHDRAWN, begin, at=clock.now())
    again = await asyncio.gather(
        *(counter.sign(str(one)) for one in [*later, *(set(made) - signed_first - set(withdrawn))])
    )

    outcomes = Tally(one.status_code for one in tried)
    assert outcomes.keys() <= {200, 422, 503}
    assert not signed_first & mistaken
    assert outcomes[422] >= WRONG // 2
    assert {one.status_code for one in again} == {200}
    signed = [one for one in [*tried, *again] if one.status_code == 200]
    numbers = sorted(one.json()["licence"]["number"] for one in signed)
    assert numbers == [f"{number:04d}/REKLAME/DPMPTSP/VI/2026" for number in range(1, SIGNERS + 1)]


async def test_of_several_signatures_of_one_application_one_counts(counter: Counter) -> None:
    application = await counter.surveyed()

    answers = await asyncio.gather(*(counter.sign(application["id"]) for _ in range(6)))

    codes = sorted(one.status_code for one in answers)
    assert codes == [200, 409, 409, 409, 409, 409]
    refused = {one.json()["code"] for one in answers if one.status_code == 409}
    assert refused <= {"signature_in_progress", "transition_not_allowed"}
    timeline = await counter.http.get(
        f"/v1/applications/{application['id']}/timeline", headers=counter.as_("head")
    )
    types = [one["type"] for one in timeline.json()["items"]]
    assert types.count("permit.licence_issued") == 1
