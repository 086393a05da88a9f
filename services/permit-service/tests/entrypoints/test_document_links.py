"""The link in a mail opens the document in a browser: for a while, for its holder, on record."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from permit_service.domain.document_link import MOST_DOWNLOADS
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE
from permit_service.testing.service import PUBLIC_BASE_URL
from shared.database.engine import Database
from shared.identity import system_caller
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

SYSTEM = system_caller("permit", OFFICE)
REJECTION = {
    "outcome": "rejected",
    "notes": "Lokasi di luar peruntukan reklame.",
    "legal_basis": "Perda Nomor 5 Tahun 2015 Pasal 12",
}


class Mailbox:
    """What the gateway would write into a mail, and a browser that opens it."""

    def __init__(self, http: httpx.AsyncClient, issuer: TestIssuer) -> None:
        self.http = http
        self._issuer = issuer

    async def documents(self, application: str) -> dict[str, Any]:
        token = self._issuer.system.issue("gateway", "permit")
        answer = await self.http.get(
            f"/internal/applications/{application}/contact",
            headers={"Authorization": f"Bearer {token}"},
            params={"offices": OFFICE},
        )
        found: dict[str, Any] = answer.json()["documents"]
        return found

    async def link(self, application: str, document: str = "licence") -> str:
        url: str = (await self.documents(application))[document]["url"]
        return url.removeprefix(PUBLIC_BASE_URL)

    async def ask(self, receipt: str, **headers: str) -> httpx.Response:
        body = {"receipt_number": receipt}
        return await self.http.post("/v1/document-links", json=body, headers=headers)


@pytest.fixture
def mailbox(http: httpx.AsyncClient, issuer: TestIssuer) -> Mailbox:
    return Mailbox(http, issuer)


async def delivered(counter: Counter) -> dict[str, Any]:
    application = await counter.signed()
    done = await counter.post(f"/{application['id']}/delivery", who=counter.as_("back_office"))
    body: dict[str, Any] = done.json()
    return body


async def told(database: Database) -> list[str]:
    async with database.read(SYSTEM) as connection:
        rows = await connection.exec_driver_sql(
            "select data from event_log where type = 'permit.document_link_renewed' order by id"
        )
        return list(rows.scalars())


async def accesses(database: Database) -> list[tuple[Any, ...]]:
    async with database.read(SYSTEM) as connection:
        rows = await connection.exec_driver_sql(
            "select actor, subject_type, fields, owner is not null, reference is not null"
            " from access_log where purpose = 'link' order by id"
        )
        return [tuple(row) for row in rows]


async def test_the_link_opens_the_licence_without_signing_in_until_its_day_has_passed(
    counter: Counter, mailbox: Mailbox, clock: FixedClock, database: Database
) -> None:
    application = await delivered(counter)
    link = await mailbox.link(application["id"])
    signed = await counter.http.get(
        f"/v1/licences/{application['licence']['id']}/document.pdf",
        headers=counter.as_("applicant"),
    )

    first, second = [await mailbox.http.get(link) for _ in range(2)]
    owner = await mailbox.http.get(link, headers=counter.as_("applicant"))
    stranger = await mailbox.http.get(link, headers=counter.as_("applicant", name="another"))
    forged = await mailbox.http.get(link[:-1] + ("A" if link[-1] != "A" else "B"))
    known = (await mailbox.documents(application["id"]))["licence"]["valid_until"]
    clock.move(timedelta(days=31))
    late = await mailbox.http.get(link, headers={"Accept-Language": "en"})
    terlambat = await mailbox.http.get(link)

    assert first.status_code == second.status_code == owner.status_code == 200
    assert first.content == signed.content
    assert first.headers["content-type"] == "application/pdf"
    assert first.headers["content-disposition"] == 'attachment; filename="izin.pdf"'
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["referrer-policy"] == "no-referrer"
    assert (stranger.status_code, forged.status_code) == (404, 404)
    assert known == "2026-07-15"
    assert (late.status_code, terlambat.status_code) == (410, 410)
    assert "Ask for a new link" in late.text
    assert "Minta tautan baru" in terlambat.text
    assert late.headers["referrer-policy"] == "no-referrer"
    assert await mailbox.documents(application["id"]) == {}
    assert await accesses(database) == [("document_link", "licence", ["document"], True, True)] * 3


async def test_who_knows_the_receipt_number_has_a_new_link_sent_and_learns_nothing(
    counter: Counter, mailbox: Mailbox, clock: FixedClock, database: Database
) -> None:
    application = await delivered(counter)
    receipt = application["receipt_number"]
    old = await mailbox.link(application["id"])
    early = await mailbox.ask(receipt)
    assert await told(database) == []
    clock.move(timedelta(minutes=10))

    asked = await mailbox.ask(receipt.lower(), **{"Idempotency-Key": "tautan-1"})
    again = await mailbox.ask(receipt.lower(), **{"Idempotency-Key": "tautan-1"})
    unknown = await mailbox.ask("8102-0000-0000-0000-0000", **{"Idempotency-Key": "tautan-2"})
    page = await mailbox.http.post("/documents", data={"receipt": receipt})
    new = await mailbox.link(application["id"])

    assert [one.status_code for one in (early, asked, again, unknown)] == [202] * 4
    assert early.content == asked.content == again.content == unknown.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (page.status_code, page.headers["location"]) == (303, "/documents/requested?lang=id")
    (event,) = await told(database)
    assert new.rpartition("/")[2] not in event
    assert receipt not in event
    replaced = await mailbox.http.get(old)
    assert replaced.status_code == 410
    assert "Minta tautan baru" in replaced.text
    assert (await mailbox.http.get(new)).status_code == 200
    assert (await mailbox.http.post("/documents", data={"receipt": " "})).status_code == 422
    for _ in range(8):
        clock.move(timedelta(minutes=10))
        await mailbox.ask(receipt)
    assert len(await told(database)) == 4


async def test_the_letter_of_a_rejection_opens_too_and_an_open_application_has_no_link(
    counter: Counter, mailbox: Mailbox, database: Database
) -> None:
    rejected, waiting = await counter.submitted(), await counter.submitted()
    front = counter.as_("front_office")
    await counter.post(f"/{rejected['id']}/verification", REJECTION, who=front)
    link = await mailbox.link(rejected["id"], "rejection_letter")
    await mailbox.ask(waiting["receipt_number"])

    letter = await mailbox.http.get(link)
    for _ in range(MOST_DOWNLOADS - 1):
        await mailbox.http.get(link)
    often = await mailbox.http.get(link)

    assert letter.content.startswith(b"%PDF-")
    assert "surat-penolakan.pdf" in letter.headers["content-disposition"]
    assert (often.status_code, int(often.headers["retry-after"]) > 0) == (429, True)
    assert await mailbox.documents(waiting["id"]) == {}
    assert await told(database) == []
    assert (await accesses(database))[0][:3] == (
        "document_link",
        "application",
        ["rejection_letter"],
    )


async def test_how_long_links_are_good_is_the_offices_dated_rule_within_bounds(
    counter: Counter, mailbox: Mailbox
) -> None:
    rule = {
        "office_code": OFFICE,
        "key": "document_link_calendar_days",
        "value": 91,
        "effective_from": "2026-06-15",
        "source": "SOP penyerahan 2026",
    }
    administrator = counter.as_("administrator")
    refused = await counter.http.post("/v1/permit-rules", json=rule, headers=administrator)
    kept = await counter.http.post(
        "/v1/permit-rules", json=rule | {"value": 2}, headers=administrator
    )
    application = await delivered(counter)

    assert refused.json()["errors"] == [{"pointer": "/value", "code": "too_many"}]
    assert kept.status_code == 201
    known = (await mailbox.documents(application["id"]))["licence"]
    assert known["valid_until"] == "2026-06-17"
