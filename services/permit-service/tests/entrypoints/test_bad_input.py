"""Bad input: a problem with its code, nothing stored, never a 500, nothing echoed."""

from typing import Any

import httpx
import pytest

from permit_service.testing.counter import AGENCIES, PDF, Counter, draft_body
from shared.database.engine import Database

from .problems import SECRET, is_problem, rows


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
    application = await counter.recommended()
    for word in (b"NaN", b"Infinity", b"1e999"):
        answer = await http.post(
            f"/v1/applications/{application['id']}/validation",
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
