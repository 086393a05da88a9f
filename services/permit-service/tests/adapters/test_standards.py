"""The staff's commitment to standards in memory and on PostgreSQL: the same promises."""

from dataclasses import replace
from datetime import timedelta

from permit_service.domain.standard_acknowledgement import Acknowledgement, StandardKind
from permit_service.testing.facts import OFFICE

from .stores import FOREIGN, NOW, SYSTEM, Desk

FIRST = Acknowledgement(
    service_code="REKLAME",
    document=StandardKind.OPERATING_PROCEDURE,
    version="2026.1",
    account="one",
    username="loket.satu",
    acknowledged_at=NOW,
)


async def test_the_first_word_stands_and_each_version_and_document_has_its_own(desk: Desk) -> None:
    later = replace(FIRST, acknowledged_at=NOW + timedelta(days=1))
    newer = replace(later, version="2026.2")
    standard = replace(newer, document=StandardKind.SERVICE_STANDARD, account="two")

    async with desk.begin(SYSTEM) as work:
        assert await work.acknowledgements.add(FIRST, office_code=OFFICE) is None
        assert await work.acknowledgements.add(later, office_code=OFFICE) == FIRST
        assert await work.acknowledgements.add(newer, office_code=OFFICE) is None
        assert await work.acknowledgements.add(standard, office_code=OFFICE) is None

    async with desk.read(SYSTEM) as reading:
        assert await reading.acknowledgements.of(OFFICE) == [FIRST, newer, standard]
    async with desk.read(FOREIGN) as reading:
        assert await reading.acknowledgements.of(OFFICE) == []
