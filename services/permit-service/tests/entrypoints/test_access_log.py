"""Who reads personal data is recorded before they are shown, and who may look for a person."""

from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy.engine import make_url

from permit_service.testing.counter import Counter
from permit_service.testing.facts import person
from shared.database.engine import Database, connection_arguments
from shared.identity import Role
from shared.testing.tokens import TestIssuer

NIK = "8102014507900001"
MAIL = "pemohon@contoh.example"
PHONE = "+62 811-0000-777"
PERSON = {
    "kind": "person",
    "name": "Pemohon Contoh",
    "email": MAIL,
    "phone": PHONE,
    "nik": NIK,
    "address": "Jalan Contoh 1",
}
OWNER = person(Role.APPLICANT).actor


async def log(http: httpx.AsyncClient, issuer: TestIssuer, **query: str) -> list[dict[str, Any]]:
    token = issuer.system.issue("gateway", "permit")
    answer = await http.get(
        "/internal/access-log", params=query, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def search(counter: Counter, body: dict[str, str], **who: Any) -> httpx.Response:
    asked = {"purpose": "counter_service"} | body
    headers = counter.as_(who.pop("role", "front_office"), **who)
    return await counter.http.post("/v1/application-searches", json=asked, headers=headers)


@pytest.mark.parametrize(
    "looked_for",
    [{"nik": NIK}, {"email": MAIL.upper()}, {"phone": "0811 0000 777"}],
    ids=["nik", "mail", "phone"],
)
async def test_an_officer_finds_a_person_and_the_log_says_who_looked(
    counter: Counter, http: httpx.AsyncClient, issuer: TestIssuer, looked_for: dict[str, str]
) -> None:
    application = await counter.submitted(applicant=PERSON)
    await counter.submitted()

    answer = await search(counter, looked_for)

    assert answer.status_code == 200, answer.text
    assert [one["id"] for one in answer.json()["items"]] == [application["id"]]
    for secret in (NIK, MAIL, PHONE):
        assert secret not in answer.text
    [record] = await log(http, issuer, offices="81.02")
    assert record["subject"] == application["id"]
    assert (record["actor"], record["owner"]) == (person(Role.FRONT_OFFICE).actor, OWNER)
    assert record["purpose"] == "counter_service"
    assert record["fields"] == ["name", f"searched_by_{next(iter(looked_for))}"]


async def test_a_part_of_a_number_finds_nobody_and_that_is_recorded_too(
    counter: Counter, http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    await counter.submitted(applicant=PERSON)

    assert (await search(counter, {"email": "pemohon@contoh.exampl"})).json()["items"] == []
    assert (await search(counter, {"phone": "0811 0000"})).json()["items"] == []
    assert [one["subject"] for one in await log(http, issuer, offices="81.02")] == [None, None]


async def test_another_office_an_agency_and_an_applicant_find_nobody(
    counter: Counter, http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    await counter.submitted(applicant=PERSON)

    assert (await search(counter, {"nik": NIK}, office="62.02")).json()["items"] == []
    for role in ("agency_officer", "applicant", "inspector"):
        refused = await search(counter, {"nik": NIK}, role=role)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert await log(http, issuer, offices="81.02") == []


@pytest.mark.parametrize(
    "body",
    [{}, {"nik": NIK, "email": MAIL}, {"nik": "8102019907900001"}, {"nik": "1"}, {"purpose": "?"}],
)
async def test_a_search_that_is_not_one_is_refused_without_echo(
    counter: Counter, body: dict[str, str]
) -> None:
    refused = await search(counter, body)

    assert refused.status_code == 422
    assert NIK not in refused.text


async def test_a_search_repeated_under_its_key_is_recorded_once(
    counter: Counter, http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    await counter.submitted(applicant=PERSON)
    headers = counter.as_("front_office") | {"Idempotency-Key": "a-search"}
    body = {"nik": NIK, "purpose": "complaint", "reference": "ADU-7"}

    first = await http.post("/v1/application-searches", json=body, headers=headers)
    again = await http.post("/v1/application-searches", json=body, headers=headers)

    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    [record] = await log(http, issuer, offices="81.02")
    assert record["reference"] == "ADU-7"


async def test_every_read_by_somebody_else_is_recorded_and_none_by_the_owner(
    counter: Counter, http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    application = await counter.signed()
    one, document = f"/v1/applications/{application['id']}", application["documents"][0]["id"]
    licence = f"/v1/licences/{application['licence']['id']}"
    paths = [
        one,
        f"{one}/documents/{document}",
        f"{one}/draft.pdf",
        licence,
        f"{licence}/document.pdf",
    ]

    for path in paths:
        assert (await http.get(path, headers=counter.as_("applicant"))).status_code == 200
    assert await log(http, issuer, offices="81.02") == []
    for path in paths:
        assert (await http.get(path, headers=counter.as_("head"))).status_code == 200
    token = issuer.system.issue("gateway", "permit")
    contact = f"/internal/applications/{application['id']}/contact"
    await http.get(contact, headers={"Authorization": f"Bearer {token}"})

    records = (await log(http, issuer, offices="81.02"))[::-1]
    assert [(one["purpose"], one["actor"] == "gateway") for one in records] == [
        ("dossier", False),
        ("download", False),
        ("download", False),
        ("licence", False),
        ("download", False),
        ("contact", True),
    ]
    assert records[0]["fields"] == ["name", "email", "phone", "nik", "address", "form"]
    assert all(one["owner"] == OWNER and one["request_id"] for one in records)
    assert len(await log(http, issuer, owner=OWNER)) == len(records)
    assert await log(http, issuer, owner=person(Role.APPLICANT, name="2").actor) == []
    assert await log(http, issuer) == []


async def test_what_cannot_be_recorded_is_not_shown(
    counter: Counter, http: httpx.AsyncClient, database_url: str
) -> None:
    application = await counter.submitted()
    await execute(database_url, "revoke insert on access_log from permit_app")

    answer = await http.get(f"/v1/applications/{application['id']}", headers=counter.as_("head"))

    assert answer.status_code == 500
    assert "contoh" not in answer.text


@pytest.mark.parametrize("statement", ["update access_log set actor = 'x'", "truncate access_log"])
async def test_the_application_role_changes_nothing_in_the_log(
    database: Database, counter: Counter, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.fetch_all(statement)


async def test_what_is_a_year_old_goes_for_an_office_that_says_so_and_nothing_younger(
    counter: Counter, http: httpx.AsyncClient, issuer: TestIssuer, database_url: str
) -> None:
    application = await counter.submitted()
    for role in ("head", "front_office"):
        path = f"/v1/applications/{application['id']}"
        assert (await http.get(path, headers=counter.as_(role))).status_code == 200
    old = "'2024-01-01' where roles = '{head}'"
    await execute(database_url, f"update access_log set at = {old}")
    system = {"Authorization": f"Bearer {issuer.system.issue('gateway', 'permit')}"}
    asked = {"office_code": "81.02", "until": "2026-01-01T00:00:00Z"}
    everything = {"office_code": "81.02", "until": "2099-01-01T00:00:00Z"}

    async def gone(body: dict[str, str]) -> int:
        path = "/internal/access-log/destruction"
        return int((await http.post(path, json=body, headers=system)).json()["destroyed"])

    due = await http.get("/internal/access-log/older", params=asked, headers=system)
    denied = await http.post(
        "/internal/access-log/destruction", json=asked, headers=counter.as_("administrator")
    )

    assert due.json() == {"count": 1}
    assert denied.status_code in {401, 404}
    assert await gone(asked | {"office_code": "62.02"}) == 0
    assert [await gone(asked), await gone(asked), await gone(everything)] == [1, 0, 0]
    assert [one["roles"] for one in await log(http, issuer, offices="81.02")] == [["front_office"]]


async def test_lists_show_nobodys_number_or_address(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.submitted(applicant=PERSON)
    await counter.draft(applicant=PERSON, mode="self_service")
    receipt = application["receipt_number"]
    paths = [
        "/v1/applications",
        "/v1/applications?q=Pemohon",
        "/v1/licences",
        f"/v1/tracking/{receipt}",
        f"/v1/applications/{application['id']}/timeline",
        f"/v1/applications/{application['id']}/clock",
    ]

    for role in (*Role,):
        if role is Role.SYSTEM:
            continue
        agency = "bapenda" if role is Role.AGENCY_OFFICER else None
        for path in paths:
            answer = await http.get(path, headers=counter.as_(role, agency=agency))
            assert answer.status_code in (200, 403, 404)
            for secret in (NIK, MAIL, "0000-777", "Jalan Contoh"):
                assert secret not in answer.text, (role, path)


async def execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(**connection_arguments(make_url(url)))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def test_letters_pictures_and_questions_are_read_on_record_and_by_the_owner_off_it(
    counter: Counter, http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    rejected = (await counter.submitted(applicant=PERSON))["id"]
    said = {"outcome": "rejected", "notes": "Tidak sesuai", "legal_basis": "Perda 5/2015 Ps 12"}
    returned = (await counter.submitted(applicant=PERSON))["id"]
    asked = {
        "outcome": "returned",
        "notes": "Lengkapi",
        "corrections": [{"requirement_no": 1, "question": "Mana aktanya?"}],
    }
    front = counter.as_("front_office")
    await counter.step(rejected, "verification", said, who=front)
    await counter.step(returned, "verification", asked, who=front)
    paths = [
        f"/v1/applications/{rejected}/rejection-letter.pdf",
        f"/v1/applications/{returned}/corrections",
    ]

    for headers in (counter.as_("applicant"), front):
        for path in paths:
            assert (await counter.http.get(path, headers=headers)).status_code == 200
    found = await log(http, issuer, offices="81.02")

    assert [(one["subject"], one["fields"]) for one in reversed(found)] == [
        (rejected, ["rejection_letter"]),
        (returned, ["corrections"]),
    ]
    assert {one["actor"] for one in found} == {person(Role.FRONT_OFFICE).actor}
