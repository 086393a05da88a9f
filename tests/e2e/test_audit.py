"""Accountable: what was recorded cannot be changed unseen; the seals at the door, the command."""

import asyncio
import sys

import pytest

from satupintu.demo.visitor import eventually
from stories.databases import database_of, rows
from stories.licence import OFFICE, LicenceStory


async def verified(story: LicenceStory, *arguments: str) -> tuple[int, str]:
    """`satupintu audit verify` as its user runs it: how it ended, and what it said."""
    assert story.door.home is not None
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "satupintu", "audit", "verify", "--home", str(story.door.home)),
        *arguments,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


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
    clean, said = await verified(licence)
    assert (clean, said.count("as it was recorded")) == (0, 5), said
    keys = await licence.door.nobody.call("GET", "/.well-known/seal-keys.json")
    kept = home / "seal-keys.json"
    kept.write_bytes(keys.content)

    edit = "update event_log set data = $2 where id = $1"
    async with database_of(home, "permit") as superuser:
        await superuser.execute(edit, row["id"], row["data"].replace(OFFICE, "62.02"))
        try:
            code, said = await verified(licence, "--service", "permit", "--keys", str(kept))
        finally:
            await superuser.execute(edit, row["id"], row["data"])
    place = f"position {row['position']}, application {application}, event {row['sequence']}"
    assert code == 1
    assert said.splitlines()[0].startswith("permit: 1 findings")
    assert said.splitlines()[1].startswith(f"permit: edited, {place} of the subject")
    assert len(said.splitlines()) == 2

    trail = await administrator.get(f"/v1/audit/application/{application}")
    assert trail["is_intact"] is True
    assert (await verified(licence, "--service", "nothing"))[0] == 2
