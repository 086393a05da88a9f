"""What an application owes: assessed, paid at the counter, and asked for before the licence."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database
from shared.identity import system_caller
from shared.testing.clock import FixedClock

SERVICE = "SKPL-BC"
AMOUNT = 2_500_000
ASSESSMENT = {"amount": AMOUNT, "basis": "Perda tentang retribusi, Lampiran I"}


def paid(amount: int, receipt: str = "STS-1", **changes: Any) -> dict[str, Any]:
    return {
        "receipt_number": receipt,
        "paid_on": "2026-06-15",
        "amount": amount,
        "channel": "transfer",
    } | changes


async def assessed(counter: Counter, **changes: Any) -> dict[str, Any]:
    """With its agencies' advice and an assessment, before the visit."""
    body = await counter.recommended(service_code=SERVICE)
    back = counter.as_("back_office")
    return await counter.step(body["id"], "retribution", ASSESSMENT | changes, who=back)


async def visited(counter: Counter, application_id: str) -> None:
    back = counter.as_("back_office")
    plan = {"scheduled_on": "2026-06-15", "officers": ["petugas"]}
    body = await counter.step(application_id, "site-visits", plan, who=back)
    report = {"visited_on": "2026-06-15", "visited_by": ["petugas"], "result": "conforms"}
    visit = body["site_visits"][-1]["id"]
    await counter.step(application_id, f"site-visits/{visit}/report", report, who=back)


async def validated(counter: Counter, **changes: Any) -> dict[str, Any]:
    body = await assessed(counter, **changes)
    await visited(counter, body["id"])
    back = counter.as_("back_office")
    return await counter.step(body["id"], "validation", {"outcome": "valid"}, who=back)


async def pay(counter: Counter, application_id: str, body: dict[str, Any]) -> Any:
    back = counter.as_("back_office")
    return await counter.post(f"/{application_id}/retribution/payments", body, who=back)


async def test_the_licence_is_issued_after_the_retribution_is_paid_and_not_before(
    counter: Counter,
) -> None:
    application = await validated(counter)
    await counter.answer_survey(application["id"])

    early = await counter.sign(application["id"])
    part = await pay(counter, application["id"], paid(1_000_000))
    still = await counter.sign(application["id"])
    rest = await pay(counter, application["id"], paid(1_500_000, "STS-2"))
    signed = await counter.sign(application["id"])

    assert (early.status_code, early.json()["code"]) == (409, "retribution_not_paid")
    assert part.json()["retribution"]["state"] == "partly_paid"
    assert part.json()["retribution"]["outstanding"] == 1_500_000
    assert (still.status_code, still.json()["code"]) == (409, "retribution_not_paid")
    assert rest.json()["retribution"]["state"] == "paid"
    assert signed.json()["status"] == "signed"


async def test_a_service_with_a_retribution_is_not_validated_before_it_is_assessed(
    counter: Counter,
) -> None:
    application = await counter.recommended(service_code=SERVICE)
    await visited(counter, application["id"])

    answer = await counter.post(
        f"/{application['id']}/validation", {"outcome": "valid"}, who=counter.as_("back_office")
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "retribution_not_assessed")
    assert (await counter.read(application["id"]))["status"] == "verified"


async def test_the_applicant_sees_what_is_owed_and_nobody_else_does_the_assessing(
    counter: Counter,
) -> None:
    application = await assessed(counter, due_on="2026-07-01")

    seen = (await counter.read(application["id"]))["retribution"]
    refused = [
        await counter.post(f"/{application['id']}/retribution", ASSESSMENT, who=counter.as_(role))
        for role in ("applicant", "front_office", "head", "inspector")
    ]

    assert seen["number"] == "0001/SKRD/DPMPTSP/VI/2026"
    assert (seen["amount"], seen["paid"], seen["outstanding"]) == (AMOUNT, 0, AMOUNT)
    assert (seen["state"], seen["due_on"], seen["is_overdue"]) == ("due", "2026-07-01", False)
    assert "assessed_by" not in seen
    assert {one.status_code for one in refused} == {403}


async def test_an_assessment_is_revised_with_a_reason_until_money_comes_in(
    counter: Counter,
) -> None:
    application = await assessed(counter)
    back, path = counter.as_("back_office"), f"/{application['id']}/retribution"

    unreasoned = await counter.post(path, ASSESSMENT | {"amount": 9}, who=back)
    revised = await counter.post(
        path, ASSESSMENT | {"amount": 3_000_000, "reason": "Salah hitung"}, who=back
    )
    await pay(counter, application["id"], paid(1))
    late = await counter.post(path, ASSESSMENT | {"reason": "Salah hitung"}, who=back)

    assert unreasoned.status_code == 422
    assert unreasoned.json()["errors"] == [{"pointer": "/reason", "code": "required"}]
    body = revised.json()["retribution"]
    assert (body["revision"], body["amount"]) == (2, 3_000_000)
    assert body["number"] == application["retribution"]["number"]
    assert [one["amount"] for one in body["revisions"]] == [AMOUNT, 3_000_000]
    assert (late.status_code, late.json()["code"]) == (409, "retribution_paid")


async def test_nothing_owed_is_an_exemption_and_needs_its_reason(counter: Counter) -> None:
    application = await counter.recommended(service_code=SERVICE)
    back, path = counter.as_("licensing_official"), f"/{application['id']}/retribution"

    bare = await counter.post(path, ASSESSMENT | {"amount": 0}, who=back)
    reason = {"amount": 0, "reason": "Dibebaskan menurut Perda"}
    exempted = await counter.post(path, ASSESSMENT | reason, who=back)
    await visited(counter, application["id"])
    await counter.step(
        application["id"], "validation", {"outcome": "valid"}, who=counter.as_("back_office")
    )
    await counter.answer_survey(application["id"])
    signed = await counter.sign(application["id"])

    assert bare.status_code == 422
    assert exempted.json()["retribution"]["state"] == "exempted"
    assert signed.status_code == 200


async def test_the_counter_takes_no_more_than_is_owed_and_a_receipt_once(counter: Counter) -> None:
    application = await assessed(counter)
    other = await assessed(counter)

    more = await pay(counter, application["id"], paid(AMOUNT + 1))
    first = await pay(counter, application["id"], paid(1_000_000))
    again = await pay(counter, application["id"], paid(1_000_000))
    elsewhere = await pay(counter, other["id"], paid(AMOUNT))
    tomorrow = await pay(counter, other["id"], paid(AMOUNT, "STS-9", paid_on="2026-06-16"))

    assert (more.status_code, more.json()["code"]) == (422, "retribution_overpaid")
    assert first.status_code == 200
    assert (again.status_code, again.json()["code"]) == (409, "receipt_already_recorded")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "receipt_already_recorded")
    assert tomorrow.json()["errors"] == [{"pointer": "/paid_on", "code": "in_the_future"}]


async def test_a_voided_payment_stays_in_the_register_and_counts_no_more(counter: Counter) -> None:
    application = await assessed(counter)
    paid_up = (await pay(counter, application["id"], paid(AMOUNT))).json()
    payment = paid_up["retribution"]["payments"][0]
    path = f"/{application['id']}/retribution/payments/{payment['id']}/void"
    back, reason = counter.as_("back_office"), {"reason": "Salah nomor bukti"}

    voided = await counter.post(path, reason, who=back)
    twice = await counter.post(path, reason, who=back)
    corrected = await pay(counter, application["id"], paid(AMOUNT))

    body = voided.json()["retribution"]
    assert (body["state"], body["outstanding"]) == ("due", AMOUNT)
    assert body["payments"][0]["is_void"] is True
    assert body["payments"][0]["void_reason"] == "Salah nomor bukti"
    assert (twice.status_code, twice.json()["code"]) == (409, "payment_voided")
    assert corrected.json()["retribution"]["state"] == "paid"
    applicants = (await counter.read(application["id"]))["retribution"]["payments"][0]
    assert "void_reason" not in applicants


async def test_nothing_is_assessed_or_paid_where_the_service_is_free_or_the_time_is_not(
    counter: Counter,
) -> None:
    free, early = await counter.verified(), await counter.submitted(service_code=SERVICE)
    back = counter.as_("back_office")

    of_free = await counter.post(f"/{free['id']}/retribution", ASSESSMENT, who=back)
    paid_free = await pay(counter, free["id"], paid(1))
    proof = {"receipt_number": "NTPN", "paid_on": "2026-06-15", "amount": 1}
    proven = await counter.post(f"/{free['id']}/pnbp-proof", proof, who=back)
    too_early = await counter.post(f"/{early['id']}/retribution", ASSESSMENT, who=back)

    for answer in (of_free, paid_free, proven):
        assert (answer.status_code, answer.json()["code"]) == (409, "retribution_not_applicable")
    assert too_early.json()["code"] == "transition_not_allowed"
    assert free["retribution"] is None


@pytest.mark.parametrize("amount", [-1, 1.5, "1000", True, 10**18, None])
async def test_an_amount_is_whole_rupiah(counter: Counter, amount: Any) -> None:
    application = await counter.verified(service_code=SERVICE)

    answer = await counter.post(
        f"/{application['id']}/retribution",
        ASSESSMENT | {"amount": amount},
        who=counter.as_("back_office"),
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/amount"


async def test_the_clock_stands_still_while_a_payment_is_all_that_is_waited_for(
    counter: Counter, clock: FixedClock
) -> None:
    application = await validated(counter)
    during = await counter.read(application["id"])
    clock.move(timedelta(days=1))
    await counter.answer_survey(application["id"])
    surveyed = await counter.http.get(
        f"/v1/applications/{application['id']}/clock", headers=counter.as_("applicant")
    )
    clock.move(timedelta(days=1))
    await pay(counter, application["id"], paid(AMOUNT))
    settled = await counter.http.get(
        f"/v1/applications/{application['id']}/clock", headers=counter.as_("applicant")
    )

    assert during["clock"]["state"] == "paused"
    moves = [(one["move"], one["reason"]) for one in surveyed.json()["moves"]]
    assert moves[-3:] == [("paused", "survey"), ("resumed", None), ("paused", "payment")]
    assert surveyed.json()["state"] == "paused"
    assert settled.json()["state"] == "running"
    assert settled.json()["counted"] == 0


async def test_what_was_owed_and_paid_is_told_without_a_word_about_anybody(
    counter: Counter, database: Database
) -> None:
    application = await assessed(counter)
    await pay(counter, application["id"], paid(AMOUNT, "STS-SECRET"))

    history = await counter.http.get(
        f"/v1/applications/{application['id']}/timeline", headers=counter.as_("applicant")
    )

    told = {one["type"]: one["data"] for one in history.json()["items"]}
    assert told["permit.retribution_assessed"]["amount"] == AMOUNT
    assert told["permit.retribution_payment_recorded"]["outstanding"] == 0
    assert "STS-SECRET" not in history.text
    assert "Perda" not in history.text
    async with database.read(system_caller("test", "62.02")) as foreign:
        for table in ("retribution_assessment", "retribution_payment"):
            seen = await foreign.exec_driver_sql(f"select count(*) from {table}")
            assert seen.scalar_one() == 0
    async with database.read(system_caller("test", OFFICE)) as own:
        seen = await own.exec_driver_sql(
            "select amount from retribution_payment where application_id = $1",
            (UUID(application["id"]),),
        )
        assert seen.scalars().all() == [AMOUNT]
