"""Layouts and emblems in memory and on PostgreSQL: the same promises."""

from hashlib import sha256
from typing import Any

import pytest

from permit_service.domain.letter_layout import LicenceTemplate
from permit_service.testing.facts import OFFICE
from shared.errors import StaleVersion

from .stores import FOREIGN, NOW, SYSTEM, Desk


def template(service_code: str | None, version: int) -> LicenceTemplate:
    layout: dict[str, Any] = {"title": str(version), "sections": [{"kind": "conditions"}]}
    return LicenceTemplate(
        office_code=OFFICE,
        service_code=service_code,
        version=version,
        layout=layout,
        set_at=NOW,
        set_by="administrator",
    )


async def test_the_newest_layout_holds_and_none_is_written_over(desk: Desk) -> None:
    async with desk.begin(SYSTEM) as work:
        for one in (template("REKLAME", 1), template(None, 1), template("REKLAME", 2)):
            await work.templates.add(one)

    async with desk.read(SYSTEM) as reading:
        assert await reading.templates.newest(OFFICE, "REKLAME") == template("REKLAME", 2)
        assert await reading.templates.newest(OFFICE, "SPPL") is None
        assert await reading.templates.all(OFFICE) == [template(None, 1), template("REKLAME", 2)]
    async with desk.read(FOREIGN) as reading:
        assert await reading.templates.all(OFFICE) == []
    with pytest.raises(StaleVersion):
        async with desk.begin(SYSTEM) as work:
            await work.templates.add(template("REKLAME", 2))


async def test_an_office_has_one_emblem_and_sees_its_own(desk: Desk) -> None:
    async with desk.begin(SYSTEM) as work:
        await work.templates.set_emblem(OFFICE, b"one")
        await work.templates.set_emblem(OFFICE, b"two")

    async with desk.read(SYSTEM) as reading:
        assert await reading.templates.emblem(OFFICE) == b"two"
    async with desk.read(FOREIGN) as reading:
        assert await reading.templates.emblem(OFFICE) is None


async def test_an_earlier_layout_and_an_emblem_that_was_used_are_found_again(desk: Desk) -> None:
    async with desk.begin(SYSTEM) as work:
        for one in (template("REKLAME", 1), template("REKLAME", 2), template(None, 1)):
            await work.templates.add(one)
        for picture in (b"one", b"one", b"two"):
            await work.templates.keep_emblem(OFFICE, picture)

    one = sha256(b"one").hexdigest()
    async with desk.read(SYSTEM) as reading:
        assert await reading.templates.version(OFFICE, "REKLAME", 1) == template("REKLAME", 1)
        assert await reading.templates.version(OFFICE, None, 1) == template(None, 1)
        assert await reading.templates.version(OFFICE, "REKLAME", 3) is None
        assert await reading.templates.kept_emblem(OFFICE, one) == b"one"
        assert await reading.templates.kept_emblem(OFFICE, sha256(b"no").hexdigest()) is None
    async with desk.read(FOREIGN) as reading:
        assert await reading.templates.version(OFFICE, "REKLAME", 1) is None
        assert await reading.templates.kept_emblem(OFFICE, one) is None
