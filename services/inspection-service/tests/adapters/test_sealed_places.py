"""Places stand sealed: what comes in by any door, what an earlier release left, under new keys."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.engine import make_url

from inspection_service.adapters.sealed import SEALED
from inspection_service.bootstrap import PostgresBegin
from inspection_service.domain.business import Business
from inspection_service.settings import NAME
from inspection_service.testing import Desk, Listener, build_service, count, database_at, run_until
from shared.contracts.gateway import Activity, BusinessRegisteredV1
from shared.database.engine import Database, connection_arguments
from shared.database.key_rotation import rotate, rows_under_others
from shared.database.keyring import Keyring
from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

OFFICE = "53.11"
NIB = "1234567890123"
US = system_caller("us", OFFICE)
# What no database may show: of an applicant, of an import, of OSS.
HOME, SHOP, PLANT = "Jalan Kenanga Buntu 17", "Jalan Teratai Ujung 23", "Jalan Flamboyan Dalam 5"
DEGREES = ("119.871", "9.6543")
PLANTED = (HOME, SHOP, PLANT, *DEGREES)
LIST = (
    "id_proyek;nib;nama_perusahaan;uraian_risiko_proyek;uraian_skala_usaha;kbli;alamat_usaha;"
    "kecamatan_usaha;longitude;latitude\r\n"
    f"R-2;{NIB};PT Contoh;Rendah;Usaha Kecil;47111;{SHOP};Waingapu;119.871;-9.6543\r\n"
    f"R-9;12;PT Contoh;Rendah;Usaha Kecil;47111;{SHOP};Waingapu;119.871;-9.6543\r\n"
)
_COLUMNS = """
select table_name, column_name, data_type = 'bytea' as is_bytes from information_schema.columns
join information_schema.tables using (table_schema, table_name)
where table_schema = 'public' and table_type = 'BASE TABLE'
"""
_OPEN = "location where address <> '' or latitude is not null or longitude is not null"


@pytest.fixture
async def owner(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(**connection_arguments(make_url(database_url)))
    # Rather an error than a row that it does not see.
    await connection.execute("set row_security = off")
    yield connection
    await connection.close()


@pytest.fixture
async def database(database_url: str, clock: FixedClock) -> AsyncIterator[Database]:
    database = database_at(database_url, clock=clock)
    yield database
    await database.close()


def siblings() -> dict[str, Any]:
    """An applicant who named no place, and OSS, which knows another."""
    permit, gateway = FastAPI(), FastAPI()

    @permit.get("/internal/licences/{licence_id}")
    async def licence(licence_id: str) -> dict[str, Any]:
        return {"holder_name": "Pemohon Contoh", "address": HOME, "location": None}

    @gateway.get("/internal/oss/businesses/{nib}")
    async def business(nib: str) -> dict[str, Any]:
        place = {"address": PLANT, "district": "Kambera", "latitude": -9.6543}
        project = {"id": "R-1", "kbli": "10211", "risk": "high", "places": [place]}
        return {"name": "PT Contoh", "scale": "small", "projects": [project]}

    return {"permit": permit, "gateway": gateway}


async def found(owner: asyncpg.Connection, planted: str) -> list[str]:
    """The columns of any table in which it stands, readable."""
    places = []
    for table, column, is_bytes in await owner.fetch(_COLUMNS):
        text = f"encode(\"{column}\", 'escape')" if is_bytes else f'"{column}"::text'
        statement = f'select exists (select from "{table}" where strpos({text}, $1) > 0)'
        if await owner.fetchval(statement, planted):
            places.append(f"{table}.{column}")
    return places


async def test_no_column_shows_where_a_business_is(
    database: Database,
    issuer: TestIssuer,
    tmp_path: Path,
    desk: Desk,
    owner: asyncpg.Connection,
) -> None:
    service = build_service(database, issuer=issuer, home=tmp_path, services=siblings())
    listener = Listener(service)
    await listener.tell_licence(nib=NIB)
    await answered(service)
    await listener.tell(told_by_oss())
    await answered(service)
    async with client(service.app) as http:
        await imported(http, service, desk)
        headers = desk.acting("head")
        business = (await http.get(f"/v1/businesses/{NIB}", headers=headers)).json()
        await http.get("/v1/businesses", headers=headers)

    assert {one["address"]: one["district"] for one in business["locations"]} == {
        HOME: None,
        PLANT: "Kambera",
        SHOP: "Waingapu",
    }
    assert {one: await found(owner, one) for one in PLANTED} == {one: [] for one in PLANTED}
    # The search sees what stands open.
    assert "location.district" in await found(owner, "Kambera")


async def test_what_an_earlier_release_left_open_is_read_and_sealed(
    service: ServiceModule,
    desk: Desk,
    complete: Callable[[], Awaitable[None]],
    licence_id: str,
    owner: asyncpg.Connection,
) -> None:
    await complete()
    before = await business_of(service.database)
    await owner.execute(
        "update location set address = $1, latitude = -9.6543, longitude = 119.871", HOME
    )

    async def is_sealed() -> bool:
        return await count(service, _OPEN) == 0

    opened = await desk.get(f"/v1/businesses/{NIB}")
    assert not await is_sealed()
    await run_until(service.loops[3], is_sealed)

    (place,) = opened["locations"]
    assert (place["address"], place["latitude"], place["longitude"]) == (HOME, -9.6543, 119.871)
    assert await desk.get(f"/v1/businesses/{NIB}") == opened
    assert (await business_of(service.database)).version == before.version
    assert [await found(owner, one) for one in (HOME, *DEGREES)] == [[], [], []]
    # To the release before, a place with an empty address is not one that waits for its address.
    assert await owner.fetchval("select address from location") == ""


async def test_keys_rotate_over_places(
    service: ServiceModule,
    complete: Callable[[], Awaitable[None]],
    licence_id: str,
    database_url: str,
) -> None:
    await complete()
    before = await business_of(service.database)
    both = Keyring({1: b"d" * 32, 2: b"e" * 32}, b"i" * 32, b"l" * 32)

    rotated = await rotate(database_url, service=NAME, keyring=both, sealed=SEALED)

    assert {one.table: one.rows for one in rotated}["location"] == 1
    left = await rows_under_others(database_url, service=NAME, keyring=both, sealed=SEALED)
    assert left == 0
    anew = Database(
        database_url,
        name=NAME,
        clock=service.database.clock,
        keyring=Keyring({2: b"e" * 32}, b"i" * 32, b"l" * 32),
    )
    assert await business_of(anew) == before
    await anew.close()


async def business_of(database: Database) -> Business:
    async with PostgresBegin(database)(US) as work:
        return await work.businesses.by_nib(NIB)


async def answered(service: ServiceModule) -> None:
    async def nothing_is_asked() -> bool:
        return await count(service, "enquiry") == 0

    await run_until(service.loops[0], nothing_is_asked)


async def imported(http: httpx.AsyncClient, service: ServiceModule, desk: Desk) -> None:
    async def none_waits() -> bool:
        return await count(service, "import_operation where state = 'running'") == 0

    accepted = await http.post(
        "/v1/business-imports",
        files={"file": ("proyek.csv", LIST.encode())},
        headers=desk.acting("administrator"),
    )
    assert accepted.status_code == 202
    await run_until(service.loops[2], none_waits)


def told_by_oss() -> BusinessRegisteredV1:
    return BusinessRegisteredV1(
        office_code=OFFICE,
        business_id=uuid4(),
        nib=NIB,
        scale="small",
        activities=(Activity(kbli="10211", risk="high", project_id="R-1"),),
    )
