"""Standards and procedures as data of the catalogue, and the products that it tells apart."""

import httpx
import pytest

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE

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
