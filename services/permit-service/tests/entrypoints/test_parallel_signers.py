"""Many sign at once: numbers without gap or double, and one signature per application."""

import asyncio

import httpx

from permit_service.testing.counter import Counter


async def test_parallel_signatures_of_several_applications_leave_no_gap(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    made = [await counter.surveyed() for _ in range(6)]

    answers = await asyncio.gather(*(counter.sign(one["id"]) for one in made))

    assert [one.status_code for one in answers] == [200] * len(made)
    numbers = sorted(one.json()["licence"]["number"] for one in answers)
    assert numbers == [f"{number:04d}/REKLAME/DPMPTSP/VI/2026" for number in range(1, 7)]


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
