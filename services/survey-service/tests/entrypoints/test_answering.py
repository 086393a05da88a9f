"""Story A's half: a validation opens the survey, an answer completes it; and bad input."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer
from survey_service.domain.questionnaire import Element
from survey_service.testing.service import Listener, submitted, validated

from .conftest import APPLICATION, GOOD, Open, announce, told

BODY: dict[str, Any] = {
    "answers": GOOD,
    "profile": {"umur": 34, "jenis_kelamin": "P", "pendidikan": "S1", "pekerjaan": "WIRAUSAHA"},
    "suggestion": "Tambah kursi di ruang tunggu",
}


async def answers_kept(service: ServiceModule, office: str = "62.02") -> int:
    async with service.database.read(system_caller("test", office)) as connection:
        return int((await connection.execute(text("select count(*) from response"))).scalar_one())


async def test_the_form_behind_a_link_is_read_without_signing_in(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()

    answer = await http.get(f"/v1/survey-invitations/{token}")

    assert answer.status_code == 200
    form = answer.json()
    assert (form["state"], form["service_code"], form["office_code"]) == (
        "open",
        "REKLAME",
        "62.02",
    )
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.requirement(
    "R002-2.5A-U1",
    "R002-2.5A-U2",
    "R002-2.5A-U3",
    "R002-2.5A-U4",
    "R002-2.5A-U5",
    "R002-2.5A-U6",
    "R002-2.5A-U7",
    "R002-2.5A-U8",
    "R002-2.5A-U9",
)
async def test_the_form_asks_for_the_nine_elements_by_code(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()

    form = (await http.get(f"/v1/survey-invitations/{token}")).json()

    elements = {one["code"]: one for one in form["questionnaire"]["elements"]}
    assert list(elements) == [element.value for element in Element]
    assert elements["BIAYA"]["questions"][0]["labels"]["4"] == {
        "id": "Gratis",
        "en": "Free of charge",
    }
    assert elements["SARANA"]["name"]["id"] == "Sarana dan prasarana"
    assert elements["PENGADUAN"]["name"]["id"] == "Penanganan pengaduan, saran dan masukan"
    assert all(len(one["questions"][0]["labels"]) == 4 for one in elements.values())


async def test_an_answer_completes_the_survey_of_its_application(
    service: ServiceModule, http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()

    answer = await http.post(f"/v1/survey-invitations/{token}/response", json=BODY)

    assert answer.status_code == 201
    assert answer.json()["state"] == "completed"
    completed = [row for row in await told(service) if row.type == "survey.survey_completed"]
    assert [row.subject for row in completed] == [APPLICATION]
    assert await answers_kept(service) == 1


async def test_nothing_that_is_told_leads_from_the_answer_to_its_application(
    service: ServiceModule, http: httpx.AsyncClient, open_survey: Open, clock: FixedClock
) -> None:
    token = await open_survey()
    answer = await http.post(f"/v1/survey-invitations/{token}/response", json=BODY)
    assert "survey.response_recorded" not in {row.type for row in await told(service)}
    clock.move(timedelta(days=1))

    await announce(service)

    rows = {row.type: row for row in await told(service)}
    completed, recorded = rows["survey.survey_completed"], rows["survey.response_recorded"]
    assert recorded.occurred_at != completed.occurred_at
    assert recorded.correlation is None
    assert completed.correlation == answer.headers["x-request-id"]
    assert recorded.subject.version == 4
    assert str(APPLICATION) not in recorded.data
    assert str(recorded.subject) not in completed.data + answer.text


@pytest.mark.requirement("R002-2.5-scale")
@pytest.mark.parametrize("value", [0, 5, None, 2.5, "3", True, [], {}])
async def test_an_answer_that_is_not_1_to_4_is_refused_and_not_kept(
    service: ServiceModule, http: httpx.AsyncClient, open_survey: Open, value: object
) -> None:
    token = await open_survey()
    body = {"answers": GOOD | {"WAKTU": value}, "profile": {}}

    answer = await http.post(f"/v1/survey-invitations/{token}/response", json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid_request"
    assert answer.json()["errors"] == [{"pointer": "/answers/WAKTU", "code": "not_in_scale"}]
    assert await answers_kept(service) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"answers": 3}',
        b'{"answers": {}}',
        b'{"answers": {"PERSYARATAN": 3}}',
        b'{"answers": {"PERSYARATAN": 3}, "nik": "6202011212900001"}',
        b'{"answers": {"nik-6202011212900001": 3}}',
        b"\xff\xfe",
    ],
)
async def test_a_body_of_another_shape_is_refused_and_not_repeated(
    service: ServiceModule, http: httpx.AsyncClient, open_survey: Open, body: bytes
) -> None:
    token = await open_survey()

    answer = await http.post(
        f"/v1/survey-invitations/{token}/response",
        content=body,
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    assert "6202011212900001" not in answer.text
    assert await answers_kept(service) == 0


@pytest.mark.parametrize(
    "profile", [{"umur": "tua"}, {"nama": "x"}, {"jenis_kelamin": "X"}, {"umur": -1}]
)
async def test_a_profile_that_was_not_asked_for_is_refused(
    http: httpx.AsyncClient, open_survey: Open, profile: dict[str, object]
) -> None:
    token = await open_survey()

    answer = await http.post(
        f"/v1/survey-invitations/{token}/response", json={"answers": GOOD, "profile": profile}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_suggestion_of_any_length_is_not_taken(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()

    answer = await http.post(
        f"/v1/survey-invitations/{token}/response", json=BODY | {"suggestion": "x" * 2001}
    )

    assert answer.status_code == 422


async def test_a_suggestion_is_sealed_in_the_database(
    service: ServiceModule, http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()
    await http.post(f"/v1/survey-invitations/{token}/response", json=BODY)

    async with service.database.read(system_caller("test", "62.02")) as connection:
        row = (await connection.execute(text("select * from response"))).one()
    assert b"kursi" not in row.suggestion
    assert service.database.keyring.decrypt_text(row.suggestion) == BODY["suggestion"]
    assert row.profile["umur"] == "31-40"


@pytest.mark.requirement("R003-P07-2-2")
async def test_a_used_token_is_refused_also_by_receipt(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()
    await http.post("/v1/survey-invitations/R-1/response", json=BODY)

    for reference in (token, "R-1"):
        for answer in (
            await http.get(f"/v1/survey-invitations/{reference}"),
            await http.post(f"/v1/survey-invitations/{reference}/response", json=BODY),
        ):
            assert (answer.status_code, answer.json()["code"]) == (409, "already_answered")


@pytest.mark.requirement("R003-P07-2-2")
async def test_an_old_token_is_refused(
    http: httpx.AsyncClient, open_survey: Open, clock: FixedClock
) -> None:
    token = await open_survey()
    clock.move(timedelta(days=31))

    for answer in (
        await http.get(f"/v1/survey-invitations/{token}"),
        await http.post(f"/v1/survey-invitations/{token}/response", json=BODY),
    ):
        assert (answer.status_code, answer.json()["code"]) == (410, "expired")


@pytest.mark.parametrize("token", ["A" * 43, "nothing", "R-404", "%00", "a" * 300])
async def test_a_forged_token_leads_nowhere(http: httpx.AsyncClient, token: str) -> None:
    for answer in (
        await http.get(f"/v1/survey-invitations/{token}"),
        await http.post(f"/v1/survey-invitations/{token}/response", json=BODY),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_the_same_key_repeats_the_answer_and_counts_once(
    service: ServiceModule, http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()
    path, key = f"/v1/survey-invitations/{token}/response", {"Idempotency-Key": "k-1"}

    first = await http.post(path, json=BODY, headers=key)
    again = await http.post(path, json=BODY, headers=key)
    other = await http.post(path, json=BODY | {"suggestion": "other"}, headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await answers_kept(service) == 1


async def test_two_answers_at_once_are_one(
    service: ServiceModule, http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()
    path = f"/v1/survey-invitations/{token}/response"

    both = await asyncio.gather(*(http.post(path, json=BODY) for _ in range(4)))

    assert sorted(answer.status_code for answer in both) == [201, 409, 409, 409]
    assert await answers_kept(service) == 1


@pytest.mark.requirement("R003-P07-2-2")
@pytest.mark.parametrize("whose", [{"application_id": str(APPLICATION)}, {"receipt_number": "R-1"}])
async def test_an_answer_at_the_counter_that_comes_first_completes_the_application_when_known(
    service: ServiceModule,
    http: httpx.AsyncClient,
    listener: Listener,
    clock: FixedClock,
    front_office: dict[str, str],
    whose: dict[str, str],
) -> None:
    answer = await http.post("/v1/survey-responses", json=BODY | whose, headers=front_office)
    assert answer.status_code == 201
    assert await told(service) == []

    await listener.tell(submitted(APPLICATION, clock.now()))
    await listener.tell(validated(APPLICATION, clock.now()))

    assert [row.type for row in await told(service)] == ["survey.survey_completed"]
    again = await http.post("/v1/survey-responses", json=BODY | whose, headers=front_office)
    assert (again.status_code, again.json()["code"]) == (409, "already_answered")


@pytest.mark.requirement("R002-2.5A-resp")
@pytest.mark.parametrize(
    ("whose", "status"),
    [({}, 422), ({"service_code": "PBG"}, 422), ({"service_code": "REKLAME"}, 201)],
)
async def test_an_answer_belongs_to_an_application_or_to_a_service_in_use(
    http: httpx.AsyncClient,
    listener: Listener,
    clock: FixedClock,
    front_office: dict[str, str],
    whose: dict[str, str],
    status: int,
) -> None:
    await listener.tell(submitted(UUID(int=99), clock.now(), receipt="R-99"))

    answer = await http.post("/v1/survey-responses", json=BODY | whose, headers=front_office)

    assert answer.status_code == status
    if status == 422:
        assert answer.json()["code"] == "rule_broken"


@pytest.mark.parametrize(
    ("role", "status", "code"),
    [(None, 401, "unauthenticated"), ("applicant", 403, "forbidden"), ("head", 403, "forbidden")],
)
async def test_only_the_front_office_records_at_the_counter(
    http: httpx.AsyncClient, issuer: TestIssuer, role: str | None, status: int, code: str
) -> None:
    headers = {} if role is None else issuer.headers(role=role, office="62.02")

    answer = await http.post("/v1/survey-responses", json=BODY, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_another_office_does_not_complete_our_application(
    service: ServiceModule, http: httpx.AsyncClient, issuer: TestIssuer, open_survey: Open
) -> None:
    await open_survey()
    foreign = issuer.headers(role="front_office", office="81.02")

    await http.post(
        "/v1/survey-responses", json=BODY | {"application_id": str(APPLICATION)}, headers=foreign
    )

    completed = [row for row in await told(service) if row.type == "survey.survey_completed"]
    assert completed == []
