"""Layouts and emblems in memory and on PostgreSQL: the same promises."""

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
