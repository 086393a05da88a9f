"""Every public route of every service is one the door leads to, and says what it does."""

import re
from pathlib import Path
from typing import Any

import pytest

from gateway.entrypoints import routes as door
from satupintu.configuration import values_for
from satupintu.home import Home
from satupintu.one_process import HOUSES
from shared.runtime.ground import foundation_of
from shared.testing.http import client

Json = dict[str, Any]
ADDRESS = "postgresql+asyncpg://nobody:none@127.0.0.1:1/none"
# At least two words, and a full stop.
SENTENCE = re.compile(r"\S+\s+\S.*\.\s*$", re.DOTALL)


async def described(service: str, home: Home) -> Json:
    """The description of a service as a host would build it."""
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
        paths: Json = (await http.get("/openapi.json")).json()["paths"]
    return paths


@pytest.mark.parametrize("service", [one for one in HOUSES if one != "gateway"])
async def test_the_door_leads_to_every_public_route(service: str, tmp_path: Path) -> None:
    paths = await described(service, Home(tmp_path))
    public = {path for path in paths if path.startswith(("/v1/", "/survey"))}
    public = {path for path in public if not path.startswith("/v1/operations/")}

    assert public
    assert {path for path in public if door.service_for(path) != service} == set()


@pytest.mark.parametrize("service", HOUSES)
async def test_every_operation_says_in_a_sentence_what_it_does(
    service: str, tmp_path: Path
) -> None:
    paths = await described(service, Home(tmp_path))
    silent = [
        f"{method.upper()} {path}"
        for path, operations in paths.items()
        for method, operation in operations.items()
        if not SENTENCE.match(operation.get("description", ""))
    ]

    assert silent == [], "a route's docstring is its description"
