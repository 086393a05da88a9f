"""The catalogue as an office changes it: versions, dry runs, closures, and what running
applications keep."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from permit_service.testing.counter import Counter, draft_body
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database
from shared.identity import system_caller
from shared.testing.clock import FixedClock

from .catalogue_desk import CatalogueDesk
from .problems import is_problem, rows

REKLAME = f"/v1/services/REKLAME?office_code={OFFICE}"
FOUR_DAYS = {"value": 4, "unit": "working_day"}


@pytest.fixture
def desk(counter: Counter) -> CatalogueDesk:
    return CatalogueDesk(counter=counter)


async def test_a_running_application_keeps_its_version_and_a_new_one_gets_the_new(
    desk: CatalogueDesk, counter: Counter
) -> None:
    running = await counter.submitted()
    requirements = (await desk.entry())["requirements"]
    fewer = [one for one in requirements if one["no"] != 9]

    published = await desk.published(sla=FOUR_DAYS, agencies=["bapenda"], requirements=fewer)

    assert published["published"] is True
    assert published["version"] == 2
    before, after = await counter.read(running["id"]), await counter.draft()
    assert before["clock"]["standard"] == {"value": 5, "unit": "working_day"}
    assert before["clock"]["due_on"] == running["clock"]["due_on"]
    verified = await counter.post(
        f"/{running['id']}/verification", {"outcome": "complete"}, who=counter.as_("front_office")
    )
    asked = [one["agency"] for one in verified.json()["recommendations"]]
    assert asked == ["bapenda", "dinas-putr"]
    for number in (1, 2, 3, 4, 6, 7, 8):
        await counter.upload(after["id"], number)
    answer = await counter.post(f"/{after['id']}/submission", who=counter.as_("applicant"))
    assert answer.status_code == 200, answer.text
    assert answer.json()["clock"]["standard"] == FOUR_DAYS


async def test_a_dry_run_says_who_keeps_what_and_what_would_change_and_keeps_nothing(
    desk: CatalogueDesk, counter: Counter, database: Database
) -> None:
    first, second = await counter.submitted(), await counter.draft()
    before = await rows(database, "service_version")
    entry = await desk.entry()

    answer = await desk.publish(entry | {"sla": FOUR_DAYS}, version=1, dry_run=True)

    body = answer.json()
    assert (body["published"], body["dry_run"], body["version"]) == (False, True, 2)
    assert body["changes"] == [
        {"pointer": "/sla/value", "kind": "changed", "before": 5, "after": 4}
    ]
    assert body["running"] == [
        {"version": 1, "status": "draft", "count": 1, "application_ids": [second["id"]]},
        {"version": 1, "status": "submitted", "count": 1, "application_ids": [first["id"]]},
    ]
    assert await rows(database, "service_version") == before
    assert await desk.version() == 1


async def test_what_is_in_force_already_makes_no_new_version(
    desk: CatalogueDesk, database: Database
) -> None:
    told = await rows(database, "event_log")

    answer = await desk.publish(await desk.entry(), version=1)

    assert answer.status_code == 201
    assert (answer.json()["published"], answer.json()["version"]) == (False, 1)
    assert await rows(database, "event_log") == told


async def test_a_version_is_told_by_ids_and_values_alone(
    desk: CatalogueDesk, database: Database
) -> None:
    await desk.published(sla=FOUR_DAYS, name="Izin Reklame Baru")

    assert await told_of(database, "permit.service_published") == [
        ("REKLAME", "2", "4", "working_day")
    ]


async def told_of(database: Database, kind: str) -> list[tuple[Any, ...]]:
    async with database.read(system_caller("permit", OFFICE)) as connection:
        found = await connection.exec_driver_sql(
            "select data::json->>'service_code', data::json->>'service_version',"
            " data::json->>'standard_value', data::json->>'standard_unit'"
            " from event_log where type = $1",
            (kind,),
        )
        assert "Baru" not in str(
            (await connection.exec_driver_sql("select data from event_log")).all()
        )
        return [tuple(row) for row in found]


async def test_who_publishes_has_read_what_is_in_force(desk: CatalogueDesk) -> None:
    entry = await desk.entry() | {"sla": FOUR_DAYS}

    is_problem(await desk.publish(entry, version=None), 428, "precondition_required")
    is_problem(await desk.publish(entry, version=7), 412, "precondition_failed")
    is_problem(await desk.publish(entry, version=0), 412, "precondition_failed")


async def test_of_two_who_publish_at_once_one_wins(desk: CatalogueDesk) -> None:
    entry = await desk.entry()

    first, second = await asyncio.gather(
        desk.publish(entry | {"sla": FOUR_DAYS}, version=1),
        desk.publish(entry | {"name": "Lain"}, version=1),
    )

    assert sorted((first.status_code, second.status_code)) == [201, 412]
    assert await desk.version() == 2


async def test_a_repeated_publication_is_answered_the_same(desk: CatalogueDesk) -> None:
    entry = await desk.entry() | {"sla": FOUR_DAYS}

    first = await desk.publish(entry, version=1, Idempotency_Key="k")
    again = await desk.publish(entry, version=1, Idempotency_Key="k")

    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.content == first.content
    assert await desk.version() == 2


@pytest.mark.parametrize("role", ["front_office", "licensing_official", "head", "applicant"])
async def test_only_the_administrator_publishes(desk: CatalogueDesk, role: str) -> None:
    answer = await desk.publish(await desk.entry() | {"sla": FOUR_DAYS}, version=1, role=role)

    is_problem(answer, 403, "forbidden")
    assert await desk.version() == 1


async def test_an_office_changes_its_own_catalogue_alone(desk: CatalogueDesk) -> None:
    answer = await desk.publish(await desk.entry() | {"sla": FOUR_DAYS}, version=1, office="62.02")

    assert answer.status_code == 201
    assert await desk.version() == 1
    assert await desk.version(office="62.02") == 2


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"colour": "red"}, "/colour"),
        ({"sla": {"value": -1, "unit": "working_day"}}, "/sla/value"),
        ({"agencies": ["tidak-ada"]}, "/agencies/0"),
        ({"form_schema": {"$ref": "https://contoh.example"}}, "/form_schema/$ref"),
        ({"code": "LAIN"}, "/code"),
    ],
)
async def test_an_entry_that_is_wrong_is_refused_with_its_place(
    desk: CatalogueDesk, changes: dict[str, Any], pointer: str
) -> None:
    entry = await desk.entry() | changes

    answer = await desk.publish(entry, version=1, code="REKLAME")

    is_problem(answer, 422, "invalid_request", pointer)
    assert await desk.version() == 1


async def test_an_office_adds_a_service_of_its_own(desk: CatalogueDesk, counter: Counter) -> None:
    entry = await desk.entry() | {
        "code": "IZIN-KERAMAIAN",
        "name": "Izin Keramaian",
        "sla": {"value": 3, "unit": "hour"},
    }

    answer = await desk.publish(entry, version=0)

    assert answer.status_code == 201
    draft = await counter.draft(service_code="IZIN-KERAMAIAN")
    assert draft["service_code"] == "IZIN-KERAMAIAN"


async def test_versions_are_listed_read_and_compared(
    desk: CatalogueDesk, http: httpx.AsyncClient
) -> None:
    await desk.published(sla=FOUR_DAYS)
    await desk.published(name="Izin Reklame")
    path = "/v1/services/REKLAME/versions"
    office = {"office_code": OFFICE}

    first = (await http.get(path, params=office | {"limit": "2"})).json()
    rest = (await http.get(path, params=office | {"cursor": first["next_cursor"]})).json()
    one = (await http.get(f"{path}/1", params=office)).json()
    both = (await http.get(f"{path}/3/changes", params=office | {"since": "1"})).json()

    assert [one["version"] for one in first["items"]] == [3, 2]
    assert [one["version"] for one in rest["items"]] == [1]
    assert rest["next_cursor"] is None
    assert (one["version"], one["sla"]["value"]) == (1, 5)
    assert [change["pointer"] for change in both["changes"]] == ["/name", "/sla/value"]
    for missing in (f"{path}/9", f"{path}/1/changes"):
        answer = await http.get(missing, params=office | {"since": "9"})
        is_problem(answer, 404, "not_found")
    is_problem(await http.get("/v1/services/TIDAK/versions", params=office), 404, "not_found")


async def test_a_closed_service_takes_no_new_application_and_running_ones_go_on(
    desk: CatalogueDesk, counter: Counter, http: httpx.AsyncClient, clock: FixedClock
) -> None:
    running = await counter.documented()
    path, admin = "/v1/services/REKLAME/closure", counter.as_("administrator")

    over = await http.post(path, json={"closed_on": "2026-06-14"}, headers=admin)
    closed = await http.post(path, json={"closed_on": "2026-06-16"}, headers=admin)

    is_problem(over, 422, "invalid_request", "/closed_on")
    assert closed.status_code == 200, closed.text
    assert (await http.get(REKLAME)).json()["closed_on"] == "2026-06-16"
    await counter.draft()
    clock.move(timedelta(days=1))
    refused = await counter.post("", draft_body(), who=counter.as_("applicant"))
    is_problem(refused, 409, "service_closed")
    handed_in = await counter.post(f"/{running['id']}/submission", who=counter.as_("applicant"))
    assert handed_in.status_code == 200

    admin = counter.as_("administrator")
    opened = await http.post(path, json={"closed_on": None}, headers=admin)
    assert opened.json()["version"] == 3
    await counter.draft()


async def test_a_rule_of_validity_names_the_last_day_of_the_licence(
    desk: CatalogueDesk, counter: Counter
) -> None:
    rule = {"kind": "fixed_term", "years": 2, "source": "Perbup 1/2026 Ps 4", "verified": True}
    await desk.published(validity_rule=rule)
    application = await counter.recommended()
    path, back = f"/{application['id']}/validation", counter.as_("back_office")

    departed = await counter.post(path, {"outcome": "valid", "valid_until": "2027-01-01"}, who=back)
    validated = await counter.post(path, {"outcome": "valid"}, who=back)

    is_problem(departed, 422, "rule_broken", "/valid_until")
    assert validated.json()["valid_until"] == "2028-06-15"
    await counter.answer_survey(application["id"])
    signed = (await counter.sign(application["id"])).json()
    token = signed["licence"]["verification_token"]
    public = await counter.http.get(f"/v1/verification/{token}")
    assert public.json()["valid_until"] == "2028-06-15"


async def test_where_the_rule_leaves_it_to_the_official_the_last_day_must_be_given(
    desk: CatalogueDesk, counter: Counter
) -> None:
    rule = {"kind": "per_decision", "years": 1, "source": "Perbup 1/2026", "verified": True}
    await desk.published(validity_rule=rule)
    application = await counter.recommended()
    path, back = f"/{application['id']}/validation", counter.as_("back_office")

    silent = await counter.post(path, {"outcome": "valid"}, who=back)
    late = await counter.post(path, {"outcome": "valid", "valid_until": "2027-06-16"}, who=back)
    given = await counter.post(path, {"outcome": "valid", "valid_until": "2027-06-15"}, who=back)

    is_problem(silent, 422, "rule_broken", "/valid_until")
    is_problem(late, 422, "rule_broken", "/valid_until")
    assert given.json()["valid_until"] == "2027-06-15"


async def test_no_licence_is_without_an_end_that_its_service_does_not_leave_out(
    desk: CatalogueDesk, counter: Counter
) -> None:
    """Rules that nobody has verified: the most of a bounded one is proposed, what has no bound is
    asked for, and what was handed in under the former version keeps to it."""
    bounded = await counter.recommended()
    rule = {"kind": "per_decision", "source": "Perbup 1/2026", "verified": False}
    await desk.published(validity_rule=rule)
    open_ended = await counter.recommended()
    await desk.published(validity_rule=rule | {"kind": "unlimited"})
    without_end = await counter.recommended()
    back, valid = counter.as_("back_office"), {"outcome": "valid"}

    proposed = await counter.post(f"/{bounded['id']}/validation", valid, who=back)
    asked = await counter.post(f"/{open_ended['id']}/validation", valid, who=back)
    endless = await counter.post(f"/{without_end['id']}/validation", valid, who=back)

    assert proposed.json()["valid_until"] == "2027-06-15"
    is_problem(asked, 422, "rule_broken", "/valid_until")
    assert (asked.json()["rule"], asked.json()["errors"][0]["code"]) == (
        "validity_required",
        "required",
    )
    assert endless.json()["valid_until"] is None
    given = await counter.post(
        f"/{open_ended['id']}/validation", valid | {"valid_until": "2028-01-31"}, who=back
    )
    assert given.json()["valid_until"] == "2028-01-31"


async def test_an_exempt_service_is_signed_without_a_survey_and_says_on_what_it_rests(
    desk: CatalogueDesk, counter: Counter, http: httpx.AsyncClient
) -> None:
    await desk.published(survey_gate="exempt", survey_gate_source="Perbup 1/2026 Ps 2")

    application = await counter.validated()
    signed = await counter.sign(application["id"])

    gate = {"state": "exempt", "source": "Perbup 1/2026 Ps 2", "verified": False}
    assert application["survey"]["gate"] == gate
    assert signed.json()["status"] == "signed"
    guide = (await http.get(REKLAME)).json()["procedure"]["id"]
    assert not any("Survei" in step for step in guide)


async def test_the_guide_follows_the_version(desk: CatalogueDesk, http: httpx.AsyncClient) -> None:
    rule = {"kind": "fixed_term", "years": 2, "source": "Perbup", "verified": True}
    before = (await http.get(REKLAME)).json()["procedure"]

    await desk.published(validity_rule=rule, sla={"value": 3, "unit": "hour"})

    after = (await http.get(REKLAME)).json()["procedure"]
    assert not any("Masa berlaku" in step for step in before["id"])
    assert "Masa berlaku: 2 tahun." in after["id"]
    assert after["en"][-2:] == ["Validity: 2 years.", "Service time: 3 hours."]


async def test_the_guide_names_the_standards_in_force_and_the_day_of_closing(
    desk: CatalogueDesk, http: httpx.AsyncClient
) -> None:
    standard = {
        "state": "in_force",
        "version": "2026.1",
        "number": "065/01/2026",
        "in_force_from": "2026-06-01",
    }
    drafted = {"state": "drafted", "version": "2"}

    await desk.published(service_standard=standard, operating_procedure=drafted)
    before = (await http.get(REKLAME)).json()["procedure"]
    await desk.published(operating_procedure=standard, closed_on="2026-12-31")
    after = (await http.get(REKLAME)).json()["procedure"]

    said = "065/01/2026 (versi 2026.1), berlaku sejak 2026-06-01."
    told = "065/01/2026 (version 2026.1), in force from 2026-06-01."
    assert f"Standar Pelayanan (SPP) {said}" in before["id"]
    assert not any("SOP" in step for step in before["id"] + before["en"])
    assert f"Standar Operasional Prosedur (SOP) {said}" in after["id"]
    assert f"Service standard (SPP) {told}" in after["en"]
    assert f"Operating procedure (SOP) {told}" in after["en"]
    assert "Sejak 2026-12-31 permohonan baru tidak diterima." in after["id"]
    assert "From 2026-12-31 on no new application is taken." in after["en"]


async def test_the_shape_of_an_entry_is_published(http: httpx.AsyncClient) -> None:
    schema = (await http.get("/v1/service-schema")).json()

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["sla"]["description"]
