"""What an office sees of its connection to OSS and asks of it, through the REST API."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.testing.oss_door import OFFICE, OssDoor, permit_id
from gateway.testing.service import build_gateway
from shared.contracts.permit import ApplicationSubmittedV1, ApplicationVerifiedV1, LicenceIssuedV1
from shared.ids import new_id
from shared.testing.http import client
from shared.testing.oss import USER_KEY, SimulatedOss

NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
NIB, UNKNOWN = "9120001234567", "9999999999999"
PREFIX = "/v1/integrations/oss"
BUSINESS = {
    "nib": NIB,
    "kd_daerah": "8102011001",
    "nama_perseroan": "PT CONTOH USAHA",
    "skala_usaha": "02",
    "status_nib": "01",
    "tipe_dokumen ": "9",
}


@pytest.fixture
def door(oss_desk: OssDoor) -> OssDoor:
    return oss_desk


def gateway_of(door: OssDoor, home: Path, **settings: Any) -> httpx.AsyncClient:
    module = build_gateway(
        door.database,
        clock=door.clock,
        issuer=door.issuer,
        home=home,
        services={"permit": door.desk.app},
        **settings,
    )
    return client(module.app)


def as_(door: OssDoor, role: str, office: str = OFFICE) -> dict[str, str]:
    return door.issuer.headers(role=role, office=office)


async def licensed(door: OssDoor, simulator: SimulatedOss) -> str:
    """An application about a permit of OSS that was verified and licensed; its permit's id."""
    application, licence = new_id(), new_id()
    ids = simulator.opens(permit_id(application), nib=NIB) | {"kd_daerah": "8102011001"}
    door.desk.knows(application, ids, nib=NIB, licence_id=licence)
    common = {"office_code": OFFICE, "application_id": application, "service_code": "SLF"}
    common |= {"channel": "MANUAL"}
    for event in (
        ApplicationSubmittedV1(
            **common,
            mode="self_service",
            receipt_number="1",
            submitted_at=NOW,
            oss_permit_id=ids["id_izin"],
        ),
        ApplicationVerifiedV1(**common, verified_at=NOW),
        LicenceIssuedV1(
            **common,
            licence_id=licence,
            number="1",
            issued_on=date(2026, 6, 15),
            signed_at=NOW,
        ),
    ):
        await door.tell(event)
    return ids["id_izin"]


@pytest.mark.requirement("R003-P02-2")
async def test_a_connected_office_sees_its_records_and_asks_for_businesses_and_lists(
    door: OssDoor, simulator: SimulatedOss, tmp_path: Path
) -> None:
    simulator.knows(NIB, BUSINESS)
    await licensed(door, simulator)
    simulator.behaves("code", code="400", times=1)
    await door.send(rounds=3)
    official, administrator = as_(door, "licensing_official"), as_(door, "administrator")
    settings = {"oss_url": simulator.methods, "oss_user_key": USER_KEY}
    async with gateway_of(door, tmp_path, **settings) as http:
        page = (await http.get(f"{PREFIX}/records?limit=1", headers=official)).json()
        (last,) = page["items"]
        assert (last["state"], last["method"], last["code"]) == ("accepted", "receiveLicense", "50")
        more = {"cursor": page["next_cursor"]}
        (first,) = (await http.get(f"{PREFIX}/records", params=more, headers=official)).json()[
            "items"
        ]
        assert (first["state"], first["answer_code"]) == ("refused", "400")
        refused = await http.get(f"{PREFIX}/records?state=refused", headers=official)
        assert [one["id"] for one in refused.json()["items"]] == [first["id"]]
        elsewhere = await http.get(f"{PREFIX}/records", headers=as_(door, "head", "62.02"))
        assert elsewhere.status_code == 403
        other = as_(door, "administrator", "62.02")
        assert (await http.get(f"{PREFIX}/records", headers=other)).json()["items"] == []

        line = (await http.get(f"{PREFIX}/businesses/{NIB}", headers=official)).json()
        assert line == {
            "nib": NIB,
            "name": "PT CONTOH USAHA",
            "status": "active",
            "status_code": "01",
        }
        unknown = await http.get(f"{PREFIX}/businesses/{UNKNOWN}", headers=official)
        assert (unknown.status_code, unknown.json()["code"]) == (409, "outside_system_refused")
        assert UNKNOWN not in unknown.text.replace(str(unknown.url), "")
        lists = await http.get(f"{PREFIX}/references/14", headers=official)
        assert lists.json()["items"][0] == {"code": "01", "text": "Aktif", "note": ""}

        for _ in range(2):
            key = official | {"Idempotency-Key": "an inquiry"}
            taken = await http.post(f"{PREFIX}/inquiries", json={"nib": NIB}, headers=key)
            assert taken.json()["is_taken"] is True
        told = await door.facts("gateway.business_registered")
        assert [(one["nib"], one["scale"]) for one in told] == [(NIB, "small")]

        body = {"period": "2026-Q2"}
        path = f"{PREFIX}/reconciliations"
        compared = await http.post(path, json=body, headers=administrator)
        assert compared.status_code == 201, compared.text
        assert compared.json()["findings"] == []
        assert (compared.json()["counted_here"], compared.json()["counted_there"]) == (1, 1)
        status = (await http.get(f"{PREFIX}/status", headers=administrator)).json()
        assert (status["circuit"], status["backlog"]) == ("closed", 0)
        assert status["last_success_at"] is not None

        simulator.behaves("server_error", times=3)
        away = await http.get(f"{PREFIX}/businesses/{NIB}", headers=official)
        assert (away.status_code, away.json()["code"]) == (503, "unavailable")
        assert int(away.headers["Retry-After"]) > 0


async def test_what_oss_has_lost_is_found_when_it_is_compared(
    door: OssDoor, simulator: SimulatedOss, tmp_path: Path
) -> None:
    id_izin = await licensed(door, simulator)
    await door.send(rounds=3)
    simulator.opens(id_izin, nib=NIB)
    settings = {"oss_url": simulator.methods, "oss_user_key": USER_KEY}
    async with gateway_of(door, tmp_path, **settings) as http:
        compared = await http.post(
            f"{PREFIX}/reconciliations",
            json={"period": "2026-06"},
            headers=as_(door, "administrator"),
        )
    (finding,) = compared.json()["findings"]
    assert (finding["difference"], finding["outside_number"]) == ("missing_there", id_izin)


async def test_an_office_without_a_connection_sees_what_is_held_and_asks_nothing(
    door: OssDoor, simulator: SimulatedOss, tmp_path: Path
) -> None:
    await licensed(door, simulator)
    door.clock.set(NOW + timedelta(days=1))
    administrator = as_(door, "administrator")
    async with gateway_of(door, tmp_path) as http:
        records = (await http.get(f"{PREFIX}/records", headers=administrator)).json()["items"]
        assert [(one["state"], one["next_attempt_at"]) for one in records] == [("held", None)] * 2
        status = (await http.get(f"{PREFIX}/status", headers=administrator)).json()
        assert (status["backlog"], status["last_success_at"]) == (0, None)
        for path in (f"/businesses/{NIB}", "/references/14"):
            refused = await http.get(f"{PREFIX}{path}", headers=administrator)
            assert (refused.status_code, refused.json()["code"]) == (409, "not_connected")
        inquiry = await http.post(f"{PREFIX}/inquiries", json={"nib": NIB}, headers=administrator)
        assert inquiry.json()["code"] == "not_connected"
        for role in ("applicant", "front_office", "integration"):
            for path in ("/records", f"/businesses/{NIB}"):
                answer = await http.get(f"{PREFIX}{path}", headers=as_(door, role))
                assert answer.status_code == 403, (role, path)
        bad = await http.post(f"{PREFIX}/inquiries", json={"nib": "12"}, headers=administrator)
        assert (bad.status_code, bad.json()["code"]) == (422, "invalid_request")


def test_half_a_connection_is_no_connection(door: OssDoor, tmp_path: Path) -> None:
    for setting in ("oss_url", "oss_user_key", "oss_username", "oss_password"):
        with pytest.raises(ValueError, match="needs both"):
            gateway_of(door, tmp_path, **{setting: "x"})
