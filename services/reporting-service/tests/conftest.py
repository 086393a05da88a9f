"""The service on a real database of its own, as a host would build it."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from reporting_service.settings import NAME
from reporting_service.testing import Listener, build_service, door_of, migrate_service
from shared.module import ASGIApp, ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

OFFICE = "62.02"
NOW = datetime(2024, 7, 3, 2, 0, tzinfo=UTC)
# The demo carries the print; tests of the house read the same.
DEMO = Path(__file__).parents[3] / "deploy" / "embedded" / "src" / "satupintu" / "demo"
PRINTED = DEMO / "q2_2024_printed.json"


@pytest.fixture(scope="session")
def printed() -> dict[str, Any]:
    """The tables of Laporan Kinerja PTSP Triwulan II 2024 as printed."""
    found: dict[str, Any] = json.loads(PRINTED.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def issuer(clock: FixedClock) -> TestIssuer:
    return TestIssuer(clock=clock)


@pytest.fixture
def signatory() -> dict[str, Any]:
    """The Head's account, as the door tells it; a test may change it."""
    return {
        "full_name": "Kepala Uji",
        "position": "Kepala Dinas",
        "rank": "Pembina Tingkat I",
        "nip": "19700101 199501 1 001",
    }


@pytest.fixture
def letterhead() -> list[str]:
    """The office's letterhead, as the door tells it; a test may change it."""
    return [
        "Jalan Contoh Nomor 1",
        "Kabupaten Kotawaringin Timur, Provinsi Kalimantan Tengah",
        "Telepon (0531) 000",
        "kantor@contoh.test",
        "https://contoh.test",
    ]


@pytest.fixture
def door(signatory: dict[str, Any], letterhead: list[str]) -> ASGIApp:
    office = {
        "name": "DPMPTSP Kabupaten Kotawaringin Timur",
        "regency": "Kabupaten Kotawaringin Timur",
        "letterhead": letterhead,
    }
    return door_of(signatory, office)


@pytest.fixture
async def service(
    postgres_server: PostgresServer, clock: FixedClock, issuer: TestIssuer, door: ASGIApp
) -> AsyncIterator[ServiceModule]:
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        module = build_service(address, clock=clock, issuer=issuer, door=door)
        yield module
        await module.database.close()


@pytest.fixture
async def listener(service: ServiceModule) -> Listener:
    """Tells the service facts, as the bus does; office 62.02 is known already."""
    listener = Listener(service)
    await listener.tell_office()
    return listener


@pytest.fixture
async def http(service: ServiceModule, listener: Listener) -> AsyncIterator[httpx.AsyncClient]:
    async with client(service.app) as http:
        yield http


@pytest.fixture
def administrator(issuer: TestIssuer) -> dict[str, str]:
    return issuer.headers(role="administrator", office=OFFICE)


@pytest.fixture
def head(issuer: TestIssuer) -> dict[str, str]:
    return issuer.headers(role="head", office=OFFICE)


@pytest.fixture
def front_office(issuer: TestIssuer) -> dict[str, str]:
    return issuer.headers(role="front_office", office=OFFICE)
