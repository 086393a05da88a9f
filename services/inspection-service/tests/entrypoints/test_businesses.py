"""Businesses made from what other services told, in whatever order and however often."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI, HTTPException
from sqlalchemy import text

from inspection_service.domain.business import business_id_of
from inspection_service.testing import (
    Desk,
    Listener,
    build_service,
    count,
    database_at,
    run_until,
)
from shared.contracts.event import Event
from shared.contracts.gateway import Activity, BusinessChangedV1, BusinessRegisteredV1
from shared.contracts.permit import (
    LicenceReinstatedV1,
    LicenceRevokedV1,
    LicenceSuspendedV1,
)
from shared.identity import ANYBODY
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.http import client

OFFICE = "53.11"
NIB = "1234567890123"


def registered(**changes: Any) -> BusinessRegisteredV1:
    return BusinessRegisteredV1(
        office_code=OFFICE,
        # The gateway's own id: here a business is known by office and NIB.
        business_id=uuid4(),
        nib=NIB,
        scale="small",
        activities=(Activity(kbli="47111", risk="low", project_id="R-1"),),
    ).model_copy(update=changes)


def became(kind: type[Event], licence_id: str, clock: FixedClock) -> Event:
    moment = {
        LicenceSuspendedV1: "suspended_at",
        LicenceReinstatedV1: "reinstated_at",
        LicenceRevokedV1: "revoked_at",
    }[kind]
    return kind.model_validate(
        {
            "office_code": OFFICE,
            "licence_id": licence_id,
            "sanction_id": uuid4(),
            moment: clock.now(),
        }
    )


@pytest.mark.requirement("R004-P15-2", "R004-P01-17")
async def test_a_licence_with_a_nib_makes_a_business(desk: Desk, licence_id: str) -> None:
    business = await desk.get(f"/v1/businesses/{NIB}")
    assert business["nib"] == NIB
    assert [one["id"] for one in business["licences"]] == [licence_id]
    assert business["licences"][0]["status"] == "active"
    # A place to inspect is there at once, its address follows.
    assert len(business["locations"]) == 1
    assert business["compliance"] is None


async def test_the_same_message_twice_makes_one_licence(
    desk: Desk, listener: Listener, licence_id: str
) -> None:
    await listener.deliver(listener.told)
    await listener.deliver(listener.told)
    business = await desk.get(f"/v1/businesses/{NIB}")
    assert len(business["licences"]) == 1
    assert len(business["locations"]) == 1


async def test_two_licences_of_a_nib_are_one_business(
    desk: Desk, listener: Listener, licence_id: str
) -> None:
    second = str(await listener.tell_licence(nib=NIB))
    business = await desk.get(f"/v1/businesses/{NIB}")
    assert {one["id"] for one in business["licences"]} == {licence_id, second}


async def test_a_licence_without_nib_is_nobodys(desk: Desk, listener: Listener) -> None:
    await listener.tell_licence(nib=None)
    assert (await desk.get("/v1/businesses"))["items"] == []


@pytest.mark.requirement("R004-P01-13")
async def test_oss_and_the_licence_meet_in_one_business(
    desk: Desk, listener: Listener, licence_id: str
) -> None:
    await listener.tell(registered())
    business = await desk.get(f"/v1/businesses/{NIB}")
    assert business["scale"] == "small"
    assert business["locations"][0]["activities"][0]["risk"] == "low"
    assert len(business["licences"]) == 1
    changed = BusinessChangedV1.model_validate(registered(scale="medium").model_dump())
    await listener.tell(changed)
    assert (await desk.get(f"/v1/businesses/{NIB}"))["scale"] == "medium"


async def test_a_status_that_arrives_before_its_licence_is_kept(
    desk: Desk, listener: Listener, clock: FixedClock
) -> None:
    licence_id = uuid4()
    await listener.tell(became(LicenceSuspendedV1, str(licence_id), clock))
    await listener.tell_licence(nib=NIB, licence_id=licence_id)
    business = await desk.get(f"/v1/businesses/{NIB}")
    assert business["licences"][0]["status"] == "suspended"


async def test_the_status_follows_what_the_permit_service_tells(
    desk: Desk, listener: Listener, licence_id: str, clock: FixedClock
) -> None:
    async def status() -> str:
        found: str = (await desk.get(f"/v1/businesses/{NIB}"))["licences"][0]["status"]
        return found

    await listener.tell(became(LicenceSuspendedV1, licence_id, clock))
    assert await status() == "suspended"
    await listener.tell(became(LicenceReinstatedV1, licence_id, clock))
    assert await status() == "active"
    await listener.tell(became(LicenceRevokedV1, licence_id, clock))
    await listener.deliver(listener.told)
    assert await status() == "revoked"


async def test_each_change_gives_the_business_a_new_version(
    http: httpx.AsyncClient, desk: Desk, listener: Listener, licence_id: str, clock: FixedClock
) -> None:
    async def etag() -> str:
        answer = await http.get(f"/v1/businesses/{NIB}", headers=desk.acting("head"))
        return answer.headers["etag"]

    first = await etag()
    await listener.tell(became(LicenceSuspendedV1, licence_id, clock))
    second = await etag()
    await listener.deliver(listener.told)
    assert first != second
    assert await etag() == second


async def test_businesses_are_paged_by_nib(desk: Desk, listener: Listener) -> None:
    for number in range(5):
        await listener.tell_licence(nib=f"{number:013d}")
    seen: list[str] = []
    cursor = ""
    while True:
        page = await desk.get(f"/v1/businesses?limit=2{cursor}")
        seen += [one["nib"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [f"{number:013d}" for number in range(5)]


async def test_the_owner_sees_their_own_business_and_no_other(
    http: httpx.AsyncClient, listener: Listener, issuer: Any, licence_id: str
) -> None:
    await listener.tell_licence(nib="9999999999999")
    owner = issuer.headers(role="applicant", nibs=(NIB,))
    assert (await http.get(f"/v1/businesses/{NIB}", headers=owner)).status_code == 200
    assert (await http.get("/v1/businesses/9999999999999", headers=owner)).status_code == 404
    listed = (await http.get("/v1/businesses", headers=owner)).json()["items"]
    assert [one["nib"] for one in listed] == [NIB]


async def test_another_office_sees_nothing(
    http: httpx.AsyncClient, desk: Desk, licence_id: str
) -> None:
    other = desk.acting("licensing_official", office="62.02")
    assert (await http.get(f"/v1/businesses/{NIB}", headers=other)).status_code == 404
    assert (await http.get("/v1/businesses", headers=other)).json()["items"] == []


@pytest.fixture
def permit() -> FastAPI:
    """The permit service's side of the question: it fails once, then answers."""
    app = FastAPI()
    app.state.asked = 0

    @app.get("/internal/licences/{licence_id}")
    async def licence(licence_id: UUID) -> dict[str, Any]:
        app.state.asked += 1
        if app.state.asked == 1:
            raise RuntimeError("not today")
        return {
            "holder_name": "Toko Contoh",
            "address": "Jl. Contoh 1",
            "location": {"address": "Jl. Contoh 2", "district": "Waingapu", "latitude": -9.65},
        }

    return app


async def test_name_and_place_are_asked_of_the_permit_service_until_it_answers(
    database_url: str, issuer: Any, clock: FixedClock, tmp_path: Any, permit: FastAPI
) -> None:
    database = database_at(database_url, clock=clock)
    service = build_service(database, issuer=issuer, home=tmp_path, services={"permit": permit})
    listener = Listener(service)
    await listener.tell_office()
    await listener.tell_licence(nib=NIB)

    async def was_postponed() -> bool:
        return await count(service, "enquiry where tries = 1") == 1

    async def was_answered() -> bool:
        return await count(service, "enquiry") == 0

    async with client(service.app) as http:
        headers = issuer.headers(role="head", office=OFFICE)
        await run_until(service.loops[0], was_postponed)
        assert (await http.get(f"/v1/businesses/{NIB}", headers=headers)).json()["name"] is None
        clock.move(timedelta(seconds=2))
        await run_until(service.loops[0], was_answered)
        business = (await http.get(f"/v1/businesses/{NIB}", headers=headers)).json()
    await database.close()
    assert business["name"] == "Toko Contoh"
    place = business["locations"][0]
    assert (place["address"], place["district"]) == ("Jl. Contoh 2", "Waingapu")
    assert len(business["locations"]) == 1


async def test_a_query_that_forgets_the_office_sees_nothing(
    service: ServiceModule, licence_id: str
) -> None:
    async with service.database.read(ANYBODY) as connection:
        for table in ("business", "location", "licence", "enquiry"):
            rows = await connection.execute(text(f"select count(*) from {table}"))
            assert rows.scalar_one() == 0, table


def test_a_business_has_the_same_id_whoever_tells_of_it() -> None:
    assert business_id_of(OFFICE, NIB) == business_id_of(OFFICE, NIB)
    assert business_id_of("62.02", NIB) != business_id_of(OFFICE, NIB)


@pytest.fixture
def gateway() -> FastAPI:
    """Knows the NIB as OSS told it, once it is asked a second time."""
    app = FastAPI()
    app.state.asked = 0

    @app.get("/internal/oss/businesses/{nib}")
    async def business(nib: str, office_code: str) -> dict[str, Any]:
        app.state.asked += 1
        if app.state.asked == 1:
            raise HTTPException(404)
        assert (nib, office_code) == (NIB, OFFICE)
        places = [{"address": f"Jl. Contoh {number}", "latitude": -9.6} for number in (1, 2)]
        return {
            "name": "PT Contoh",
            "scale": "small",
            "projects": [
                {"id": "R-1", "kbli": "10211", "risk": "high", "places": places[:1]},
                {"id": "R-2", "kbli": "47111", "risk": "low", "places": places[1:]},
                {"id": "R-3", "kbli": "47112", "risk": None, "places": places[:1]},
            ],
        }

    return app


async def test_name_and_places_of_a_nib_are_asked_of_the_gateway_until_it_answers(
    database_url: str, issuer: Any, clock: FixedClock, tmp_path: Any, gateway: FastAPI
) -> None:
    database = database_at(database_url, clock=clock)
    service = build_service(database, issuer=issuer, home=tmp_path, services={"gateway": gateway})
    listener = Listener(service)
    await listener.tell_office()
    fishery = Activity(kbli="10211", risk="high", project_id="R-1")
    shop = Activity(kbli="47111", risk="low", project_id="R-2")
    await listener.tell(registered(activities=(fishery, shop)))

    async def was_postponed() -> bool:
        return await count(service, "enquiry where tries = 1") == 1

    async def was_answered() -> bool:
        return await count(service, "enquiry") == 0

    async with client(service.app) as http:
        headers = issuer.headers(role="head", office=OFFICE)
        await run_until(service.loops[0], was_postponed)
        clock.move(timedelta(seconds=2))
        await run_until(service.loops[0], was_answered)
        business = (await http.get(f"/v1/businesses/{NIB}", headers=headers)).json()
    await database.close()
    assert (business["name"], business["scale"]) == ("PT Contoh", "small")
    placed = {
        one["address"]: [(a["kbli"], a["risk"]) for a in one["activities"]]
        for one in business["locations"]
    }
    assert placed == {
        "Jl. Contoh 1": [("10211", "high")],
        "Jl. Contoh 2": [("47111", "low")],
    }
