"""Corrections: asked with a last day, answered one by one, kept in rounds, reminded and lapsed."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from permit_service.application.follow_up_corrections import follow_up_corrections
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, office_changed
from permit_service.testing.service import Listener
from shared.database.engine import Database
from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

ASKED = [
    {"requirement_no": 1, "question": "Mohon surat yang bertanda tangan."},
    {"requirement_no": 3, "question": "Siapa penanggung jawabnya?"},
]


async def returned(counter: Counter, **changes: Any) -> dict[str, Any]:
    application = await counter.submitted()
    body = {"outcome": "returned", "notes": "Lengkapi", "corrections": ASKED} | changes
    front = counter.as_("front_office")
    return await counter.step(application["id"], "verification", body, who=front)


async def resubmit(counter: Counter, one: str) -> httpx.Response:
    return await counter.post(f"/{one}/resubmission", who=counter.as_("applicant"))


async def answer(counter: Counter, one: str, number: int, who: str = "applicant") -> httpx.Response:
    body = {"answer": "Direktur, sesuai akta."}
    return await counter.post(f"/{one}/corrections/{number}/answer", body, who=counter.as_(who))


async def test_it_is_handed_in_again_at_once_and_what_was_left_open_is_seen(
    counter: Counter,
) -> None:
    one = (await returned(counter))["id"]
    await answer(counter, one, 2)

    again = await resubmit(counter, one)
    history = await counter.http.get(
        f"/v1/applications/{one}/corrections", headers=counter.as_("front_office")
    )

    assert (again.status_code, again.json()["status"]) == (200, "submitted")
    (closed,) = history.json()["items"]
    assert (closed["state"], [each["state"] for each in closed["questions"]]) == (
        "closed",
        ["open", "answered"],
    )


async def test_where_the_office_waits_for_every_answer_it_is_not_handed_in_before(
    counter: Counter, listener: Listener
) -> None:
    await listener.tell(office_changed(requires_answered_corrections=True, version=2))
    one = (await returned(counter))["id"]

    early = await resubmit(counter, one)
    await counter.upload(one, 1)
    half = await resubmit(counter, one)
    worded = await answer(counter, one, 2)
    done = await resubmit(counter, one)

    assert (early.status_code, early.json()["code"]) == (409, "corrections_unanswered")
    assert [each["pointer"] for each in early.json()["errors"]] == [
        "/corrections/0",
        "/corrections/1",
    ]
    assert [each["pointer"] for each in half.json()["errors"]] == ["/corrections/1"]
    questions = worded.json()["correction_round"]["questions"]
    assert [each["state"] for each in questions] == ["answered", "answered"]
    assert questions[0]["document_id"] is not None
    assert questions[1]["answer"] == "Direktur, sesuai akta."
    assert done.json()["status"] == "submitted"
    assert done.json()["correction_round"] is None


async def test_the_last_day_is_so_many_working_days_of_the_office_or_the_officers_own(
    counter: Counter,
) -> None:
    ruled = await returned(counter)
    own = await returned(counter, answer_by="2026-06-19")
    application = await counter.submitted()
    past = await counter.post(
        f"/{application['id']}/verification",
        {"outcome": "returned", "notes": "", "corrections": ASKED, "answer_by": "2026-06-15"},
        who=counter.as_("front_office"),
    )

    # Ten working days from Monday the 15th; Tuesday the 16th is 1 Muharram.
    assert ruled["correction_round"]["answer_by"] == "2026-06-30"
    assert "default of the product" in ruled["correction_round"]["answer_by_source"]
    assert own["correction_round"]["answer_by"] == "2026-06-19"
    assert past.json()["errors"] == [{"pointer": "/answer_by", "code": "not_after_today"}]


async def test_the_history_of_rounds_is_kept_for_owner_and_staff(counter: Counter) -> None:
    one = (await returned(counter))["id"]
    await counter.upload(one, 1)
    await answer(counter, one, 2)
    await resubmit(counter, one)
    again = {"outcome": "returned", "notes": "Sekali lagi", "corrections": ASKED[:1]}
    await counter.step(one, "verification", again, who=counter.as_("front_office"))
    path = f"/v1/applications/{one}/corrections"

    owner = await counter.http.get(path, headers=counter.as_("applicant"))
    staff = await counter.http.get(path, headers=counter.as_("front_office"))
    stranger = await counter.http.get(path, headers=counter.as_("applicant", name="another"))
    foreign = await counter.http.get(path, headers=counter.as_("front_office", office="62.02"))

    rounds = owner.json()["items"]
    assert [(each["number"], each["state"]) for each in rounds] == [(1, "closed"), (2, "open")]
    assert rounds[0]["questions"][1]["answer"] == "Direktur, sesuai akta."
    assert rounds[1]["notes"] == "Sekali lagi"
    assert "asked_by" not in rounds[0]
    assert staff.json()["items"][0]["asked_by"]
    assert (stranger.status_code, foreign.status_code) == (404, 404)


async def test_only_the_applicants_side_answers_and_only_what_was_asked(counter: Counter) -> None:
    one = (await returned(counter))["id"]
    never = await counter.submitted()

    officer = await answer(counter, one, 1, who="front_office")
    unknown = await answer(counter, one, 3)
    empty = await counter.post(
        f"/{one}/corrections/1/answer", {"answer": "  "}, who=counter.as_("applicant")
    )
    not_asked = await answer(counter, never["id"], 1)

    assert officer.status_code == 403
    assert unknown.status_code == 404
    assert empty.status_code == 422
    assert not_asked.json()["code"] == "transition_not_allowed"


async def test_overdue_corrections_are_seen_in_lists_and_reminded_once(
    counter: Counter, clock: FixedClock, service: ServiceModule
) -> None:
    one = (await returned(counter, answer_by="2026-06-17"))["id"]
    await counter.submitted()
    ports = service.app.state.permits.ports
    await follow_up_corrections(ports)
    early = await rows(counter)
    clock.move(timedelta(days=3))

    late = await rows(counter)
    await follow_up_corrections(ports)
    await follow_up_corrections(ports)

    assert early == []
    assert [(each["id"], each["answer_by"]) for each in late] == [(one, "2026-06-17")]
    assert late[0]["is_answer_overdue"] is True
    reminders = [kind for kind in await told(counter, one) if kind == "permit.correction_overdue"]
    assert len(reminders) == 1
    assert (await counter.read(one))["status"] == "returned"
    assert [each["id"] for each in await rows(counter, "applicant")] == [one]


async def test_an_office_may_say_that_unanswered_applications_lapse(
    counter: Counter, clock: FixedClock, service: ServiceModule
) -> None:
    rule = {
        "office_code": OFFICE,
        "key": "correction_lapse_working_days",
        "value": 2,
        "effective_from": "2026-06-15",
        "source": "SOP verifikasi 2026",
        "verified": True,
    }
    kept = await post_rule(counter, rule)
    one = (await returned(counter, answer_by="2026-06-17"))["id"]
    ports = service.app.state.permits.ports
    clock.move(timedelta(days=4))
    await follow_up_corrections(ports)
    await follow_up_corrections(ports)
    within = await counter.read(one)
    clock.move(timedelta(days=3))
    await follow_up_corrections(ports)
    await follow_up_corrections(ports)

    after = await counter.read(one)
    history = await counter.http.get(
        f"/v1/applications/{one}/corrections", headers=counter.as_("applicant")
    )

    assert kept.status_code == 201
    assert within["status"] == "returned"
    assert after["status"] == "withdrawn"
    assert after["clock"]["state"] == "stopped"
    assert history.json()["items"][0]["state"] == "lapsed"
    kinds = await told(counter, one)
    assert kinds.count("permit.application_withdrawn") == 1


async def test_rules_are_the_administrators_dated_and_never_changed(counter: Counter) -> None:
    rule = {
        "office_code": OFFICE,
        "key": "correction_answer_working_days",
        "value": 3,
        "effective_from": "2026-06-15",
        "source": "SOP verifikasi 2026",
    }

    first = await post_rule(counter, rule)
    twice = await post_rule(counter, rule | {"value": 5})
    past = await post_rule(counter, rule | {"effective_from": "2026-06-14"})
    elsewhere = await post_rule(counter, rule | {"office_code": "62.02"})
    officer = await post_rule(counter, rule, who="front_office")
    body = await returned(counter)
    listed = await counter.http.get(
        f"/v1/permit-rules?office_code={OFFICE}", headers=counter.as_("front_office")
    )

    assert (first.status_code, first.json()["verified"]) == (201, False)
    assert twice.json()["code"] == "rule_already_set"
    assert past.json()["errors"] == [{"pointer": "/effective_from", "code": "in_the_past"}]
    assert elsewhere.status_code == 422
    assert officer.status_code == 403
    assert body["correction_round"]["answer_by"] == "2026-06-19"
    assert body["correction_round"]["answer_by_source"] == "SOP verifikasi 2026"
    rules = [one for one in listed.json()["items"] if not one["key"].startswith("retention_")]
    assert [each["value"] for each in rules] == [10, 0, 30, 30, 0, 3]


async def test_a_withdrawal_ends_the_round(counter: Counter) -> None:
    one = (await returned(counter))["id"]

    await counter.step(one, "withdrawal", who=counter.as_("applicant"))

    assert await rows(counter, overdue=False) != []
    assert (await counter.read(one))["correction_round"] is None


async def test_what_was_said_cannot_be_read_in_the_database(
    counter: Counter, database: Database
) -> None:
    one = (await returned(counter))["id"]
    await answer(counter, one, 2)

    async with database.read(system_caller("test", OFFICE)) as own:
        found = await own.exec_driver_sql("select to_jsonb(r)::text from correction_round r")
        text = found.scalar_one()
    async with database.read(system_caller("test", "62.02")) as foreign:
        seen = await foreign.exec_driver_sql("select count(*) from correction_round")
        assert seen.scalar_one() == 0

    assert "Direktur" not in text
    assert "penanggung" not in text


async def rows(
    counter: Counter, who: str = "front_office", *, overdue: bool = True
) -> list[dict[str, Any]]:
    answered = await counter.http.get(
        f"/v1/applications?overdue_corrections={str(overdue).lower()}", headers=counter.as_(who)
    )
    items: list[dict[str, Any]] = answered.json()["items"]
    return items


async def told(counter: Counter, one: str) -> list[str]:
    history = await counter.http.get(
        f"/v1/applications/{one}/timeline", headers=counter.as_("front_office")
    )
    return [each["type"] for each in history.json()["items"]]


async def post_rule(
    counter: Counter, rule: dict[str, Any], who: str = "administrator"
) -> httpx.Response:
    return await counter.http.post("/v1/permit-rules", json=rule, headers=counter.as_(who))


@pytest.mark.requirement("R003-P06-1b-1")
async def test_a_verification_lists_what_is_complete_and_passes_nothing_that_is_missing(
    counter: Counter,
) -> None:
    application = await counter.submitted()
    path, front = f"/{application['id']}/verification", counter.as_("front_office")
    numbers = [1, 2, 3, 4, 6, 7, 8, 9]
    whole = [{"requirement_no": one, "complete": True, "conforms": True} for one in numbers]
    missing = [*whole[1:], {"requirement_no": 1, "complete": False, "conforms": False}]

    refused = await counter.post(path, {"outcome": "complete", "checks": missing}, who=front)
    unlisted = await counter.post(path, {"outcome": "complete", "checks": whole[1:]}, who=front)
    still = await counter.read(application["id"])
    passed = await counter.step(
        application["id"], "verification", {"outcome": "complete"}, who=front
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "requirements_not_met")
    assert refused.json()["errors"] == [{"pointer": "/checks/1", "code": "not_complete"}]
    assert unlisted.json()["errors"] == [{"pointer": "/checks/1", "code": "not_conforming"}]
    assert (still["status"], still["checks"]) == ("submitted", [])
    listed = {one["requirement_no"]: one["complete"] for one in passed["checks"]}
    assert listed == {one: one != 5 for one in range(1, 10)}
    assert passed["checks"][0]["name"]


@pytest.mark.requirement("R003-P06-1b-2")
async def test_a_mandatory_requirement_that_does_not_conform_passes_nothing(
    counter: Counter,
) -> None:
    application = await counter.submitted()
    path, front = f"/{application['id']}/verification", counter.as_("front_office")
    numbers = [1, 2, 3, 4, 6, 7, 8, 9]
    whole = [{"requirement_no": one, "complete": True, "conforms": True} for one in numbers]
    wrong = {"requirement_no": 3, "complete": True, "conforms": False, "note": "Bukan miliknya"}
    checks = [one for one in whole if one["requirement_no"] != 3]

    refused = await counter.post(
        path, {"outcome": "complete", "checks": [*checks, wrong]}, who=front
    )
    unknown = await counter.post(
        path, {"outcome": "complete", "checks": [{**wrong, "requirement_no": 99}]}, who=front
    )
    passed = await counter.step(
        application["id"], "verification", {"outcome": "complete", "checks": whole}, who=front
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "requirements_not_met")
    assert refused.json()["errors"] == [{"pointer": "/checks/3", "code": "not_conforming"}]
    assert unknown.json()["errors"] == [{"pointer": "/checks/0/requirement_no", "code": "unknown"}]
    assert passed["status"] == "verified"
    assert all(one["conforms"] for one in passed["checks"] if one["is_mandatory"])


@pytest.mark.requirement("R003-P06-1d")
async def test_only_what_was_verified_is_validated_and_its_validator_is_recorded(
    counter: Counter,
) -> None:
    application = await counter.submitted()
    back = counter.as_("back_office")

    early = await counter.post(f"/{application['id']}/validation", {"outcome": "valid"}, who=back)
    validated = await counter.validated()

    assert (early.status_code, early.json()["code"]) == (409, "transition_not_allowed")
    seen = await counter.read(validated["id"], who=back)
    assert seen["status"] == "validated"
    assert seen["validated_by"]
    assert seen["validated_at"]
