"""What API.md promises of every request, at the door: shapes, headers, codes, the first start."""

import asyncio
import json
import stat
from typing import Any
from uuid import UUID

import httpx

from satupintu.demo.quarter import QuarterStory
from satupintu.demo.visitor import eventually
from stories.door import Door, Json, Person
from stories.licence import OFFICE, SERVICE, LicenceStory
from stories.mails import mails_of

OFFICES = {
    "62.02": "Asia/Pontianak",
    "53.11": "Asia/Makassar",
    "81.02": "Asia/Jayapura",
}
STAFF = {
    "front_office",
    "back_office",
    "licensing_official",
    "head",
    "inspector",
    "administrator",
    "province",
}
TRACE = "0af7651916cd43dd8448eb211c80319c"


def problem(answer: httpx.Response, status: int, code: str) -> Json:
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: Json = answer.json()
    assert {"type", "title", "status", "code", "detail", "errors", "trace_id"} <= set(body)
    assert all(set(one) == {"pointer", "code"} for one in body["errors"])
    return body


# The first start.


def test_the_first_start_makes_an_account_per_role_and_office_and_keeps_it_to_itself(
    door: Door,
) -> None:
    assert door.home is not None
    file = door.home / "accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(json.loads(file.read_text("utf-8"))) == {"accounts"}
    for office in OFFICES:
        own = [one for one in door.accounts if one["office_code"] == office]
        assert {one["role"] for one in own} == STAFF | {"agency_officer"}
        agencies = [one["agency"] for one in own if one["role"] == "agency_officer"]
        assert {"bapenda", "dinas-putr"} <= set(agencies)
        assert len(agencies) == len(set(agencies))
    assert all(("signing_passphrase" in one) == (one["role"] == "head") for one in door.accounts)
    clients = {one["username"] for one in door.accounts if one["role"] == "integration"}
    assert {"oss", "sicantik"} <= clients
    secrets = [one["password"] for one in door.accounts]
    assert len(set(secrets)) == len(secrets)


async def test_every_account_signs_in_at_once(door: Door) -> None:
    forms = [
        {"grant_type": "client_credentials", "client_id": name, "client_secret": word}
        if one["role"] == "integration"
        else {"grant_type": "password", "username": name, "password": word}
        for one in door.accounts
        if one["office_code"] in {None, OFFICE}
        for name, word in [(one["username"], one["password"])]
    ]
    for form in forms:
        answer = await door.nobody.call("POST", "/v1/auth/token", data=form)
        token = answer.json()
        assert (token["token_type"], token["expires_in"] > 0) == ("Bearer", True)
        assert answer.headers["cache-control"] == "no-store"


async def test_offices_keep_their_own_time_and_have_the_catalogue(door: Door) -> None:
    offices = await door.nobody.get("/v1/offices")
    assert {one["office_code"]: one["time_zone"] for one in offices["items"]} == OFFICES
    for office in OFFICES:
        services = await door.nobody.get("/v1/services", params={"office_code": office})
        assert len(services["items"]) == 26
        assert {"requirements", "fee", "sla", "procedure"} <= set(services["items"][0])


async def test_the_signing_authoritys_root_stands_beside_the_accounts(door: Door) -> None:
    assert door.home is not None
    assert (door.home / "signing" / "ca.pem").read_bytes().startswith(b"-----BEGIN CERTIFICATE")


# Identity.


async def test_a_refresh_token_is_good_once_and_its_theft_ends_the_session(door: Door) -> None:
    account = next(one for one in door.accounts if one["role"] == "province")
    form = {
        "grant_type": "password",
        "username": account["username"],
        "password": account["password"],
    }
    first = (await door.nobody.call("POST", "/v1/auth/token", data=form)).json()

    async def refreshed(token: str, expect: int) -> Json:
        again = {"grant_type": "refresh_token", "refresh_token": token}
        answer = await door.nobody.call("POST", "/v1/auth/token", data=again, expect=expect)
        body: Json = answer.json()
        return body

    second = await refreshed(first["refresh_token"], 200)
    assert second["refresh_token"] != first["refresh_token"]
    await refreshed(first["refresh_token"], 401)
    await refreshed(second["refresh_token"], 401)


async def test_a_wrong_password_is_unauthenticated_and_not_repeated(door: Door) -> None:
    form = {"grant_type": "password", "username": "tiada-orang", "password": "kata-sandi-rahasia"}
    answer = await door.nobody.call("POST", "/v1/auth/token", data=form, expect=None)
    problem(answer, 401, "unauthenticated")
    assert "kata-sandi" not in answer.text
    assert "tiada-orang" not in answer.text


async def test_keys_and_the_account_of_the_caller_can_be_read(door: Door) -> None:
    keys = await door.nobody.get("/.well-known/jwks.json")
    assert all({"kty", "kid", "alg"} <= set(key) and "d" not in key for key in keys["keys"])
    head = await door.staff("head", OFFICE)
    me = await head.get("/v1/auth/me")
    assert (me["roles"], me["office_code"], me["username"]) == (["head"], OFFICE, head.username)


# Conventions.


async def test_a_request_keeps_its_id_and_its_trace(door: Door) -> None:
    given = {"X-Request-Id": "permintaan-1"}
    answer = await door.nobody.call("GET", "/v1/offices", headers=given)
    assert answer.headers["x-request-id"] == "permintaan-1"
    traced = await door.nobody.call(
        "GET", "/v1/offices", headers={"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    )
    assert traced.headers["traceparent"].split("-")[1] == TRACE
    lost = await door.nobody.call("GET", "/v1/nowhere", expect=None)
    assert problem(lost, 404, "not_found")["trace_id"] == lost.headers["x-request-id"]


async def test_every_answer_says_how_much_is_left(door: Door) -> None:
    for path in ("/v1/offices", "/v1/nowhere", "/v1/applications"):
        answer = await door.nobody.call("GET", path, expect=None)
        assert "ratelimit" in answer.headers
        assert "ratelimit-policy" in answer.headers


async def test_lists_are_pages_with_keys(licence: LicenceStory) -> None:
    back = await licence.door.staff("back_office", OFFICE)
    await LicenceStory(licence.door).until_validated()
    first = await back.get("/v1/applications", params={"limit": 1})
    assert set(first) == {"items", "next_cursor"}
    assert len(first["items"]) == 1
    query = {"limit": 1, "cursor": first["next_cursor"]}
    second = await back.get("/v1/applications", params=query)
    assert second["items"][0]["id"] != first["items"][0]["id"]
    for wrong in ({"limit": 0}, {"limit": 201}, {"cursor": "bukan-kursor"}):
        answer = await back.call("GET", "/v1/applications", params=wrong, expect=None)
        problem(answer, 422, "invalid_request")


async def test_a_resource_has_its_version_and_a_change_must_name_it(door: Door) -> None:
    administrator = await door.staff("administrator", OFFICE)
    path = f"/v1/offices/{OFFICE}"
    found = await administrator.call("GET", path)
    assert found.headers["etag"].strip('"').isdigit()
    body = {"name": found.json()["name"]}
    missing = await administrator.call("PUT", path, json=body, expect=None)
    problem(missing, 428, "precondition_required")
    stale = await administrator.call(
        "PUT", path, json=found.json(), headers={"If-Match": '"0"'}, expect=None
    )
    assert stale.status_code in {412, 422}


async def test_actions_are_what_this_caller_may_do_next(door: Door) -> None:
    story = LicenceStory(door)
    draft = await story.apply()
    assert set(draft["actions"]) == {"documents", "submission", "withdrawal"}
    assert draft["status"] == "draft"
    UUID(draft["id"])
    submitted = await story.submit()
    assert "submission" not in submitted["actions"]
    front = await door.staff("front_office", OFFICE)
    offered = (await front.get(story.path))["actions"]
    assert set(offered) == {"verification", "clock/pause", "clock/reset"}
    head = await door.staff("head", OFFICE)
    assert (await head.get(story.path))["actions"] == []


async def test_a_language_is_chosen_and_indonesian_is_the_default(licence: LicenceStory) -> None:
    path = f"/v1/tracking/{licence.application['receipt_number']}"
    nobody = licence.door.nobody
    plain = await nobody.get(path)
    english = await nobody.get(path, headers={"Accept-Language": "en"})
    assert plain["stages"][0]["label"].startswith("Penerimaan")
    assert english["stages"][0]["label"].startswith("Application received")


async def test_an_import_is_an_operation_of_the_office_that_started_it(door: Door) -> None:
    story = QuarterStory(door, office="53.11")
    administrator = await door.staff("administrator", "53.11")
    sheet = "U1,U2,U3,U4,U5,U6,U7,U8,U9\n4,4,4,4,4,4,4,4,4\n9,4,4,4,4,4,4,4,4\n"
    answer = await administrator.call(
        "POST",
        "/v1/survey-response-imports",
        expect=202,
        data={"period_end": "2024-06-30", "dry_run": "true"},
        files={"file": ("jawaban.csv", sheet.encode(), "text/csv")},
    )
    operation_id = answer.json()["operation_id"]
    operation = await story.finished(operation_id)
    assert operation["state"] == "failed"
    assert {"rows", "accepted", "refused"} <= set(operation["result"])
    assert operation["result"]["column_map"]
    assert operation["progress"] == 1
    assert [set(one) for one in operation["errors"]] == [{"row", "column", "code"}]
    elsewhere = await door.staff("administrator", OFFICE)
    other = await elsewhere.call("GET", f"/v1/operations/{operation_id}", expect=None)
    problem(other, 404, "not_found")


# Permits and surveys.


async def test_an_application_shows_every_promised_member(licence: LicenceStory) -> None:
    assert licence.applicant is not None
    found = await licence.applicant.get(licence.path)
    assert set(found["clock"]) >= {"standard", "due_on", "counted", "state"}
    assert set(found["clock"]["standard"]) == {"value", "unit"}
    assert found["survey"]["state"] == "completed"
    assert {one["state"] for one in found["recommendations"]} == {"approved"}
    assert set(found["licence"]) == {"id", "number", "verification_token"}
    assert (await licence.applicant.get(f"{licence.path}/clock"))["ledger"]
    timeline = await licence.applicant.get(f"{licence.path}/timeline")
    assert "permit.licence_issued" in {one["type"] for one in timeline["items"]}


async def test_the_document_is_handed_over_and_every_mail_lies_in_outgoing(
    licence: LicenceStory,
) -> None:
    home = licence.door.home
    assert home is not None
    back = await licence.door.staff("back_office", OFFICE)
    delivered = await back.post(f"{licence.path}/delivery")
    assert delivered["status"] == "delivered"

    async def mailed() -> bool:
        mails = mails_of(home, licence.application["id"])
        return len({one["Subject"] for one in mails}) >= 3

    await eventually(mailed)
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in (home / "outgoing").iterdir())


async def test_an_assisted_applicant_claims_with_the_mailed_code(door: Door) -> None:
    front = await door.staff("front_office", OFFICE)
    body = {
        "service_code": SERVICE,
        "office_code": OFFICE,
        "mode": "assisted",
        "applicant": {
            "kind": "person",
            "name": "Pemohon Dibantu",
            "email": "dibantu@example.invalid",
            "phone": "+6281100000001",
            "preferred_channel": "sms",
        },
        "form": {},
        "declaration_accepted": True,
    }
    made = await front.post("/v1/applications", body, expect=201)
    assert (made["mode"], made["applicant"]["preferred_channel"]) == ("assisted", "sms")
    somebody = await LicenceStory(door).register()
    wrong = await somebody.call(
        "POST", f"/v1/applications/{made['id']}/claim", json={"code": "SALAH"}, expect=None
    )
    problem(wrong, 404, "not_found")


async def test_a_document_is_not_called_clean_without_a_scanner(door: Door) -> None:
    story = LicenceStory(door)
    await story.apply()
    document = await story.upload(1)
    assert {"id", "sha256", "scan_state"} <= set(document)
    assert document["scan_state"] == "not_scanned"


async def test_what_is_asked_back_comes_back_and_can_be_taken_back(door: Door) -> None:
    story = LicenceStory(door)
    await story.apply()
    await story.submit()
    front = await door.staff("front_office", OFFICE)
    question = {"requirement_no": 1, "question": "Mohon surat yang bertanda tangan."}
    body = {"outcome": "returned", "notes": "Lengkapi", "corrections": [question]}
    returned = await front.post(f"{story.path}/verification", body)
    assert (returned["status"], returned["corrections"]) == ("returned", [question])
    assert story.applicant is not None
    again = await story.applicant.post(f"{story.path}/resubmission")
    assert again["status"] == "submitted"
    withdrawn = await story.applicant.post(f"{story.path}/withdrawal")
    assert withdrawn["status"] == "withdrawn"


async def test_validation_waits_for_recommendations_and_heeds_them(door: Door) -> None:
    story = LicenceStory(door)
    await story.apply()
    await story.submit()
    await story.verify()
    back = await door.staff("back_office", OFFICE)
    body = {"outcome": "valid", "notes": ""}
    early = await back.call("POST", f"{story.path}/validation", json=body, expect=None)
    problem(early, 409, "recommendations_missing")
    await story.recommend("bapenda")
    agency = await door.staff("agency_officer", OFFICE, agency="dinas-putr")
    no = {"outcome": "reject", "conditions": [], "notes": "Tidak sesuai tata ruang"}
    refused = await agency.post(f"{story.path}/recommendations/dinas-putr", no)
    assert refused["status"] == "verified"
    late = await back.call("POST", f"{story.path}/validation", json=body, expect=None)
    problem(late, 409, "recommendation_rejected")
    sent = await back.post(f"{story.path}/validation", {"outcome": "sent_back", "notes": "Ulang"})
    assert sent["status"] == "submitted"


async def test_the_index_of_nobody_is_null_and_of_an_unknown_office_not_there(
    door: Door,
) -> None:
    query: dict[str, Any] = {"office_code": OFFICE, "period": "2019-Q4"}
    index = await door.nobody.get("/v1/satisfaction-index", params=query)
    assert (index["respondents"], index["ikm"], index["grade"]) == (0, None, None)
    for changes, status, code in (
        ({"office_code": "99.99"}, 404, "not_found"),
        ({"period": "2019-Q5"}, 422, "invalid_request"),
        ({"policy": "tidak-ada"}, 422, "invalid_request"),
    ):
        answer = await door.nobody.call(
            "GET", "/v1/satisfaction-index", params=query | changes, expect=None
        )
        problem(answer, status, code)


# Operation.


async def test_operations_can_watch_it(door: Door) -> None:
    paths = ("/healthz", "/readyz", "/metrics", "/version")
    answers = await asyncio.gather(*(door.nobody.call("GET", path) for path in paths))
    assert [one.status_code for one in answers] == [200] * 4


async def test_an_import_of_a_stranger_is_refused_before_it_is_read(door: Door) -> None:
    applicant: Person = await LicenceStory(door).register()
    for path in ("/v1/survey-response-imports", "/v1/licence-count-imports"):
        answer = await applicant.call(
            "POST", path, files={"file": ("a.csv", b"U1\n1\n")}, expect=None
        )
        problem(answer, 403, "forbidden")
