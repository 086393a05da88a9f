"""Every public route of every service is one the door leads to, and leads to that service."""

from pathlib import Path

import pytest

from gateway.entrypoints import routes as door
from satupintu.configuration import values_for
from satupintu.home import Home
from satupintu.one_process import HOUSES
from shared.runtime.ground import foundation_of
from shared.testing.http import client

ADDRESS = "postgresql+asyncpg://nobody:none@127.0.0.1:1/none"


@pytest.mark.parametrize("service", [one for one in HOUSES if one != "gateway"])
async def test_the_door_leads_to_every_public_route(service: str, tmp_path: Path) -> None:
    home = Home(tmp_path)
    values = values_for(
        service,
        home,
        addresses={"app": ADDRESS, "owner": ADDRESS},
        public_base_url="http://satupintu.test",
    )
    settings_class, build = HOUSES[service]
    settings = settings_class(**values)
    module = build(settings, foundation_of(settings, name=service, services={}))
    async with client(module.app) as http:
        paths = (await http.get("/openapi.json")).json()["paths"]
    public = {path for path in paths if path.startswith(("/v1/", "/survey"))}
    public = {path for path in public if not path.startswith("/v1/operations/")}

    assert public
    assert {path for path in public if door.service_for(path) != service} == set()
