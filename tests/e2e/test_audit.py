"""Accountable: what was recorded cannot be changed unseen; the seals at the door, the command."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from satupintu.configuration import values_for, variables
from satupintu.demo.visitor import eventually
from satupintu.home import Home
from shared.database.embedded import address_in
from stories.databases import database_of, rows
from stories.licence import OFFICE, LicenceStory


async def ran(*command: str, **environment: str) -> tuple[int, str]:
    """How a command ended, and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *command),
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | environment,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def verified(home: Path, *arguments: str) -> tuple[int, str]:
    """`satupintu audit verify` as its user runs it."""
    return await ran("satupintu", "audit", "verify", "--home", str(home), *arguments)


async def verified_apart(home: Path) -> tuple[int, str]:
    """The same by the service itself, which is told its database and its seals alone."""
    address = address_in(home, "permit")
    values = values_for(
        "permit",
        Home(home),
        addresses={"app": address, "owner": address},
        public_base_url="http://localhost",
    )
    return await ran("permit_service", "audit-verify", **variables("permit", values))


@pytest.mark.requirement("R003-Menimbang-b")
async def test_an_edit_behind_the_back_of_the_system_is_found_by_the_command(
    licence: LicenceStory,
) -> None:
    home, application = licence.door.home, licence.application["id"]
    assert home is not None
    administrator = await licence.door.staff("administrator", OFFICE)
    (row,) = await rows(
        home,
        "permit",
        "select e.id, e.sequence, e.data, f.position from event_log e join feed f"
        " on f.event_id = e.id where e.type = 'permit.application_submitted' and e.key = $1",
        application,
    )

    async def sealed() -> bool:
        page = await administrator.get("/v1/audit/seals", params={"service": "permit", "limit": 1})
        return bool(page["items"]) and page["items"][0]["position"] >= row["position"]

    await eventually(sealed)
    clean, said = await verified(home)
    assert (clean, said.count("as it was recorded")) == (0, 5), said
    keys = await licence.door.nobody.call("GET", "/.well-known/seal-keys.json")
    kept = home / "seal-keys.json"
    kept.write_bytes(keys.content)

    edit = "update event_log set data = $2 where id = $1"
    async with database_of(home, "permit") as superuser:
        await superuser.execute(edit, row["id"], row["data"].replace(OFFICE, "62.02"))
        try:
            code, said = await verified(home, "--service", "permit", "--keys", str(kept))
            by_itself = await verified_apart(home)
        finally:
            await superuser.execute(edit, row["id"], row["data"])
    place = f"position {row['position']}, application {application}, event {row['sequence']}"
    assert code == 1
    assert said.splitlines()[0].startswith("permit: 1 findings")
    assert said.splitlines()[1].startswith(f"permit: edited, {place} of the subject")
    assert len(said.splitlines()) == 2
    assert (by_itself[0], by_itself[1].splitlines()[1]) == (1, said.splitlines()[1])

    trail = await administrator.get(f"/v1/audit/application/{application}")
    assert trail["is_intact"] is True
    assert (await verified(home, "--service", "nothing"))[0] == 2
