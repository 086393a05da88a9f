"""Who holds a step: one at a time, for a while, and whoever acts has it."""

import asyncio
from datetime import timedelta

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, person
from permit_service.testing.service import Listener
from shared.contracts.gateway import StaffAccountClosedV1
from shared.identity import Role
from shared.testing.clock import FixedClock

from .problems import is_problem

CLAIM = {"step": "verification"}
DONE = {"outcome": "complete"}


async def test_who_holds_a_step_is_shown_and_keeps_others_from_acting(counter: Counter) -> None:
    body = await counter.submitted()
    one = counter.as_("front_office", name="one")
    other = counter.as_("front_office", name="other")

    claimed = await counter.post(f"/{body['id']}/claim-step", CLAIM, who=one)
    refused = await counter.post(f"/{body['id']}/verification", DONE, who=other)
    acted = await counter.post(f"/{body['id']}/verification", DONE, who=one)

    (shown,) = claimed.json()["assignments"]
    assert (claimed.status_code, shown["step"]) == (200, "verification")
    assert claimed.json()["version"] == body["version"]
    is_problem(refused, 409, "held_by_another")
    assert (acted.status_code, acted.json()["assignments"]) == (200, [])


async def test_of_many_who_claim_at_once_one_holds_the_step(counter: Counter) -> None:
    body = await counter.submitted()
    people = [counter.as_("front_office", name=f"officer {place}") for place in range(8)]

    answers = await asyncio.gather(
        *(counter.post(f"/{body['id']}/claim-step", CLAIM, who=one) for one in people)
    )

    codes = sorted(one.status_code for one in answers)
    assert codes == [200] + [409] * 7
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"held_by_another"}
    read = await counter.read(body["id"], who=people[0])
    assert len(read["assignments"]) == 1


async def test_a_step_that_is_given_back_is_anybodys(counter: Counter) -> None:
    body = await counter.submitted()
    one, other = (counter.as_("front_office", name=name) for name in ("one", "other"))
    await counter.post(f"/{body['id']}/claim-step", CLAIM, who=one)

    not_theirs = await counter.post(f"/{body['id']}/release-step", CLAIM, who=other)
    released = await counter.post(f"/{body['id']}/release-step", CLAIM, who=one)
    again = await counter.post(f"/{body['id']}/release-step", CLAIM, who=one)
    acted = await counter.post(f"/{body['id']}/verification", DONE, who=other)

    is_problem(not_theirs, 409, "held_by_another")
    assert (released.status_code, released.json()["assignments"]) == (200, [])
    is_problem(again, 409, "not_held")
    assert acted.status_code == 200


async def test_a_claim_whose_time_is_over_keeps_nobody_away(
    counter: Counter, clock: FixedClock
) -> None:
    body = await counter.submitted()
    one, other = (counter.as_("front_office", name=name) for name in ("one", "other"))
    claimed = await counter.post(f"/{body['id']}/claim-step", CLAIM, who=one)
    clock.move(timedelta(hours=24))
    # A token lasts for minutes; they have signed in anew.
    one, other = (counter.as_("front_office", name=name) for name in ("one", "other"))

    taken = await counter.post(f"/{body['id']}/claim-step", CLAIM, who=other)
    late = await counter.post(f"/{body['id']}/verification", DONE, who=one)

    assert (
        claimed.json()["assignments"][0]["expires_at"]
        < taken.json()["assignments"][0]["expires_at"]
    )
    assert taken.status_code == 200
    is_problem(late, 409, "held_by_another")


async def test_a_superior_takes_over_and_only_by_saying_so(counter: Counter) -> None:
    body = await counter.recommended()
    validation = {"step": "validation"}
    back, official = counter.as_("back_office"), counter.as_("licensing_official")
    await counter.post(f"/{body['id']}/claim-step", validation, who=back)

    unsaid = await counter.post(f"/{body['id']}/claim-step", validation, who=official)
    taken = await counter.post(
        f"/{body['id']}/claim-step", validation | {"take_over": True}, who=official
    )
    displaced = await counter.post(f"/{body['id']}/validation", {"outcome": "valid"}, who=back)
    equal = await counter.post(
        f"/{body['id']}/claim-step",
        validation | {"take_over": True},
        who=counter.as_("back_office", name="another"),
    )
    acted = await counter.post(f"/{body['id']}/validation", {"outcome": "valid"}, who=official)

    is_problem(unsaid, 409, "held_by_another")
    assert taken.json()["assignments"][0]["holder"].startswith("licensing_official")
    is_problem(displaced, 409, "held_by_another")
    is_problem(equal, 403, "forbidden")
    assert acted.status_code == 200


async def test_a_step_is_claimed_by_who_may_take_it_and_while_it_is_due(counter: Counter) -> None:
    body = await counter.verified()
    path = f"/{body['id']}/claim-step"
    bapenda = counter.as_("agency_officer", agency="bapenda")

    mine = await counter.post(path, {"step": "recommendations/bapenda"}, who=bapenda)
    anothers = await counter.post(path, {"step": "recommendations/dinas-putr"}, who=bapenda)
    not_a_role = await counter.post(path, {"step": "validation"}, who=counter.as_("front_office"))
    over = await counter.post(path, CLAIM, who=counter.as_("front_office"))
    unknown = await counter.post(path, {"step": "celebration"}, who=counter.as_("front_office"))
    outsider = await counter.post(path, CLAIM, who=counter.as_("applicant"))
    elsewhere = await counter.post(path, CLAIM, who=counter.as_("front_office", office="62.02"))

    assert mine.status_code == 200
    is_problem(anothers, 403, "forbidden")
    is_problem(not_a_role, 403, "forbidden")
    is_problem(over, 409, "transition_not_allowed")
    is_problem(unknown, 422, "invalid_request", "/step")
    is_problem(outsider, 403, "forbidden")
    is_problem(elsewhere, 404, "not_found")


async def test_two_agencies_hold_their_own_parts_side_by_side(counter: Counter) -> None:
    body = await counter.verified()
    agencies = ("bapenda", "dinas-putr")
    for agency in agencies:
        who = counter.as_("agency_officer", agency=agency)
        step = {"step": f"recommendations/{agency}"}
        assert (await counter.post(f"/{body['id']}/claim-step", step, who=who)).status_code == 200

    colleague = counter.as_("agency_officer", agency="bapenda", name="colleague")
    refused = await counter.post(
        f"/{body['id']}/recommendations/bapenda", {"outcome": "approve"}, who=colleague
    )
    read = await counter.read(body["id"], who=counter.as_("back_office"))

    is_problem(refused, 409, "held_by_another")
    assert [one["step"] for one in read["assignments"]] == [
        "recommendations/bapenda",
        "recommendations/dinas-putr",
    ]


async def test_what_is_withdrawn_is_held_by_nobody(counter: Counter) -> None:
    body = await counter.submitted()
    front = counter.as_("front_office")
    await counter.post(f"/{body['id']}/claim-step", CLAIM, who=front)

    await counter.post(f"/{body['id']}/withdrawal", who=counter.as_("applicant"))

    read = await counter.read(body["id"], who=front)
    assert (read["status"], read["assignments"]) == ("withdrawn", [])
    answer = await counter.http.get("/v1/applications?assigned_to=me", headers=front)
    assert answer.json()["items"] == []


async def test_what_an_account_holds_that_is_closed_is_free(
    counter: Counter, listener: Listener, clock: FixedClock
) -> None:
    body = await counter.submitted()
    leaver, other = person(Role.FRONT_OFFICE, name="leaver"), person(Role.FRONT_OFFICE)
    await counter.post(
        f"/{body['id']}/claim-step", CLAIM, who=counter.as_("front_office", name="leaver")
    )

    for account in (other, leaver):
        closed = StaffAccountClosedV1(
            office_code=OFFICE, account_id=account.account_id, closed_at=clock.now()
        )
        before = await counter.read(body["id"], who=counter.as_("front_office"))
        await listener.tell(closed)
        await listener.deliver(listener.told[-1:])
    after = await counter.post(f"/{body['id']}/verification", DONE, who=counter.as_("front_office"))

    assert len(before["assignments"]) == 1
    assert after.status_code == 200


async def test_a_claim_that_is_sent_again_is_answered_alike(counter: Counter) -> None:
    body = await counter.submitted()
    front = counter.as_("front_office")
    path = f"/{body['id']}/claim-step"

    first = await counter.post(path, CLAIM, who=front, Idempotency_Key="a")
    second = await counter.post(path, CLAIM, who=front, Idempotency_Key="a")
    stale = await counter.post(path, CLAIM, who=front, If_Match='"99"')

    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    is_problem(stale, 412, "precondition_failed")
