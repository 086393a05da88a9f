"""A file that is read at once is not read without the scanner's "clean"."""

import httpx
import pytest
from fastapi import APIRouter, Request

from shared.database.engine import Database
from shared.documents.clamd import Clamd
from shared.documents.scanning import Screening
from shared.http import create_app, receive_upload
from shared.local_ports import free_port
from shared.module import Foundation
from shared.testing.clamd import EICAR, ClamdServer
from shared.testing.http import client
from shared.testing.tokens import TestIssuer


@pytest.mark.clamd
async def test_a_file_that_is_not_called_clean_is_not_read(
    database: Database, clamd: ClamdServer
) -> None:
    away = Clamd(f"tcp://127.0.0.1:{free_port()}")
    there = Clamd(clamd.unix_url)

    assert await sent(database, Screening(scanner=there), b"a,b") == (200, 3)
    assert await sent(database, Screening(scanner=there), EICAR) == (422, "file_infected")
    assert await sent(database, Screening(scanner=away), b"a,b") == (503, "unavailable")
    assert await sent(database, Screening(), EICAR) == (200, len(EICAR))


async def sent(database: Database, screening: Screening, content: bytes) -> tuple[int, object]:
    """What became of a file: its size where it was read, else why not."""
    issuer = TestIssuer()
    foundation = Foundation(
        clock=database.clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services={},
        screening=screening,
    )
    routes = APIRouter()

    @routes.post("/tables")
    async def take(request: Request) -> int:
        return len(await (await receive_upload(request)).read())

    app = create_app(
        service="probe", title="Probe", version="1", foundation=foundation, routers=[routes]
    )
    async with client(app) as door:
        answer: httpx.Response = await door.post("/tables", files={"file": ("a", content)})
    said = answer.json()
    return answer.status_code, said["code"] if answer.is_error else said
