"""Importing counts on memory ports: each version of a cell is told once, the same figure never."""

from uuid import uuid4

from reporting_service.application.import_licence_counts import (
    CountRow,
    ImportLicenceCounts,
    import_licence_counts,
)
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.testing import memory_ports
from shared.contracts.reporting import LicencesCountedV1
from shared.identity import Caller, Role

OFFICE = "62.02"


def counts(count: int, *, is_dry_run: bool = False) -> ImportLicenceCounts:
    row = CountRow(
        row=1,
        year=2024,
        month=4,
        channel=Channel.MPPD,
        kind="Izin kesehatan",
        measure=Measure.LICENCES,
        count=count,
        source="Laporan Kinerja",
    )
    return ImportLicenceCounts(
        caller=Caller(actor=str(uuid4()), roles=frozenset({Role.ADMINISTRATOR}), offices=(OFFICE,)),
        office_code=OFFICE,
        rows=(row,),
        dry_run=is_dry_run,
    )


async def test_every_new_version_of_a_count_is_told_and_the_same_figure_is_not() -> None:
    database, ports = memory_ports()

    for command in (counts(148, is_dry_run=True), counts(148), counts(148), counts(150)):
        await import_licence_counts(command, ports)

    told = [one for one in database.told if isinstance(one, LicencesCountedV1)]
    assert [(one.count, one.count_version) for one in told] == [(148, 1), (150, 2)]
    assert len({one.key for one in told}) == 1
    assert (told[0].kind, told[0].row) == ("KESEHATAN", "KESEHATAN")
    assert "SIP-BIDAN" in told[0].row_services
