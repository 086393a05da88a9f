"""Visits to the place, where the service asks for one: before validation, and never silently."""

from typing import Any

from permit_service.testing.counter import Counter
from shared.testing.tokens import TestIssuer

SERVICE = "SLO"
PLAN = {"scheduled_on": "2026-06-16", "officers": ["petugas.satu", "petugas.dua"]}
REPORT = {
    "visited_on": "2026-06-15",
    "visited_by": ["petugas.satu"],
    "result": "conforms",
    "notes": "",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


async def planned(counter: Counter) -> tuple[str, str]:
    """An application with its agency's advice and a visit that is to be made."""
    application = await counter.recommended(service_code=SERVICE)
    back = counter.as_("back_office")
    body = await counter.step(application["id"], "site-visits", PLAN, who=back)
    return application["id"], body["site_visits"][0]["id"]


async def report(counter: Counter, one: str, visit: str, **changes: Any) -> Any:
    who = counter.as_("agency_officer", agency="dlh")
    return await counter.post(f"/{one}/site-visits/{visit}/report", REPORT | changes, who=who)


async def validate(counter: Counter, one: str, outcome: str = "valid") -> Any:
    back = counter.as_("back_office")
    body = {"outcome": outcome, "valid_until": "2031-12-31"}
    return await counter.post(f"/{one}/validation", body, who=back)


async def test_an_application_is_validated_after_the_visit_and_not_before(
    counter: Counter,
) -> None:
    one, visit = await planned(counter)

    early = await validate(counter, one)
    recorded = await report(counter, one, visit)
    valid = await validate(counter, one)

    assert (early.status_code, early.json()["code"]) == (409, "site_visit_missing")
    assert recorded.status_code == 200
    assert recorded.json()["site_visits"][0]["result"] == "conforms"
    assert valid.json()["status"] == "validated"


async def test_what_does_not_conform_can_be_sent_back_and_not_validated(counter: Counter) -> None:
    one, visit = await planned(counter)

    silent = await report(counter, one, visit, result="does_not_conform")
    found = await report(counter, one, visit, result="does_not_conform", notes="Tidak ada IPAL")
    refused = await validate(counter, one)
    back = await validate(counter, one, "sent_back")

    assert silent.json()["errors"] == [{"pointer": "/notes", "code": "required"}]
    assert found.status_code == 200
    assert (refused.status_code, refused.json()["code"]) == (409, "site_visit_not_conforming")
    assert back.json()["status"] == "submitted"


async def test_only_another_visit_takes_the_place_of_a_bad_one(counter: Counter) -> None:
    one, visit = await planned(counter)
    await report(counter, one, visit, result="does_not_conform", notes="Belum selesai")

    again = await report(counter, one, visit)
    body = await counter.step(one, "site-visits", PLAN, who=counter.as_("back_office"))
    waiting = await validate(counter, one)
    second = await report(counter, one, body["site_visits"][1]["id"])
    valid = await validate(counter, one)

    assert again.json()["code"] == "transition_not_allowed"
    assert waiting.json()["code"] == "site_visit_missing"
    assert [visit["result"] for visit in second.json()["site_visits"]] == [
        "does_not_conform",
        "conforms",
    ]
    assert valid.json()["status"] == "validated"


async def test_a_date_that_was_not_kept_is_set_anew(counter: Counter) -> None:
    one, visit = await planned(counter)
    later = PLAN | {"scheduled_on": "2026-06-18"}

    body = await counter.step(one, "site-visits", later, who=counter.as_("back_office"))
    of_the_old = await report(counter, one, visit)
    past = await counter.post(
        f"/{one}/site-visits",
        PLAN | {"scheduled_on": "2026-06-14"},
        who=counter.as_("back_office"),
    )

    assert [visit["state"] for visit in body["site_visits"]] == ["rescheduled", "scheduled"]
    assert of_the_old.json()["code"] == "transition_not_allowed"
    assert past.json()["errors"] == [{"pointer": "/scheduled_on", "code": "in_the_past"}]


async def test_pictures_are_kept_with_the_visit_and_are_pictures(
    counter: Counter, issuer: TestIssuer
) -> None:
    one, visit = await planned(counter)
    path, who = f"/v1/applications/{one}/site-visits/{visit}/photos", counter.as_("back_office")

    kept = await counter.http.post(path, files={"file": ("a.png", PNG, "image/png")}, headers=who)
    letter = await counter.http.post(
        path, files={"file": ("a.png", b"%PDF-1.7\n", "image/png")}, headers=who
    )
    photo = kept.json()["site_visits"][0]["photos"][0]
    shown = await counter.http.get(f"{path}/{photo['id']}", headers=counter.as_("applicant"))
    stranger = await counter.http.get(
        f"{path}/{photo['id']}", headers=counter.as_("applicant", name="another")
    )

    assert kept.status_code == 201
    assert (letter.status_code, letter.json()["code"]) == (415, "unsupported_type")
    assert shown.content == PNG
    assert shown.headers["content-type"] == "image/png"
    assert stranger.status_code == 404
    await counter.http.get(f"{path}/{photo['id']}", headers=who)
    system = {"Authorization": f"Bearer {issuer.system.issue('gateway', 'permit')}"}
    log = await counter.http.get("/internal/access-log?offices=81.02", headers=system)
    assert [one["fields"] for one in log.json()] == [["visit_photo"]]


async def test_each_caller_is_offered_the_steps_that_are_theirs(counter: Counter) -> None:
    one, visit = await planned(counter)

    back = await counter.read(one, who=counter.as_("back_office"))
    agency = await counter.read(one, who=counter.as_("agency_officer", agency="dlh"))
    owner = await counter.read(one)
    denied = await counter.post(f"/{one}/site-visits", PLAN, who=counter.as_("front_office"))

    assert {"site-visits", f"site-visits/{visit}/report", "validation"} <= set(back["actions"])
    assert agency["actions"] == [f"site-visits/{visit}/report"]
    assert owner["actions"] == ["withdrawal"]
    assert "officers" not in owner["site_visits"][0]
    assert denied.status_code == 403


async def test_a_service_without_a_visit_has_none(counter: Counter) -> None:
    application = await counter.verified()

    answer = await counter.post(
        f"/{application['id']}/site-visits", PLAN, who=counter.as_("back_office")
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "site_visit_not_applicable")
