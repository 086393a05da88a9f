"""The register of a period as its office has it: entries of the period, and those of before that
were open when it began. Each entry that is shown is in the access log."""

from collections.abc import Sequence

from inspection_service.application.guards import own_office
from inspection_service.application.ports import Ports
from inspection_service.application.read_complaints import complainant_of
from inspection_service.domain.complaint import Complaint
from inspection_service.domain.complaint_listing import ComplaintRegister, RegisterLine
from shared.calendar.office_time import parse_period
from shared.errors import RuleBroken
from shared.identity import Caller, Role

READERS = (Role.FRONT_OFFICE, Role.LICENSING_OFFICIAL, Role.HEAD, Role.ADMINISTRATOR)
MOST_ENTRIES = 5_000
_PAGE = 200


class RegisterTooLong(RuleBroken):
    """A register is read at once."""

    message = "This period has more than 5,000 entries. Ask for a shorter one."

    def __init__(self) -> None:
        super().__init__(rule="register_length", pointers=(("/period", "too_long"),))


async def complaint_register(caller: Caller, period: str, ports: Ports) -> ComplaintRegister:
    """The register of the caller's office; raises Forbidden, PeriodNotValid, RegisterTooLong."""
    caller.require(*READERS)
    office_code = own_office(caller)
    found: list[Complaint] = []
    async with ports.read(caller) as stores:
        office = await stores.offices.get(office_code)
        asked = parse_period(period, office.zone)
        after = None
        while page := await stores.complaints.register(status=None, after=after, limit=_PAGE):
            found += [one for one in page if one.belongs_to(asked)]
            after = page[-1].id
            if len(found) > MOST_ENTRIES:
                raise RegisterTooLong
    lines = tuple(
        line_for(caller, one, is_carried_over=one.filed_at < asked.start)
        for one in sorted(found, key=lambda one: (one.filed_at, one.number))
    )
    await record_shown(caller, lines, ports)
    return ComplaintRegister(office=office, period=asked, lines=lines)


def line_for(reader: Caller, complaint: Complaint, *, is_carried_over: bool) -> RegisterLine:
    """The entry as this reader of the office sees it."""
    return RegisterLine(
        complaint=complaint,
        shows_complainant=not (complaint.identity_withheld and complaint.is_about(reader.username)),
        is_carried_over=is_carried_over,
    )


async def record_shown(reader: Caller, lines: Sequence[RegisterLine], ports: Ports) -> None:
    """Notes whose names somebody reads, before they do."""
    shown = [complainant_of(one.complaint) for one in lines if one.shows_complainant]
    if shown:
        await ports.accesses.record(reader, *shown)
