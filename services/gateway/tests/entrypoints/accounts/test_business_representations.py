"""An account represents a business once that is proved, for that NIB only, and until it ends."""

import base64
import json
import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from gateway.application.open_deployment import open_deployment
from gateway.bootstrap import GatewayModule
from gateway.domain.oss.codes import Method
from gateway.entrypoints.api.oss.examples import EXAMPLES
from shared.database.engine import Database
from shared.identity import Caller, Role, system_caller
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

from .test_sessions import NEW, PASSWORD, PHONE, Headers, bearer, sent, sign_in

CLAIMS = "/v1/business-representations"
OFFICE, NIB, OTHER_NIB = "81.02", "9120001234567", "9120001234599"
NIK, ADDRESS = "8102014507900001", "penanggungjawab@usaha.test"
COMPANY = "kantor@usaha.test"
DEED = {"number": "AHU-12.AH.01.01", "dated_on": "2024-03-01"}
Json = dict[str, Any]


def plain_text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r", "")


@dataclass(kw_only=True)
class Counter:
    """Who claims, who decides, and OSS, before the door."""

    http: httpx.AsyncClient
    issuer: TestIssuer
    database: Database
    clock: FixedClock
    home: Path

    async def oss_tells(self, nib: str = NIB, **person: str) -> None:
        """The NIB with the person responsible for it."""
        shown = EXAMPLES[Method.RECEIVE_NIB]["requestBody"]["content"]["application/json"]
        body = deepcopy(shown["example"])
        responsible = {"no_identitas_penanggung_jwb": NIK, "email_penanggung_jwb": ADDRESS}
        body["dataNIB"] |= {
            "nib": nib,
            "penanggung_jwb": [responsible | person],
            "email_perusahaan": COMPANY,
        }
        caller = Caller(
            actor=str(new_id()),
            roles=frozenset({Role.INTEGRATION}),
            offices=(OFFICE,),
            username="oss",
        )
        headers = {"Authorization": f"Bearer {self.issuer.token_for(caller)}"}
        path = "/v1/integrations/oss/receiveNIB"
        answer = await self.http.post(path, json=body, headers=headers)
        assert answer.json()["responreceiveNIB"]["status"] == "1", answer.text

    async def opens(self, username: str, **more: str) -> Json:
        """An account that signs in; its grant."""
        account = NEW | {"username": username} | more
        assert (await self.http.post("/v1/accounts", json=account)).status_code == 201
        return await sign_in(self.http, PHONE, username, PASSWORD)

    async def claims(self, grant: Json, nib: str = NIB, office: str = OFFICE) -> httpx.Response:
        body = {"nib": nib, "office_code": office}
        return await self.http.post(CLAIMS, json=body, headers=bearer(grant))

    async def post(self, one: Json, step: str, who: Headers, **body: Any) -> httpx.Response:
        return await self.http.post(f"{CLAIMS}/{one['id']}/{step}", json=body, headers=who)

    def officer(self, role: str = "front_office", office: str = OFFICE) -> Headers:
        found: Headers = self.issuer.headers(role=role, office=office, actor=new_id())
        return found

    async def mailed(self) -> list[tuple[str, str]]:
        """Where codes went, and which."""
        mails = await sent(self.database, self.clock, self.issuer, self.home)
        codes = [re.search(r"^[\w-]{30,}$", plain_text(one), re.M) for one in mails]
        return [
            (one["to"], code[0]) for one, code in zip(mails, codes, strict=True) if code is not None
        ]

    async def renewed(self, grant: Json) -> Json:
        form = {"grant_type": "refresh_token", "refresh_token": grant["refresh_token"]}
        found: Json = (await self.http.post("/v1/auth/token", data=form)).json()
        return found

    async def opened_nibs(self, grant: Json) -> list[str] | int:
        """What the service behind the door is told of the caller's NIBs, or how it is refused."""
        answer = await self.http.get("/v1/businesses", headers=bearer(grant))
        if answer.status_code != 200:
            return answer.status_code
        token = answer.json()["headers"]["authorization"].removeprefix("Bearer ")
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        found: list[str] = claims["nibs"]
        return found


@pytest.fixture
async def counter(
    gateway: GatewayModule,
    http: httpx.AsyncClient,
    issuer: TestIssuer,
    database: Database,
    clock: FixedClock,
    tmp_path: Path,
) -> Counter:
    await open_deployment((), gateway.ports)
    return Counter(http=http, issuer=issuer, database=database, clock=clock, home=tmp_path)


@pytest.mark.requirement("R004-P04-1")
async def test_a_business_is_represented_by_whom_oss_names_and_by_whom_the_office_approves(
    counter: Counter,
) -> None:
    await counter.oss_tells()
    await counter.oss_tells(OTHER_NIB, no_identitas_penanggung_jwb="8102014507900009")
    owner = await counter.opens("pemilik", nik=NIK)
    partner = await counter.opens("rekan", nik="8102014507900002")
    assert await counter.opened_nibs(owner) == []

    # The NIK is that of the person responsible: the code goes to the address that OSS has.
    claim, other = [(await counter.claims(one)).json() for one in (owner, partner)]
    assert (claim["state"], claim["proof"]) == ("claimed", None)
    ((address, code),) = await counter.mailed()
    assert address == ADDRESS
    # Nobody learns from the answer whether a code went.
    assert {name: claim[name] for name in ("state", "proof", "actions")} == {
        name: other[name] for name in ("state", "proof", "actions")
    }
    assert await counter.opened_nibs(owner) == []
    for who, word in ((owner, f"{code}x"), (owner, "x")):
        wrong = await counter.post(claim, "confirmation", bearer(who), code=word)
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/code")
    stolen = await counter.post(claim, "confirmation", bearer(partner), code=code)
    assert stolen.status_code == 404
    # The code of one claim proves no other.
    assert (
        await counter.post(other, "confirmation", bearer(partner), code=code)
    ).status_code == 422
    granted = await counter.post(claim, "confirmation", bearer(owner), code=code)
    assert (granted.json()["state"], granted.json()["proof"]) == ("granted", "oss_record")
    owner = await counter.renewed(owner)
    # For that NIB only, through the token that every service is shown.
    assert await counter.opened_nibs(owner) == [NIB]
    me = await counter.http.get("/v1/auth/me", headers=bearer(owner))
    assert me.json()["nibs"] == [NIB]

    # The second one needs the office, which sees who it is and that there is another.
    officer = counter.officer()
    seen = (await counter.http.get(f"{CLAIMS}/{other['id']}", headers=officer)).json()
    assert (seen["claimant_name"], seen["has_another_representative"]) == ("Pemohon Contoh", True)
    bare = await counter.post(other, "decision", officer, granted=True)
    assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (422, "/deed")
    approved = await counter.post(other, "decision", officer, granted=True, deed=DEED)
    assert (approved.json()["state"], approved.json()["proof"]) == ("granted", "deed")
    partner = await counter.renewed(partner)
    assert await counter.opened_nibs(partner) == [NIB]

    # Its end ends access at once, also for the token that is out; the other's stays.
    counter.clock.move(timedelta(seconds=1))
    ended = await counter.post(claim, "ending", officer, reason="Bukan lagi penanggung jawab")
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert await counter.opened_nibs(owner) == 401
    owner = await counter.renewed(owner)
    assert await counter.opened_nibs(owner) == []
    assert await counter.opened_nibs(partner) == [NIB]
    # The representative gives it up just so.
    counter.clock.move(timedelta(seconds=1))
    assert (await counter.post(other, "ending", bearer(partner))).status_code == 200
    assert await counter.opened_nibs(partner) == 401
    again = await counter.post(other, "ending", officer)
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")

    async with counter.database.read(system_caller("gateway", OFFICE)) as connection:
        rows = await connection.execute(
            text("select type, data from event_log where type like '%representation%' order by id")
        )
        told = [
            (row.type.removeprefix("gateway.business_representation_"), row.data) for row in rows
        ]
    assert [name for name, _ in told] == ["granted", "granted", "ended", "ended"]
    assert not any(word in data for _, data in told for word in ("Pemohon", "AHU", "Bukan", NIK))


async def test_a_second_one_whom_oss_names_waits_for_the_office_but_needs_no_deed(
    counter: Counter,
) -> None:
    await counter.oss_tells()
    first = await counter.opens("pemilik")
    claim = (await counter.claims(first)).json()
    officer = counter.officer("licensing_official")
    await counter.post(claim, "decision", officer, granted=True, deed=DEED)

    second = await counter.opens("rekan", nik=NIK)
    waiting = (await counter.claims(second)).json()
    ((_, code),) = await counter.mailed()
    confirmed = await counter.post(waiting, "confirmation", bearer(second), code=code)

    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "claimed")
    assert await counter.opened_nibs(await counter.renewed(second)) == []
    seen = (await counter.http.get(f"{CLAIMS}/{waiting['id']}", headers=officer)).json()
    assert (seen["is_confirmed_by_oss"], seen["has_another_representative"]) == (True, True)
    granted = await counter.post(waiting, "decision", officer, granted=True)
    assert (granted.json()["state"], granted.json()["proof"]) == ("granted", "oss_record")


async def test_a_claim_is_made_once_refused_for_a_reason_and_bounded(counter: Counter) -> None:
    grant = await counter.opens("pemohon")
    claim = (await counter.claims(grant)).json()
    twice = await counter.claims(grant)
    assert (twice.status_code, twice.json()["code"]) == (409, "already_claimed")
    nowhere = await counter.claims(grant, OTHER_NIB, office="99.99")
    assert (nowhere.status_code, nowhere.json()["errors"][0]["pointer"]) == (422, "/office_code")
    officer = counter.officer("back_office")
    silent = await counter.post(claim, "decision", officer, granted=False)
    assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "/reason")
    stale = await counter.http.post(
        f"{CLAIMS}/{claim['id']}/decision",
        json={"granted": False, "reason": "Akta tidak menyebut nama ini"},
        headers=officer | {"If-Match": '"9"'},
    )
    assert stale.status_code == 412
    refused = await counter.post(
        claim, "decision", officer, granted=False, reason="Akta tidak menyebut nama ini"
    )
    assert refused.json()["state"] == "refused"
    own = (await counter.http.get(f"{CLAIMS}/{claim['id']}", headers=bearer(grant))).json()
    assert (own["reason"], own["claimant_name"], own["actions"]) == (
        "Akta tidak menyebut nama ini",
        None,
        [],
    )
    # Others neither see it nor decide it.
    stranger = await counter.opens("orang-lain")
    for who in (bearer(stranger), counter.officer(office="62.02")):
        shown = await counter.http.get(f"{CLAIMS}/{claim['id']}", headers=who)
        assert shown.status_code == 404
        listed = await counter.http.get(CLAIMS, headers=who)
        assert listed.json()["items"] == []
    for role in ("agency_officer", "inspector", "province"):
        answer = await counter.http.get(CLAIMS, headers=counter.officer(role))
        assert answer.status_code == 403, role
    # Trying one NIB after the other comes to an end.
    statuses = [
        (await counter.claims(grant, f"91200012346{place:02d}")).status_code for place in range(10)
    ]
    assert statuses == [201] * 9 + [429]


async def test_a_code_is_good_for_seven_days_and_goes_with_its_claim(counter: Counter) -> None:
    await counter.oss_tells(email_penanggung_jwb="")
    await counter.oss_tells(OTHER_NIB, email_penanggung_jwb="lain@usaha.test")
    owner = await counter.opens("pemilik", nik=NIK)
    kept = (await counter.claims(owner)).json()
    given_up = (await counter.claims(owner, OTHER_NIB)).json()
    await counter.post(given_up, "ending", bearer(owner))

    ((address, code),) = await counter.mailed()

    # Nobody is written to about a claim that was given up; where OSS has no address of the person,
    # the company's own is taken.
    assert address == COMPANY
    counter.clock.move(timedelta(days=7, seconds=1))
    owner = await sign_in(counter.http, PHONE, "pemilik", PASSWORD)
    late = await counter.post(kept, "confirmation", bearer(owner), code=code)
    assert (late.status_code, late.json()["code"]) == (410, "expired")
