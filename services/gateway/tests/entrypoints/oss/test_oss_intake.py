"""OSS calls the door (PIA 4.3.22): what it is answered, what the others are told, what is kept."""

import hashlib
from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from gateway.adapters.oss.record_store import PostgresOssLinks
from gateway.application.open_deployment import open_deployment
from gateway.bootstrap import GatewayModule
from gateway.domain.oss.business import business_id_of
from gateway.domain.oss.codes import Method
from gateway.entrypoints.api.oss.examples import EXAMPLES
from gateway.testing.permit_desk import TestDesk
from gateway.testing.service import build_gateway
from shared.database.engine import Database
from shared.identity import Caller, Role, system_caller
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

pytestmark = pytest.mark.usefixtures("offices")

Headers = dict[str, str]
NIB = "9120001234567"
OFFICES = ("53.11", "62.02", "81.02")
# Where an application and its licence stand, and the code of Lampiran 10 for it.
STANDINGS = (
    ("submitted", None, "09"),
    ("verified", None, "10"),
    ("returned", None, "11"),
    ("rejected", None, "90"),
    ("delivered", "active", "50"),
    ("delivered", "suspended", "70"),
    ("delivered", "revoked", ""),
)
OTHERS = (Method.RECEIVE_NIB_STPW, Method.RECEIVE_NIB_KKPR, Method.RECEIVE_NIB_PSE)
NAME, ADDRESS = "PT CONTOH USAHA", "Jalan Contoh 1"


def example(method: Method = Method.RECEIVE_NIB) -> dict[str, Any]:
    found: dict[str, Any] = deepcopy(
        EXAMPLES[method]["requestBody"]["content"]["application/json"]["example"]
    )
    return found


def changed(**fields: Any) -> dict[str, Any]:
    return {"dataNIB": example()["dataNIB"] | fields}


@pytest.fixture
async def offices(gateway: GatewayModule) -> None:
    """Those of the first start, without anybody in them."""
    await open_deployment((), gateway.ports)


@pytest.fixture
def oss(issuer: TestIssuer) -> Headers:
    """OSS, signed in with its client credentials."""
    return integration(issuer, "oss")


def integration(issuer: TestIssuer, username: str) -> Headers:
    caller = Caller(
        actor=str(uuid4()),
        roles=frozenset({Role.INTEGRATION}),
        offices=OFFICES,
        username=username,
    )
    return {"Authorization": f"Bearer {issuer.token_for(caller)}"}


async def call(
    http: httpx.AsyncClient, headers: Headers, body: Any, method: Method = Method.RECEIVE_NIB
) -> dict[str, Any]:
    answer = await http.post(f"/v1/integrations/oss/{method}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()[f"respon{method}"]
    return found


async def told(database: Database) -> list[tuple[str, Any]]:
    """What was told of businesses, in order."""
    async with database.read(system_caller("gateway", *OFFICES)) as connection:
        rows = await connection.execute(
            text(
                "select type, data::jsonb as data from event_log"
                " where subject_type = 'business' order by key_sequence"
            )
        )
        return [(row.type.removeprefix("gateway."), row.data) for row in rows]


@pytest.mark.requirement("R003-P02-2")
async def test_a_nib_makes_a_business_and_its_projects_known_without_a_name(
    http: httpx.AsyncClient, oss: Headers, database: Database, issuer: TestIssuer
) -> None:
    assert (await call(http, oss, example()))["status"] == "1"

    facts = await told(database)
    assert [kind for kind, _ in facts] == ["business_registered", "project_registered"]
    business, project = (data for _, data in facts)
    assert business["business_id"] == str(business_id_of("81.02", NIB))
    assert business["office_code"] == "81.02"
    assert (business["nib"], business["scale"]) == (NIB, "small")
    assert business["nib_status"] == "active"
    assert business["activities"] == [
        {"kbli": "10211", "risk": "medium_high", "project_id": "R-20260615-000000001"}
    ]
    assert project["planned_investment_rupiah"] == 250_000_000
    assert NAME not in str(facts)
    assert ADDRESS not in str(facts)

    path = f"/internal/oss/businesses/{NIB}"
    system = issuer.system_headers("gateway", service="inspection")
    asked = await http.get(path, params={"office_code": "81.02"}, headers=system)
    assert (asked.json()["name"], asked.json()["address"]) == (NAME, ADDRESS)
    assert asked.json()["projects"][0]["places"][0]["address"] == ADDRESS
    elsewhere = await http.get(path, params={"office_code": "62.02"}, headers=system)
    assert elsewhere.status_code == 404
    assert (await http.get(path, params={"office_code": "81.02"}, headers=oss)).status_code == 404


@pytest.mark.requirement("R003-P02-2")
async def test_the_same_content_again_changes_nothing_and_a_change_is_told_once(
    http: httpx.AsyncClient, oss: Headers, database: Database
) -> None:
    await call(http, oss, example())
    assert (await call(http, oss, example()))["status"] == "1"
    assert len(await told(database)) == 2

    update = changed(skala_usaha="03", tgl_perubahan_nib="2026-07-01")
    update["dataNIB"]["tipe_dokumen "] = update["dataNIB"].pop("tipe_dokumen")
    update["dataNIB"]["tipe_dokumen "] = "5"
    for _ in range(2):
        assert (await call(http, oss, update))["status"] == "1"
    late = changed(skala_usaha="04", tgl_perubahan_nib="2026-06-20", tipe_dokumen="5")
    assert (await call(http, oss, late))["status"] == "1"

    facts = (await told(database))[2:]
    assert [(kind, data["scale"]) for kind, data in facts] == [("business_changed", "medium")]


async def test_a_revoked_or_cancelled_nib_is_told_as_revoked(
    http: httpx.AsyncClient, oss: Headers, database: Database
) -> None:
    await call(http, oss, example())
    for document_type in ("3", "4"):
        await call(http, oss, changed(tipe_dokumen=document_type))
        kind, data = (await told(database))[-1]
        assert (kind, data["nib_status"]) == ("business_changed", "revoked")


@pytest.mark.requirement("R003-P02-2")
async def test_what_is_for_no_office_here_or_not_readable_is_answered_with_a_no(
    http: httpx.AsyncClient, oss: Headers, database: Database
) -> None:
    deep: Any = 1
    for _ in range(50):
        deep = {"a": deep}
    for body in (
        {},
        {"dataNIB": None},
        changed(nib="912000123456"),
        changed(nib="91200012345\u0000"),
        changed(kd_daerah=""),
        changed(kd_daerah="3171011001"),
        changed(more=deep),
    ):
        answer = await call(http, oss, body)
        assert answer["status"] == "2"
        assert "3171011001" not in answer["keterangan"]
    assert await told(database) == []


async def test_who_is_not_oss_hands_over_nothing(
    http: httpx.AsyncClient, issuer: TestIssuer, administrator: Headers, oss: Headers
) -> None:
    path = "/v1/integrations/oss/receiveNIB"
    assert (await http.post(path, json=example())).status_code == 401
    for stranger in (administrator, integration(issuer, "sicantik")):
        assert (await http.post(path, json=example(), headers=stranger)).status_code == 403
    huge = {"dataNIB": example()["dataNIB"] | {"alamat_perseroan": "x" * 1_100_000}}
    assert (await http.post(path, json=huge, headers=oss)).status_code == 413
    assert (await http.post(path, content=b"[" * 5_000, headers=oss)).status_code in {400, 422}


@pytest.mark.requirement("R003-P02-2")
async def test_the_other_messages_make_a_business_known_and_do_not_change_it(
    http: httpx.AsyncClient, oss: Headers, database: Database
) -> None:
    for number, method in enumerate(OTHERS):
        nib = f"912000123456{number}"
        inner = next(iter(example(method)))
        message = {inner: example(method)[inner] | {"nib": nib}}
        again = {inner: message[inner] | {"versi_pia": "4.3.22"}}
        for body in (message, again):
            assert (await call(http, oss, body, method))["status"] == "1"
        facts = [kind for kind, data in await told(database) if data["nib"] == nib]
        assert facts.count("business_registered") == 1
        assert "business_changed" not in facts
        await call(http, oss, changed(nib=nib))
        facts = [kind for kind, data in await told(database) if data["nib"] == nib]
        assert "business_changed" in facts


@pytest.mark.requirement("R003-P02-2")
async def test_a_document_of_oss_is_noted_at_its_permit(
    http: httpx.AsyncClient, oss: Headers, issuer: TestIssuer
) -> None:
    body = example(Method.RECEIVE_FILE)
    assert (await call(http, oss, body, Method.RECEIVE_FILE))["status"] == "2"
    await call(http, oss, example())
    for _ in range(2):
        assert (await call(http, oss, body, Method.RECEIVE_FILE))["status"] == "1"
    other = {"receiveFileDS": body["receiveFileDS"] | {"nib": "9999999999999"}}
    assert (await call(http, oss, other, Method.RECEIVE_FILE))["status"] == "2"

    id_izin = body["receiveFileDS"]["id_izin"]
    asked = await http.get(
        f"/internal/oss/permits/{id_izin}",
        params={"office_code": "81.02"},
        headers=issuer.system_headers("gateway", service="permit"),
    )
    assert asked.json()["document_link"] == body["receiveFileDS"]["file_izin"]
    assert asked.json()["oss_id"] == "P02-20260615-0000001"


async def test_what_came_lies_sealed_and_no_other_office_sees_it(
    http: httpx.AsyncClient, oss: Headers, database: Database
) -> None:
    await call(http, oss, example())
    await call(http, oss, example(Method.RECEIVE_FILE), Method.RECEIVE_FILE)
    count = text("select (select count(*) from oss_message), (select count(*) from oss_permit)")
    async with database.read(system_caller("gateway", "81.02")) as connection:
        assert tuple((await connection.execute(count)).one()) == (2, 1)
        rows = await connection.execute(
            text("select body from oss_message union all select file_link from oss_permit")
        )
        stored = b"".join(row[0] for row in rows)
    assert NAME.encode() not in stored
    assert b"https://" not in stored
    async with database.read(system_caller("gateway", "62.02")) as connection:
        assert tuple((await connection.execute(count)).one()) == (0, 0)


@pytest.fixture
async def with_desk(
    database: Database,
    clock: FixedClock,
    issuer: TestIssuer,
    tmp_path: Path,
) -> AsyncIterator[tuple[httpx.AsyncClient, TestDesk]]:
    """A gateway with the PIA's own credentials, before a permit service that a test directs."""
    desk = TestDesk()
    module = build_gateway(
        database,
        clock=clock,
        issuer=issuer,
        home=tmp_path,
        services={"permit": desk.app},
        oss_username="dpmptsp",
        oss_password="rahasia contoh",
    )
    async with client(module.app) as http:
        yield http, desk


def token(nib: str = NIB, day: str = "20260615") -> str:
    content = f"dpmptsprahasia contoh{nib}{day}".encode()
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


async def test_the_pias_own_header_is_asked_for_once_its_credentials_are_set(
    with_desk: tuple[httpx.AsyncClient, TestDesk], oss: Headers, database: Database
) -> None:
    http, _ = with_desk
    path = "/v1/integrations/oss/receiveNIB"
    for shown in ({}, {"Token": token(day="20260613")}, {"Token": token("9999999999999")}):
        refused = await http.post(path, json=example(), headers=oss | shown)
        assert refused.status_code == 401
        assert refused.json()["code"] == "unauthenticated"
    assert await told(database) == []
    assert (await call(http, oss | {"Token": token()}, example()))["status"] == "1"


@pytest.mark.requirement("R003-P02-2")
async def test_oss_is_told_where_a_permit_stands(
    with_desk: tuple[httpx.AsyncClient, TestDesk], oss: Headers, database: Database
) -> None:
    http, desk = with_desk
    headers, body = oss | {"Token": token()}, example(Method.CHECK_COMMITMENT)
    assert (await call(http, headers, body, Method.CHECK_COMMITMENT))["status"] == "2"
    await call(http, headers, example())
    nothing = await call(http, headers, body, Method.CHECK_COMMITMENT)
    assert (nothing["status"], nothing["dataIZIN"]["kd_status"]) == ("1", "")

    application, ids = new_id(), {"id_izin": body["CHECKKOMITMEN"]["id_izin"]}
    async with database.begin(system_caller("gateway", "81.02")) as transaction:
        links = PostgresOssLinks(transaction.connection)
        await links.link({application: ("81.02", ids["id_izin"])})
    for status, licence, code in STANDINGS:
        licence_id = new_id() if licence else None
        desk.knows(
            application,
            ids,
            nib=NIB,
            status=status,
            licence_id=licence_id,
            licence_status=licence or "",
        )
        answer = await call(http, headers, body, Method.CHECK_COMMITMENT)
        assert (answer["status"], answer["dataIZIN"]["kd_status"]) == ("1", code)
    desk.is_away = True
    away = await http.post("/v1/integrations/oss/checkKomitmen", json=body, headers=headers)
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
