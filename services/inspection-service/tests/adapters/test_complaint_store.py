"""The register's store, in memory and on PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from inspection_service.application.ports import Work
from inspection_service.domain.complaint import (
    Channel,
    Complainant,
    ComplainantKind,
    Complaint,
    RegisterKind,
    Story,
)
from shared.identity import Caller, system_caller
from shared.ids import new_id

OFFICE = "53.11"
NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
US = system_caller("us", OFFICE)
THEM = system_caller("them", "62.02")

Begin = Callable[[Caller], AbstractAsyncContextManager[Work]]


def complaint(number: str) -> Complaint:
    return Complaint(
        id=new_id(),
        office_code=OFFICE,
        number=number,
        kind=RegisterKind.CONSULTATION,
        channel=Channel.OFFLINE,
        story=Story(description="-", complainant=Complainant(kind=ComplainantKind.PUBLIC)),
        identity_withheld=False,
        filed_by=str(new_id()),
        filed_at=NOW,
        ruleset_version="set/1",
    )


async def test_complaints_are_found_by_their_numbers_by_their_office_alone(begin: Begin) -> None:
    async with begin(US) as work:
        for number in ("PGD-1", "PGD-2", "PGD-3"):
            await work.complaints.add(complaint(number))
    wanted = ["PGD-3", "PGD-1", "PGD-4"]
    async with begin(US) as work:
        found = await work.complaints.of_numbers(wanted)
    assert sorted(one.number for one in found) == ["PGD-1", "PGD-3"]
    async with begin(THEM) as work:
        assert await work.complaints.of_numbers(wanted) == []
