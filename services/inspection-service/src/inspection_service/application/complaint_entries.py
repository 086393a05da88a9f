"""Entries of the register by their numbers, for the office's copy of its report: a sibling asks for
the person who reads it, who is judged here and stands in the access log."""

from collections.abc import Sequence

from inspection_service.application.complaint_register import READERS, line_for, record_shown
from inspection_service.application.guards import own_office
from inspection_service.application.ports import Ports
from inspection_service.domain.complaint_row import register_row
from shared.identity import Caller, Role

MOST_NUMBERS = 200


async def complaint_entries(
    reader: Caller, numbers: Sequence[str], caller: Caller, ports: Ports
) -> dict[str, tuple[str, ...]]:
    """The rows (`register_row`) of those that the reader's one office has, by number; raises
    Forbidden for whoever does not read the register."""
    caller.require(Role.SYSTEM)
    reader.require(*READERS)
    office_code = own_office(reader)
    async with ports.read(reader) as stores:
        office = await stores.offices.get(office_code)
        found = await stores.complaints.of_numbers(numbers)
    lines = [
        line_for(reader, one, is_carried_over=False)
        for one in found
        if one.office_code == office_code
    ]
    await record_shown(reader, lines, ports)
    return {one.complaint.number: register_row(one, office.zone) for one in lines}
