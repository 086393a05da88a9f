"""The catalogue's store, in memory and on PostgreSQL: versions that never change, and who uses
them."""

from dataclasses import replace

import pytest

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.domain.service import Service
from permit_service.domain.steps import Status
from permit_service.testing.facts import OFFICE
from shared.errors import NotFound, StaleVersion
from shared.identity import system_caller
from shared.ids import new_id
from shared.imports.operation import ImportOperation
from shared.imports.rows import RowError

from .stores import NOW, SYSTEM, Desk, added, draft

CODE = "UJI"
ENTRY = next(one for one in default_catalogue() if one["code"] == "REKLAME") | {"code": CODE}


def version(number: int, **changes: object) -> Service:
    return Service.of(ENTRY | changes, office_code=OFFICE, version=number)


async def published(desk: Desk, number: int, **changes: object) -> None:
    async with desk.begin(SYSTEM) as work:
        await work.catalogue.publish(version(number, **changes), at=NOW)


async def test_versions_stand_beside_each_other_the_newest_first(desk: Desk) -> None:
    for number in (1, 2, 3):
        await published(desk, number, name=f"nama {number}")

    async with desk.read(SYSTEM) as reading:
        newest = await reading.catalogue.service(OFFICE, CODE)
        first = await reading.catalogue.service(OFFICE, CODE, version=1)
        page = await reading.catalogue.versions(OFFICE, CODE, before=None, limit=1)
        rest = await reading.catalogue.versions(OFFICE, CODE, before=2, limit=50)
        other = await reading.catalogue.versions("62.02", CODE, before=None, limit=50)
    assert newest is not None
    assert first is not None
    assert (newest.version, newest.name, first.name) == (3, "nama 3", "nama 1")
    assert [(one.service.version, one.recorded_at) for one in page] == [(3, NOW), (2, NOW)]
    assert [one.service.version for one in rest] == [1]
    assert other == []


async def test_a_version_is_written_once(desk: Desk) -> None:
    await published(desk, 1)

    with pytest.raises(StaleVersion):
        await published(desk, 1, name="lain")

    async with desk.read(SYSTEM) as reading:
        kept = await reading.catalogue.service(OFFICE, CODE, version=1)
    assert kept is not None
    assert kept.name == ENTRY["name"]


async def test_running_applications_are_counted_by_version_for_their_own_office(
    desk: Desk,
) -> None:
    first = await added(desk, draft())
    second = await added(desk, draft())
    finished = await added(desk, draft())
    async with desk.begin(SYSTEM) as work:
        await work.applications.save(replace(finished, status=Status.WITHDRAWN), before=finished)

    async with desk.read(SYSTEM) as reading:
        (found,) = await reading.catalogue.running(OFFICE, first.service_code)
        assert await reading.catalogue.running(OFFICE, "PBG") == []
    async with desk.read(system_caller("permit", "62.02")) as reading:
        assert await reading.catalogue.running(OFFICE, first.service_code) == []
    assert (found.version, found.status, found.count) == (first.service_version, Status.DRAFT, 2)
    assert found.application_ids == tuple(sorted((first.id, second.id)))


async def test_an_import_comes_back_to_its_own_office(desk: Desk) -> None:
    asked = ImportOperation(id=new_id(), office_code=OFFICE, kind="service_catalogue", dry_run=True)
    done = asked.ended(
        rows=2,
        errors=[RowError(row=1, column="/sla", code="required")],
        at=NOW,
        notes={
            "changed": 0,
            "unchanged": 0,
            "services": [{"service_code": CODE, "version": 2, "changes": [], "running": 0}],
        },
    )
    async with desk.begin(SYSTEM) as work:
        await work.catalogue_imports.add(done)

    async with desk.read(SYSTEM) as reading:
        assert await reading.catalogue_imports.get(done.id) == done
    async with desk.read(system_caller("permit", "62.02")) as reading:
        with pytest.raises(NotFound):
            await reading.catalogue_imports.get(done.id)
