"""A person asks an office for deletion, and is found in no service any more."""

import secrets
from typing import Any

from satupintu.demo.visitor import eventually
from stories.databases import database_of
from stories.door import Door
from stories.licence import OFFICE, LicenceStory


async def test_who_asks_to_be_forgotten_is_found_in_what_must_stay_alone(door: Door) -> None:
    word = secrets.token_hex(6)
    story = LicenceStory(door)
    person = await story.register()
    applicant = {
        "kind": "person",
        "name": f"Pemohon {word}",
        "email": f"{word}@example.invalid",
        "phone": "+6281100000000",
    }
    await story.apply({"applicant": applicant, "form": {"ukuran": word}})
    await person.post(f"{story.path}/withdrawal")
    complaint = {
        "office_code": OFFICE,
        "kind": "complaint",
        "subject": "institution",
        "ground": "licensing",
        "description": "Loket tutup",
        "evidence": [],
        "identity_withheld": False,
    }
    await person.post("/v1/complaints", complaint, expect=201)
    administrator = await door.staff("administrator", OFFICE)
    asked = await person.post("/v1/me/deletion-requests", {"office_code": OFFICE}, expect=201)
    path = f"/v1/deletion-requests/{asked['id']}"
    preview = await administrator.get(f"{path}/preview")

    await administrator.post(f"{path}/decision", {"outcome": "granted"})

    async def done() -> Any:
        entry = await administrator.get(path)
        return entry if entry["told_at"] else None

    entry = await eventually(done)
    parts = {(one["service"], one["part"]): one for one in entry["parts"]}
    assert {one["part"] for one in preview["parts"]} | {"account"} == {part for _, part in parts}
    assert parts["permit", "applications"]["outcome"] == "destroyed"
    assert parts["inspection", "complaints"]["reason"] == "supervision_file"
    assert parts["gateway", "account"]["outcome"] == "destroyed"
    form = {"grant_type": "password", "username": person.username, "password": "x"}
    await door.nobody.call("POST", "/v1/auth/token", data=form, expect=401)
    assert door.home is not None
    found = set()
    assert person.username is not None
    for service in ("permit", "gateway", "reporting", "survey"):
        async with database_of(door.home, service) as connection:
            tables = await connection.fetch(
                "select tablename from pg_tables where schemaname = 'public'"
            )
            for (table,) in tables:
                for (row,) in await connection.fetch(f'select t::text from "{table}" t'):
                    found |= {(service, table) for one in (word, person.username) if one in row}
    assert found == set()
    application = story.application["id"]
    objects = [one for one in (door.home / "objects").rglob("*") if one.is_file()]
    assert [one for one in objects if application in str(one)] == []
    # The office still sees that there was an application, and how it ended.
    skeleton = await (await door.staff("front_office", OFFICE)).get(story.path)
    assert (skeleton["status"], skeleton["applicant"]["name"]) == ("withdrawn", "")
