"""What is read: inbox, clock, history, files, catalogue, and what other services ask."""

from datetime import timedelta

import httpx
import pytest

from permit_service.testing.counter import PDF, Counter, draft_body
from permit_service.testing.facts import NIB
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer


async def ids(http: httpx.AsyncClient, headers: dict[str, str], query: str = "") -> list[str]:
    answer = await http.get(f"/v1/applications{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


async def test_the_inbox_pages_through_everything_once(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    made = [(await counter.draft())["id"] for _ in range(5)]
    seen: list[str] = []
    query = "?limit=2"
    while True:
        answer = await http.get(f"/v1/applications{query}", headers=counter.as_("applicant"))
        seen += [one["id"] for one in answer.json()["items"]]
        if answer.json()["next_cursor"] is None:
            break
        query = f"?limit=2&cursor={answer.json()['next_cursor']}"

    assert seen == made[::-1]


async def test_mine_is_what_waits_for_the_callers_own_step(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    submitted = await counter.submitted()
    verified = await counter.verified()

    assert await ids(http, counter.as_("front_office"), "?mine=true") == [submitted["id"]]
    assert await ids(http, counter.as_("back_office"), "?mine=true") == [verified["id"]]
    assert await ids(http, counter.as_("head"), "?mine=true") == []
    both = [verified["id"], submitted["id"]]
    assert await ids(http, counter.as_("head")) == both
    assert await ids(http, counter.as_("applicant")) == both
    assert await ids(http, counter.as_("head"), "?status=verified") == [verified["id"]]
    assert await ids(http, counter.as_("head"), "?service_code=PBG") == []
    receipt = submitted["receipt_number"]
    assert await ids(http, counter.as_("head"), f"?q={receipt.lower()}") == [submitted["id"]]
    assert await ids(http, counter.as_("head"), "?q=toko") == both


async def test_the_clock_explains_each_day(
    counter: Counter, http: httpx.AsyncClient, clock: FixedClock
) -> None:
    application = await counter.submitted()
    clock.move(timedelta(days=4))

    answer = await http.get(
        f"/v1/applications/{application['id']}/clock", headers=counter.as_("applicant")
    )

    body = answer.json()
    assert body["counted"] == sum(one["counted"] for one in body["ledger"])
    assert body["ledger"][0]["on"] == "2026-06-15"
    assert body["moves"][0]["move"] == "started"


async def test_the_history_is_complete_for_the_owner_and_names_actors_to_staff_alone(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.signed()
    path = f"/v1/applications/{application['id']}/timeline"

    own = (await http.get(path, headers=counter.as_("applicant"))).json()["items"]
    staff = (await http.get(path, headers=counter.as_("head"))).json()["items"]

    types = [one["type"] for one in own]
    assert types[0] == "permit.application_submitted"
    assert types[-1] == "permit.licence_issued"
    assert types.count("permit.recommendation_given") == 2
    assert "actor" not in own[0]
    assert staff[0]["actor"]


async def test_documents_and_draft_come_back_as_attachments(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.validated()
    document = application["documents"][0]
    path = f"/v1/applications/{application['id']}"

    handed_in = await http.get(
        f"{path}/documents/{document['id']}", headers=counter.as_("front_office")
    )
    draft = await http.get(f"{path}/draft.pdf", headers=counter.as_("head"))

    assert handed_in.content == PDF
    assert handed_in.headers["content-disposition"] == 'attachment; filename="1.pdf"'
    assert draft.content.startswith(b"%PDF")
    assert document["scan_state"] == "not_scanned"


@pytest.mark.requirement(
    "R003-P02-3a-1",
    "R003-P02-3a-2",
    "R003-P02-3a-3",
    "R003-P02-3a-4",
    "R003-P02-3a-5",
    "R003-P02-3a-6",
)
async def test_the_catalogue_is_public_and_has_the_keys_of_its_file(
    http: httpx.AsyncClient,
) -> None:
    listed = (await http.get("/v1/services?office_code=81.02")).json()["items"]
    one = (await http.get("/v1/services/REKLAME?office_code=81.02")).json()

    assert len(listed) == 26
    assert one in listed
    assert one["sla"] == {"value": 5, "unit": "working_day"}
    assert one["fee"]["type"] == "GRATIS"
    assert {two["kind"] for two in one["requirements"]} == {"administratif", "teknis"}
    assert one["agencies"] == ["bapenda", "dinas-putr"]
    assert one["procedure"]["id"][-1] == "Waktu pelayanan: 5 hari kerja."
    assert one["procedure"]["en"][-1] == "Service time: 5 working days."
    assert all(two["sla"]["value"] > 0 for two in listed)


async def test_another_service_asks_for_contact_and_licence_with_its_own_token(
    counter: Counter, http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    application = await counter.signed()
    system = issuer.system_headers("permit")
    licence_id = application["licence"]["id"]

    contact = await http.get(f"/internal/applications/{application['id']}/contact", headers=system)
    licence = await http.get(f"/internal/licences/{licence_id}", headers=system)
    as_head = await http.get(
        f"/internal/applications/{application['id']}/contact", headers=counter.as_("head")
    )

    assert contact.json()["email"] == "toko@contoh.example"
    assert contact.json()["language"] == "id"
    assert contact.json()["preferred_channel"] == "mail"
    assert contact.json()["links"]["verification"].endswith(
        application["licence"]["verification_token"]
    )
    assert licence.json()["holder_name"] == "Toko Contoh"
    assert licence.json()["nib"] == NIB
    assert licence.json()["location"]["district"] == "Kei Kecil"
    assert as_head.status_code == 401


@pytest.mark.requirement("R003-P05-1", "R003-P03-b")
async def test_an_assisted_application_is_claimed_with_the_mailed_code(
    counter: Counter, http: httpx.AsyncClient, issuer: TestIssuer
) -> None:
    front = counter.as_("front_office")
    body = draft_body(mode="assisted")
    body["applicant"]["preferred_channel"] = "sms"
    made = await counter.post("", body, who=front)
    application_id = made.json()["id"]
    contact = await http.get(
        f"/internal/applications/{application_id}/contact",
        headers=issuer.system_headers("permit"),
    )
    for number in (1, 2, 3, 4, 6, 7, 8, 9):
        assert (await counter.upload(application_id, number, who=front)).status_code == 201
    submitted = await counter.post(f"/{application_id}/submission", who=front)

    assert contact.json()["preferred_channel"] == "sms"
    code = {"code": contact.json()["claim_code"]}
    claimed = await counter.post(f"/{application_id}/claim", code, who=counter.as_("applicant"))
    again = await counter.post(
        f"/{application_id}/claim", code, who=counter.as_("applicant", name="another")
    )

    assert made.json()["intake"] == "front_office"
    assert made.json()["assisted_by"]
    assert submitted.json()["status"] == "submitted"
    assert claimed.status_code == 200
    assert (await counter.read(application_id))["id"] == application_id
    assert again.json()["code"] == "already_claimed"


async def test_contact_is_sealed_in_the_database(counter: Counter) -> None:
    await counter.draft()

    database = counter.listener.group.database
    row = await database.fetch_one(
        "with caller as materialized (select set_config('app.offices', '81.02', true))"
        " select to_jsonb(a)::text as text from application a"
        " where (select set_config from caller) is not null"
    )

    assert row is not None
    assert "contoh.example" not in row["text"]
    assert "+62 811" not in row["text"]
    assert "Jalan Contoh 1" not in row["text"]
    assert "1234567890123" in row["text"]


async def test_the_service_describes_itself(http: httpx.AsyncClient) -> None:
    description = (await http.get("/openapi.json")).json()

    documents = description["paths"]["/v1/applications/{application_id}/documents"]["post"]
    assert "multipart/form-data" in documents["requestBody"]["content"]
    assert not [path for path in description["paths"] if path.startswith("/internal")]
