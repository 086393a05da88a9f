"""Formats of numbers in memory and on PostgreSQL: the same promises."""

import pytest

from permit_service.domain.number_format import FormatSetting, NumberFormat
from permit_service.testing.facts import OFFICE
from shared.errors import StaleVersion

from .stores import FOREIGN, NOW, SYSTEM, Desk


def setting(service_code: str | None, version: int) -> FormatSetting:
    return FormatSetting(
        office_code=OFFICE,
        service_code=service_code,
        version=version,
        format=NumberFormat.parse(f"{version}/{{sequence}}/{{year}}"),
        set_at=NOW,
        set_by="administrator",
    )


async def test_the_newest_of_each_service_holds_and_none_is_written_over(desk: Desk) -> None:
    async with desk.begin(SYSTEM) as work:
        for one in (setting("REKLAME", 1), setting(None, 1), setting("REKLAME", 2)):
            await work.number_formats.add(one)

    async with desk.read(SYSTEM) as reading:
        assert await reading.number_formats.newest(OFFICE, "REKLAME") == setting("REKLAME", 2)
        assert await reading.number_formats.newest(OFFICE, None) == setting(None, 1)
        assert await reading.number_formats.newest(OFFICE, "SPPL") is None
        assert await reading.number_formats.all(OFFICE) == [setting(None, 1), setting("REKLAME", 2)]
    async with desk.read(FOREIGN) as reading:
        assert await reading.number_formats.newest(OFFICE, "REKLAME") is None
    with pytest.raises(StaleVersion):
        async with desk.begin(SYSTEM) as work:
            await work.number_formats.add(setting("REKLAME", 2))
