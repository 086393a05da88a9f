"""What the door refuses: each time a problem with its code, nothing stored, nothing repeated."""

import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from stories.databases import SERVICES, database_of
from stories.door import Door, Person
from stories.licence import ELEMENTS, OFFICE, SERVICE, LicenceStory

IMPOSSIBLE_NIK = "8102043002900001"  # the 30th of February
EXECUTABLE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 200


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["trace_id"]
    return body


def application(**changes: Any) -> dict[str, Any]:
    applicant = {
        "kind": "person",
        "name": "Pemohon Contoh",
        "email": "pemohon@example.invalid",
        "phone": "+6281100000000",
    }
    body = {
        "service_code": SERVICE,
        "office_code": OFFICE,
        "mode": "self_service",
        "applicant": applicant,
        "form": {},
        "declaration_accepted": True,
    }
    return body | changes


async def told(door: Door, request_id: str) -> int:
    """How many events the logs hold of requests with this id, and of what followed from them."""
    assert door.home is not None
    total = 0
    for service in SERVICES:
        async with database_of(door.home, service) as connection:
            total += await connection.fetchval(
                "select count(*) from event_log where correlation = $1", request_id
            )
    return total


@contextmanager
def marked(door: Door) -> Iterator[str]:
    """Every request in the block has this one id, by which its events are known among others'."""
    request_id = f"story-{secrets.token_hex(8)}"
    door.http.headers["X-Request-Id"] = request_id
    try:
        yield request_id
    finally:
        del door.http.headers["X-Request-Id"]


@pytest.fixture
async def applicant(door: Door) -> Person:
    return await LicenceStory(door).register()


@pytest.fixture
async def draft(door: Door) -> LicenceStory:
    story = LicenceStory(door)
    await story.apply()
    return story


@pytest.fixture
async def submitted(draft: LicenceStory) -> LicenceStory:
    await draft.submit()
    return draft


@pytest.fixture
async def silent(door: Door, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Nothing is told of what the test asks. Asked for last, so that its fixtures may tell."""
    with marked(door) as request_id:
        yield
    assert await told(door, request_id) == 0


async def test_what_is_accepted_is_told_under_the_id_of_its_request(draft: LicenceStory) -> None:
    """So that the silence of the others means something."""
    with marked(draft.door) as request_id:
        await draft.submit()
    assert await told(draft.door, request_id) > 0


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"office_code": "99.99"}, "/office_code"),
        ({"service_code": "NO-SUCH"}, "/service_code"),
        ({"mode": "by-pigeon"}, "/mode"),
        ({"applicant": {}}, "/applicant"),
    ],
)
async def test_an_unknown_office_service_or_form_is_refused(
    door: Door, applicant: Person, silent: None, changes: Any, pointer: str
) -> None:
    answer = await applicant.call(
        "POST", "/v1/applications", json=application(**changes), expect=None
    )
    found = problem(answer, 422, "invalid_request")
    assert found["errors"][0]["pointer"].startswith(pointer)


async def test_a_nik_with_an_impossible_date_is_pointed_at_and_not_repeated(
    door: Door, applicant: Person, silent: None
) -> None:
    body = application()
    body["applicant"]["nik"] = IMPOSSIBLE_NIK
    answer = await applicant.call("POST", "/v1/applications", json=body, expect=None)

    found = problem(answer, 422, "invalid_request")
    assert found["errors"][0]["pointer"] == "/applicant/nik"
    assert IMPOSSIBLE_NIK not in answer.text


@pytest.mark.parametrize("content", ["{", "not json", "[]", ""])
async def test_a_body_that_is_not_the_json_asked_for_is_refused(
    applicant: Person, silent: None, content: str
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await applicant.call(
        "POST", "/v1/applications", content=content, headers=headers, expect=None
    )
    problem(answer, 422, "invalid_request")
    assert "not json" not in answer.text


async def test_a_wrong_role_is_forbidden(door: Door, submitted: LicenceStory, silent: None) -> None:
    official = await door.staff("inspector", OFFICE)
    body = {"outcome": "complete", "notes": "", "corrections": []}
    answer = await official.call("POST", f"{submitted.path}/verification", json=body, expect=None)
    problem(answer, 403, "forbidden")
    assert submitted.applicant is not None
    own = await submitted.applicant.call(
        "POST", f"{submitted.path}/verification", json=body, expect=None
    )
    problem(own, 403, "forbidden")


async def test_a_wrong_state_is_a_transition_that_is_not_allowed(
    submitted: LicenceStory, silent: None
) -> None:
    assert submitted.applicant is not None
    again = await submitted.applicant.call(
        "POST", f"{submitted.path}/submission", json={}, expect=None
    )
    problem(again, 409, "transition_not_allowed")
    signed = await submitted.door.staff("head", OFFICE)
    early = await signed.call(
        "POST",
        f"{submitted.path}/signature",
        json={"passphrase": signed.passphrase},
        expect=None,
    )
    problem(early, 409, "transition_not_allowed")


async def test_another_applicants_application_and_another_offices_look_like_none(
    door: Door, submitted: LicenceStory, applicant: Person, silent: None
) -> None:
    elsewhere = await door.staff("front_office", "62.02")
    for stranger in (applicant, elsewhere):
        answer = await stranger.call("GET", submitted.path, expect=None)
        problem(answer, 404, "not_found")
        moved = await stranger.call("POST", f"{submitted.path}/withdrawal", json={}, expect=None)
        problem(moved, 404, "not_found")
    assert (
        submitted.path.rpartition("/")[2]
        not in (await elsewhere.call("GET", "/v1/applications")).text
    )


async def test_without_its_documents_an_application_is_not_submitted(
    applicant: Person, silent: None
) -> None:
    draft = await applicant.post("/v1/applications", application(), expect=201)
    answer = await applicant.call(
        "POST", f"/v1/applications/{draft['id']}/submission", json={}, expect=None
    )
    found = problem(answer, 422, "documents_missing")
    assert found["errors"]


async def test_a_hundred_megabytes_are_refused(draft: LicenceStory, silent: None) -> None:
    assert draft.applicant is not None
    answer = await draft.applicant.call(
        "POST",
        f"{draft.path}/documents",
        data={"requirement_no": "1"},
        files={"file": ("besar.pdf", b"%PDF-1.4\n" + b"0" * 100 * 1024 * 1024)},
        expect=None,
    )
    problem(answer, 413, "too_large")


async def test_an_executable_that_is_named_pdf_is_refused(
    draft: LicenceStory, silent: None
) -> None:
    assert draft.applicant is not None
    answer = await draft.applicant.call(
        "POST",
        f"{draft.path}/documents",
        data={"requirement_no": "1"},
        files={"file": ("surat.pdf", EXECUTABLE, "application/pdf")},
        expect=None,
    )
    problem(answer, 415, "unsupported_type")


async def test_a_document_for_a_requirement_that_does_not_exist_is_refused(
    draft: LicenceStory, silent: None
) -> None:
    answer = await draft.upload(99, expect=422)
    assert answer["code"] in {"rule_broken", "invalid_request"}


async def test_the_same_key_with_another_body_is_refused_and_with_the_same_is_answered_again(
    applicant: Person,
) -> None:
    headers = {"Idempotency-Key": "kunci-1"}
    first = await applicant.call(
        "POST", "/v1/applications", json=application(), headers=headers, expect=201
    )
    again = await applicant.call(
        "POST", "/v1/applications", json=application(), headers=headers, expect=201
    )
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    other = await applicant.call(
        "POST",
        "/v1/applications",
        json=application(reference="lain"),
        headers=headers,
        expect=None,
    )
    problem(other, 422, "idempotency_key_reused")


async def test_a_stale_etag_changes_nothing(draft: LicenceStory, silent: None) -> None:
    assert draft.applicant is not None
    answer = await draft.applicant.call(
        "POST",
        f"{draft.path}/submission",
        json={},
        headers={"If-Match": '"0"'},
        expect=None,
    )
    problem(answer, 412, "precondition_failed")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/tracking/8102-20260101-AAAAAAAA",
        "/v1/verification/AAAAAAAAAAAAAAAAAAAAAA",
        "/v1/survey-invitations/AAAA",
        "/v1/nowhere",
        "/internal/events",
    ],
)
async def test_what_is_not_there_is_not_found(door: Door, path: str) -> None:
    problem(await door.nobody.call("GET", path, expect=None), 404, "not_found")


@pytest.mark.parametrize("path", ["/v1/applications", "/v1/businesses", "/v1/auth/me"])
async def test_who_is_not_signed_in_is_told_so(door: Door, path: str) -> None:
    problem(await door.nobody.call("GET", path, expect=None), 401, "unauthenticated")


async def test_a_survey_is_answered_once_and_whole(door: Door) -> None:
    story = LicenceStory(door)
    await story.until_validated()
    token = (await story.survey_url()).rpartition("/")[2]
    path = f"/v1/survey-invitations/{token}/response"
    wrong = await door.nobody.call(
        "POST", path, json={"answers": {"PERSYARATAN": 5}, "profile": {}}, expect=None
    )
    problem(wrong, 422, "invalid_request")
    await story.answer_survey()
    again = await door.nobody.call(
        "POST",
        path,
        json={"answers": dict.fromkeys(ELEMENTS, 4), "profile": {}, "suggestion": ""},
        expect=None,
    )
    problem(again, 409, "already_answered")
