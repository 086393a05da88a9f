"""Bad input: a problem with its code, nothing stored, never a 500, nothing echoed."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from permit_service.testing.counter import AGENCIES, PDF, Counter, draft_body
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database
from shared.identity import system_caller

SECRET = "RAHASIA-8102153002900001"


async def rows(database: Database, table: str) -> int:
    async with database.read(system_caller("permit", OFFICE, "62.02")) as connection:
        found = await connection.exec_driver_sql(f"select count(*) from {table}")
        return int(found.scalar_one())


def is_problem(answer: httpx.Response, status: int, code: str, *pointers: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["code"] == code
    assert body["trace_id"]
    assert [one["pointer"] for one in body["errors"]][: len(pointers)] == list(pointers)
    assert SECRET not in answer.text


def person_with(**changes: Any) -> dict[str, Any]:
    return draft_body()["applicant"] | {"kind": "person"} | changes


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"office_code": "99.99"}, "/office_code"),
        ({"service_code": "TIDAK-ADA"}, "/service_code"),
        ({"mode": "by_pigeon"}, "/mode"),
        ({"intake": "by_pigeon"}, "/intake"),
        ({"applicant": person_with(nik="8102153002900001")}, "/applicant/nik"),
        ({"applicant": person_with(nik="81021530")}, "/applicant/nik"),
        ({"applicant": person_with(email=SECRET)}, "/applicant/email"),
        ({"applicant": person_with(phone=SECRET)}, "/applicant/phone"),
        ({"applicant": person_with(name="a\x00b")}, "/applicant/name"),
        ({"applicant": person_with(name="\ud800")}, "/applicant/name"),
        ({"applicant": person_with(nib=SECRET)}, "/applicant/nib"),
        ({"applicant": SECRET}, "/applicant"),
        ({"form": {"a": "\x00"}}, "/form"),
        ({"metadata": {"a\x00": 1}}, "/metadata"),
        ({"form": SECRET}, "/form"),
        ({"location": {"latitude": 900}}, "/location/latitude"),
        ({"declaration_accepted": SECRET}, "/declaration_accepted"),
    ],
)
async def test_a_draft_that_is_wrong_is_refused_with_its_place(
    counter: Counter, database: Database, changes: dict[str, Any], pointer: str
) -> None:
    answer = await counter.post("", draft_body(**changes), who=counter.as_("applicant"))

    is_problem(answer, 422, "invalid_request", pointer)
    assert await rows(database, "application") == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"1e999"])
async def test_a_body_that_is_no_application_is_refused(
    counter: Counter, http: httpx.AsyncClient, body: bytes
) -> None:
    answer = await http.post(
        "/v1/applications",
        content=body,
        headers=counter.as_("applicant") | {"Content-Type": "application/json"},
    )

    is_problem(answer, 422, "invalid_request")


async def test_numbers_that_json_does_not_know_are_refused(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    for word in (b"NaN", b"Infinity", b"1e999"):
        answer = await http.post(
            "/v1/applications/" + str(uuid4()) + "/validation",
            content=b'{"outcome": "valid", "notes": ' + word + b"}",
            headers=counter.as_("back_office") | {"Content-Type": "application/json"},
        )
        is_problem(answer, 422, "invalid_request")


async def test_a_form_nested_too_deeply_is_refused(counter: Counter) -> None:
    deep: dict[str, Any] = {}
    for _ in range(50):
        deep = {"a": deep}

    answer = await counter.post("", draft_body(form=deep), who=counter.as_("applicant"))

    is_problem(answer, 422, "invalid_request", "/form")


async def test_nobody_is_asked_to_sign_in_first(http: httpx.AsyncClient) -> None:
    is_problem(await http.post("/v1/applications", json=draft_body()), 401, "unauthenticated")
    forged = {"Authorization": "Bearer forged"}
    is_problem(await http.get("/v1/applications", headers=forged), 401, "unauthenticated")


async def test_missing_documents_are_named(counter: Counter, database: Database) -> None:
    draft = await counter.draft()

    answer = await counter.post(f"/{draft['id']}/submission", who=counter.as_("applicant"))

    is_problem(answer, 422, "documents_missing", "/documents/1", "/documents/2")
    assert (await counter.read(draft["id"]))["status"] == "draft"
    assert await rows(database, "event_log") == 0


@pytest.mark.requirement("R003-P09-1")
async def test_a_submission_needs_the_declaration(counter: Counter) -> None:
    draft = await counter.documented(declaration_accepted=False)

    refused = await counter.post(f"/{draft['id']}/submission", who=counter.as_("applicant"))
    accepted = await counter.post(
        f"/{draft['id']}/submission",
        {"declaration_accepted": True},
        who=counter.as_("applicant"),
    )

    is_problem(refused, 422, "declaration_required", "/declaration_accepted")
    assert accepted.json()["status"] == "submitted"
    assert accepted.json()["declaration"]["text_version"]


async def test_an_executable_named_pdf_is_no_document(counter: Counter, database: Database) -> None:
    draft = await counter.draft()

    for content in (b"MZ\x90\x00" + b"\x00" * 600, b"#!/bin/sh\nexit 0\n", b"", b"<html></html>"):
        answer = await counter.upload(draft["id"], 1, content=content)
        is_problem(answer, 415, "unsupported_type")
    assert await rows(database, "document") == 0


async def test_a_document_for_a_requirement_that_does_not_exist_is_refused(
    counter: Counter,
) -> None:
    draft = await counter.draft()

    is_problem(await counter.upload(draft["id"], 99), 422, "invalid_request", "/requirement_no")


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "٣", "99999999999999999999"])
async def test_a_requirement_that_is_no_number_is_refused(
    counter: Counter, http: httpx.AsyncClient, text: str
) -> None:
    draft = await counter.draft()
    answer = await http.post(
        f"/v1/applications/{draft['id']}/documents",
        data={"requirement_no": text},
        files={"file": ("a.pdf", PDF, "application/pdf")},
        headers=counter.as_("applicant"),
    )

    is_problem(answer, 422, "invalid_request", "/requirement_no")


async def test_an_upload_that_is_too_large_is_refused(counter: Counter, database: Database) -> None:
    draft = await counter.draft()

    answer = await counter.upload(draft["id"], 1, content=PDF + b"0" * (22 * 1024 * 1024))

    is_problem(answer, 413, "too_large")
    assert await rows(database, "document") == 0


async def test_documents_are_not_taken_after_the_submission(counter: Counter) -> None:
    submitted = await counter.submitted()

    is_problem(await counter.upload(submitted["id"], 5), 409, "transition_not_allowed")


async def test_what_belongs_to_another_applicant_does_not_exist(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.signed()
    stranger = counter.as_("applicant", name="another")
    licence_id = application["licence"]["id"]

    for path in ("", "/clock", "/timeline", "/draft.pdf"):
        answer = await http.get(f"/v1/applications/{application['id']}{path}", headers=stranger)
        is_problem(answer, 404, "not_found")
    for path in ("", "/document.pdf"):
        answer = await http.get(f"/v1/licences/{licence_id}{path}", headers=stranger)
        is_problem(answer, 404, "not_found")
    for step in ("submission", "resubmission", "withdrawal"):
        answer = await counter.post(f"/{application['id']}/{step}", who=stranger)
        is_problem(answer, 404, "not_found")
    is_problem(await counter.upload(application["id"], 1, who=stranger), 404, "not_found")
    mine = await http.get("/v1/applications", headers=stranger)
    assert mine.json() == {"items": [], "next_cursor": None}
    licences = await http.get("/v1/licences", headers=stranger)
    assert licences.json() == {"items": [], "next_cursor": None}


async def test_what_belongs_to_another_office_does_not_exist(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.submitted()
    steps = {
        "verification": ("front_office", {"outcome": "complete"}),
        "validation": ("back_office", {"outcome": "valid"}),
        "signature": ("head", {"passphrase": SECRET}),
        "delivery": ("back_office", None),
    }

    for step, (role, body) in steps.items():
        answer = await counter.post(
            f"/{application['id']}/{step}", body, who=counter.as_(role, office="62.02")
        )
        is_problem(answer, 404, "not_found")
    for role in ("head", "front_office", "administrator", "province"):
        headers = counter.as_(role, office="62.02")
        answer = await http.get(f"/v1/applications/{application['id']}", headers=headers)
        is_problem(answer, 404, "not_found")
        listed = await http.get("/v1/applications", headers=headers)
        assert listed.json()["items"] == []


OFFICERS = {
    "verification": ({"outcome": "complete"}, {"front_office"}),
    "recommendations/bapenda": ({"outcome": "approve"}, {"agency_officer"}),
    "validation": ({"outcome": "valid"}, {"back_office", "licensing_official"}),
    "signature": ({"passphrase": SECRET}, {"head"}),
    "delivery": (None, {"back_office"}),
}
ROLES = (
    "applicant",
    "front_office",
    "back_office",
    "licensing_official",
    "head",
    "agency_officer",
    "inspector",
    "administrator",
    "province",
    "integration",
)


@pytest.mark.requirement("R003-P06-2", "R003-P06-3", "R003-P07-3-2")
@pytest.mark.parametrize("step", OFFICERS)
async def test_a_step_is_open_to_its_role_alone(counter: Counter, step: str) -> None:
    application = await counter.submitted()
    body, allowed = OFFICERS[step]

    for role in ROLES:
        agency = "bapenda" if role == "agency_officer" else None
        answer = await counter.post(
            f"/{application['id']}/{step}", body, who=counter.as_(role, agency=agency)
        )
        if role not in allowed:
            is_problem(answer, 403, "forbidden")
        elif step != "verification":
            # In this state none of the later steps is possible, whoever asks.
            assert answer.status_code in {404, 409}


async def test_the_applicants_steps_are_not_the_offices(counter: Counter) -> None:
    application = await counter.submitted()

    for role in ("front_office", "back_office", "head"):
        answer = await counter.post(f"/{application['id']}/withdrawal", who=counter.as_(role))
        is_problem(answer, 403, "forbidden")


@pytest.mark.requirement("R003-P08-4d", "R003-P02-3b-2")
async def test_an_agency_sees_what_was_routed_to_it_and_answers_for_itself(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    submitted = await counter.submitted()
    officer = counter.as_("agency_officer", agency="bapenda")
    before = await http.get(f"/v1/applications/{submitted['id']}", headers=officer)
    await counter.post(
        f"/{submitted['id']}/verification",
        {"outcome": "complete"},
        who=counter.as_("front_office"),
    )

    after = await http.get(f"/v1/applications/{submitted['id']}", headers=officer)
    stranger = await http.get(
        f"/v1/applications/{submitted['id']}",
        headers=counter.as_("agency_officer", agency="dinkes"),
    )
    for_another = await counter.post(
        f"/{submitted['id']}/recommendations/dinas-putr", {"outcome": "approve"}, who=officer
    )
    unasked = await counter.post(
        f"/{submitted['id']}/recommendations/dinkes",
        {"outcome": "approve"},
        who=counter.as_("agency_officer", agency="dinkes"),
    )

    is_problem(before, 404, "not_found")
    assert after.json()["actions"] == ["recommendations/bapenda"]
    assert "email" not in after.json()["applicant"]
    is_problem(stranger, 404, "not_found")
    is_problem(for_another, 403, "forbidden")
    is_problem(unasked, 404, "not_found")
    listed = await http.get("/v1/applications?mine=true", headers=officer)
    assert [one["id"] for one in listed.json()["items"]] == [submitted["id"]]


async def test_every_step_in_a_wrong_state_is_a_conflict(counter: Counter) -> None:
    delivered = await counter.signed()
    await counter.post(f"/{delivered['id']}/delivery", who=counter.as_("back_office"))
    wrong = {
        "submission": (None, counter.as_("applicant")),
        "resubmission": (None, counter.as_("applicant")),
        "withdrawal": (None, counter.as_("applicant")),
        "verification": ({"outcome": "complete"}, counter.as_("front_office")),
        f"recommendations/{AGENCIES[0]}": (
            {"outcome": "approve"},
            counter.as_("agency_officer", agency=AGENCIES[0]),
        ),
        "validation": ({"outcome": "valid"}, counter.as_("back_office")),
        "signature": ({"passphrase": SECRET}, counter.as_("head")),
        "delivery": (None, counter.as_("back_office")),
    }

    for step, (body, who) in wrong.items():
        answer = await counter.post(f"/{delivered['id']}/{step}", body, who=who)
        is_problem(answer, 409, "transition_not_allowed")


async def test_a_rejection_names_its_legal_basis(counter: Counter) -> None:
    submitted = await counter.submitted()
    path, who = f"/{submitted['id']}/verification", counter.as_("front_office")

    bare = await counter.post(path, {"outcome": "rejected", "notes": "x"}, who=who)
    full = {"outcome": "rejected", "notes": "x", "legal_basis": "Perda 1/2020 Ps 3"}
    rejected = await counter.post(path, full, who=who)
    again = await counter.post(path, full, who=who)

    is_problem(bare, 422, "invalid_request", "/legal_basis")
    assert rejected.json()["status"] == "rejected"
    is_problem(again, 409, "transition_not_allowed")


async def test_recommendations_hold_the_validation(counter: Counter) -> None:
    verified = await counter.verified()
    path, who = f"/{verified['id']}/validation", counter.as_("back_office")

    missing = await counter.post(path, {"outcome": "valid"}, who=who)
    for agency, outcome in zip(AGENCIES, ("approve", "reject"), strict=True):
        await counter.post(
            f"/{verified['id']}/recommendations/{agency}",
            {"outcome": outcome},
            who=counter.as_("agency_officer", agency=agency),
        )
    rejected = await counter.post(path, {"outcome": "valid"}, who=who)
    sent_back = await counter.post(path, {"outcome": "sent_back", "notes": "x"}, who=who)

    is_problem(missing, 409, "recommendations_missing")
    is_problem(rejected, 409, "recommendation_rejected")
    assert sent_back.json()["status"] == "submitted"


async def test_a_wrong_passphrase_is_refused_and_not_echoed(counter: Counter) -> None:
    application = await counter.surveyed()

    answer = await counter.sign(application["id"], passphrase=SECRET)

    is_problem(answer, 422, "wrong_passphrase", "/passphrase")
    assert (await counter.sign(application["id"])).status_code == 200


@pytest.mark.requirement("R003-P01-6")
async def test_a_licence_of_another_body_is_not_signed_here(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    draft = await counter.draft(service_code="TDG")
    service = (await http.get("/v1/services/TDG?office_code=81.02")).json()
    for one in service["requirements"]:
        await counter.upload(draft["id"], one["no"])
    await counter.post(f"/{draft['id']}/submission", who=counter.as_("applicant"))
    await counter.post(
        f"/{draft['id']}/verification", {"outcome": "complete"}, who=counter.as_("front_office")
    )
    for agency in service["agencies"]:
        await counter.post(
            f"/{draft['id']}/recommendations/{agency}",
            {"outcome": "approve"},
            who=counter.as_("agency_officer", agency=agency),
        )
    validated = await counter.post(
        f"/{draft['id']}/validation", {"outcome": "valid"}, who=counter.as_("back_office")
    )

    assert validated.json()["survey"]["state"] == "exempt"
    assert validated.json()["survey"]["gate"]["verified"] is False
    is_problem(await counter.sign(draft["id"]), 409, "issued_elsewhere")


async def test_an_old_version_is_refused_and_the_present_one_accepted(counter: Counter) -> None:
    submitted = await counter.submitted()
    path, who = f"/{submitted['id']}/verification", counter.as_("front_office")
    body = {"outcome": "complete"}

    stale = await counter.post(path, body, who=who, If_Match='"1"')
    malformed = await counter.post(path, body, who=who, If_Match="one")
    present = await counter.post(path, body, who=who, If_Match=f'"{submitted["version"]}"')

    is_problem(stale, 412, "precondition_failed")
    is_problem(malformed, 422, "invalid_request")
    assert present.status_code == 200
    assert present.headers["ETag"] == f'"{submitted["version"] + 1}"'


@pytest.mark.parametrize(
    "query", ["cursor=x", "cursor=bm90aGluZw", "limit=0", "limit=201", "status=flying", "q=%00"]
)
async def test_a_list_that_is_asked_for_wrongly_is_refused(
    counter: Counter, http: httpx.AsyncClient, query: str
) -> None:
    for role in ("applicant", "front_office"):
        answer = await http.get(f"/v1/applications?{query}", headers=counter.as_(role))
        is_problem(answer, 422, "invalid_request")


async def test_an_unknown_office_or_service_is_not_found(http: httpx.AsyncClient) -> None:
    is_problem(await http.get("/v1/services?office_code=99.99"), 404, "not_found")
    is_problem(await http.get("/v1/services/NOTHING?office_code=81.02"), 404, "not_found")
    is_problem(await http.get("/v1/services"), 422, "invalid_request")


async def test_a_licence_does_not_end_before_it_begins(counter: Counter) -> None:
    recommended = await counter.recommended()
    path, who = f"/{recommended['id']}/validation", counter.as_("back_office")

    past = await counter.post(path, {"outcome": "valid", "valid_until": "2026-06-14"}, who=who)
    today = await counter.post(path, {"outcome": "valid", "valid_until": "2026-06-15"}, who=who)

    is_problem(past, 422, "invalid_request", "/valid_until")
    assert today.json()["valid_until"] == "2026-06-15"
