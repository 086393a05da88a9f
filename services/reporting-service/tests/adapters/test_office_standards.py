"""The standards that offices promise: the newest version stands, for its own office."""

from dataclasses import replace

from reporting_service.application.ports import Begin
from reporting_service.domain.performance import OfficeStandard
from shared.identity import system_caller

OFFICE = "62.02"
OURS, THEIRS = system_caller("reporting", OFFICE), system_caller("reporting", "53.11")


async def test_the_newest_standard_of_an_office_stands(begin: Begin) -> None:
    newer = OfficeStandard(office_code=OFFICE, service_code="PBG", version=3, value=2, unit="hour")
    older = replace(newer, version=2, value=9)
    async with begin(OURS) as work:
        await work.office_standards.keep([newer])
        await work.office_standards.keep([older])
    async with begin(OURS) as work:
        assert await work.office_standards.of(OFFICE) == [newer]
        assert await work.office_standards.versions(OFFICE) == [older, newer]
    async with begin(THEIRS) as work:
        assert await work.office_standards.of(OFFICE) == []
