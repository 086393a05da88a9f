"""Standards and procedures as data of the catalogue, and the products that it tells apart."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, person
from permit_service.testing.service import Listener, build_service
from shared.database.engine import Database
from shared.identity import Role
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

from .catalogue_desk import CatalogueDesk
from .problems import is_problem

COVERAGE = f"/v1/service-standards?office_code={OFFICE}"
IN_FORCE = {
    "state": "in_force",
    "version": "2026.1",
    "number": "065/01/2026",
    "in_force_from": "2026-06-01",
}


@pytest.fixture
def desk(counter: Counter) -> CatalogueDesk:
    return CatalogueDesk(counter=counter)


@pytest.mark.requirement("R002-IV-4.1b")
async def test_services_without_an_approved_standard_are_listed(
    desk: CatalogueDesk, http: httpx.AsyncClient
) -> None:
    before = (await http.get(COVERAGE)).json()
    await desk.published(service_standard=IN_FORCE, operating_procedure=IN_FORCE)
    await desk.published("PBG", service_standard={"state": "drafted", "version": "1"})
    later = IN_FORCE | {"in_force_from": "2026-07-01"}
    await desk.published("SLF", service_standard=later, operating_procedure=IN_FORCE)

    after = (await http.get(COVERAGE)).json()

    rows = {one["service_code"]: one for one in after["items"]}
    assert (before["services"], before["approved"], len(before["lacking"])) == (26, 0, 26)
    assert (after["approved"], len(after["lacking"])) == (1, 25)
    assert "REKLAME" not in after["lacking"]
    assert rows["REKLAME"]["agencies_without_procedure"] == ["bapenda", "dinas-putr"]
    assert rows["PBG"]["service_standard"] == "drafted"
    assert rows["PBG"]["operating_procedure"] == "none"
    assert rows["SLF"]["service_standard"] == "drafted"


async def test_an_agency_with_a_procedure_in_force_is_not_missed(
    desk: CatalogueDesk, http: httpx.AsyncClient
) -> None:
    times = {"value": 2, "unit": "working_day"}
    procedures = {"bapenda": {"sop": IN_FORCE, "service_time": times}}
    await desk.published(agency_standards=procedures)

    rows = {one["service_code"]: one for one in (await http.get(COVERAGE)).json()["items"]}

    assert rows["REKLAME"]["agencies_without_procedure"] == ["dinas-putr"]


STAFF = {
    "front_office.8102": ["front_office"],
    "front_office.8102second": ["front_office"],
    "back_office.8102": ["back_office"],
    "licensing_official.8102": ["head", "licensing_official"],
    "bapenda.8102": ["agency_officer"],
    "administrator.8102": ["administrator"],
}


@dataclass
class Gateway:
    """What the gateway says of an office's staff, while it answers."""

    is_away: bool = False

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/internal/offices/{code}/staff")
        async def staff(code: str, answer: Response) -> dict[str, list[dict[str, Any]]]:
            if self.is_away:
                answer.status_code = 503
                return {}
            assert code == OFFICE
            people = [
                {
                    "account_id": person(Role(roles[-1]), name=name.partition("8102")[2]).actor,
                    "username": name,
                    "roles": roles,
                    "agency": None,
                }
                for name, roles in STAFF.items()
            ]
            return {"items": people}

        return app


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
async def office(
    database: Database,
    issuer: TestIssuer,
    listener: Listener,
    tmp_path: Path,
    gateway: Gateway,
) -> AsyncIterator[Counter]:
    """The counter of an office whose gateway answers."""
    services = {"gateway": gateway.app()}
    service = build_service(database, issuer=issuer, home=tmp_path / "own", services=services)
    async with client(service.app) as http:
        yield Counter(http=http, issuer=issuer, listener=listener)


async def acknowledge(
    office: Counter, who: dict[str, str], version: str = "2026.1", code: str = "REKLAME"
) -> httpx.Response:
    return await office.http.post(
        f"/v1/service-standards/{code}/acknowledgements",
        json={"document": "operating_procedure", "version": version},
        headers=who,
    )


async def row(office: Counter, who: dict[str, str]) -> dict[str, Any]:
    answer = await office.http.get(COVERAGE, headers=who)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = next(
        one for one in answer.json()["items"] if one["service_code"] == "REKLAME"
    )
    return found


@pytest.mark.requirement("R002-IV-4.1a")
async def test_staff_commit_to_a_new_procedure_and_those_who_have_not_are_listed(
    office: Counter, clock: FixedClock
) -> None:
    desk, front = CatalogueDesk(counter=office), office.as_("front_office")
    await desk.published(service_standard=IN_FORCE, operating_procedure=IN_FORCE)

    first = await acknowledge(office, front)
    clock.move(timedelta(minutes=1))
    again = await acknowledge(office, front)
    await acknowledge(office, office.as_("back_office"))
    named = await row(office, office.as_("head"))

    standard, procedure = named["commitments"]
    assert (named["version"], named["service_standard_version"]) == (2, "2026.1")
    assert named["operating_procedure_version"] == "2026.1"
    assert (first.status_code, again.json()) == (201, first.json())
    assert [one["username"] for one in procedure["acknowledged"]] == [
        "front_office.8102",
        "back_office.8102",
    ]
    assert procedure["acknowledged"][0]["acknowledged_at"] == "2026-06-15T00:00:00Z"
    assert procedure["missing"] == ["front_office.8102second", "licensing_official.8102"]
    assert (standard["document"], len(standard["missing"])) == ("service_standard", 4)

    # A new version asks everybody anew; the word on the old one is no word on it.
    await desk.published(operating_procedure=IN_FORCE | {"version": "2026.2"})
    old = await acknowledge(office, front)
    after = (await row(office, front))["commitments"][1]
    is_problem(old, 409, "standard_not_in_force", "/version")
    assert (after["version"], after["acknowledged"], len(after["missing"])) == ("2026.2", [], 4)

    # The order of the steps is the procedure's: none is taken before its turn.
    submitted = await office.submitted()
    early = await office.post(
        f"/{submitted['id']}/validation", {"outcome": "valid"}, who=office.as_("back_office")
    )
    is_problem(early, 409, "transition_not_allowed")


async def test_who_may_commit_and_who_sees_it(office: Counter) -> None:
    desk = CatalogueDesk(counter=office)
    await desk.published(operating_procedure=IN_FORCE)
    await desk.published("PBG", operating_procedure={"state": "drafted", "version": "1"})
    front = office.as_("front_office")

    for role in ("applicant", "administrator", "inspector", "agency_officer", "integration"):
        agency = "bapenda" if role == "agency_officer" else None
        refused = await acknowledge(office, office.as_(role, agency=agency))
        is_problem(refused, 403, "forbidden")
    for role in ("front_office", "back_office", "licensing_official", "head"):
        assert (await acknowledge(office, office.as_(role))).status_code == 201
    drafted = await acknowledge(office, front, version="1", code="PBG")
    is_problem(drafted, 409, "standard_not_in_force", "/version")
    is_problem(await acknowledge(office, front, code="NOTHING"), 404, "not_found")
    assert (await acknowledge(office, {})).status_code == 401

    for somebody in ({}, office.as_("applicant"), office.as_("head", office="62.02")):
        assert (await row(office, somebody))["commitments"] is None


async def test_without_the_gateway_the_public_part_is_answered(
    office: Counter, gateway: Gateway
) -> None:
    gateway.is_away = True

    assert (await row(office, {}))["service_standard"] == "none"
    asked = await office.http.get(COVERAGE, headers=office.as_("head"))
    is_problem(asked, 503, "unavailable")


async def test_the_coverage_of_no_office_is_not_found(http: httpx.AsyncClient) -> None:
    is_problem(await http.get("/v1/service-standards?office_code=99.99"), 404, "not_found")


@pytest.mark.requirement("R004-P01-14")
async def test_every_kind_of_licence_of_oss_is_told_apart_and_no_other_is_taken(
    desk: CatalogueDesk, http: httpx.AsyncClient
) -> None:
    for kind in ("01", "02", "K02", "K03"):
        await desk.published("TDG", oss_licence_kind=kind)
        public = await http.get(f"/v1/services/TDG?office_code={OFFICE}")
        assert public.json()["oss_licence_kind"] == kind
    await desk.published("TDG", oss_licence_kind="04", standard_certificate={"verified": False})

    wrong = await desk.entry("TDG") | {"oss_licence_kind": "03"}
    refused = await desk.publish(wrong, version=6)

    is_problem(refused, 422, "invalid_request", "/oss_licence_kind")


@pytest.mark.requirement("R004-P01-18")
async def test_a_standard_certificate_says_whether_it_was_verified(
    desk: CatalogueDesk, http: httpx.AsyncClient
) -> None:
    silent = await desk.entry("TDG") | {"oss_licence_kind": "04"}
    refused = await desk.publish(silent, version=1)

    is_problem(refused, 422, "invalid_request", "/standard_certificate")
    for verified in (False, True):
        await desk.published(
            "TDG", oss_licence_kind="04", standard_certificate={"verified": verified}
        )
        public = (await http.get(f"/v1/services/TDG?office_code={OFFICE}")).json()
        assert public["standard_certificate"] == {"verified": verified}


@pytest.mark.requirement("R003-P01-10")
async def test_a_licence_of_perizinan_has_number_holder_and_validity(
    desk: CatalogueDesk, counter: Counter, http: httpx.AsyncClient
) -> None:
    rule = {"kind": "end_of_year", "source": "Perbup 1/2026", "verified": True}
    await desk.published(validity_rule=rule)
    assert (await desk.entry())["category"] == "PERIZINAN"

    signed = await counter.signed()

    token = signed["licence"]["verification_token"]
    public = (await http.get(f"/v1/verification/{token}")).json()
    assert public["number"] == signed["licence"]["number"]
    assert public["holder"]
    assert public["valid_until"] == "2026-12-31"
