"""The register as its office, the complainant and the accused business see it.

The accused business sees what it is accused of and by which ground, never by whom.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from inspection_service.application.guards import is_reader, with_own_offices
from inspection_service.application.ports import Ports
from inspection_service.domain.complaint import Complaint, ComplaintStatus
from shared.database.access_log import Access
from shared.errors import Forbidden, NotFound, Unauthenticated
from shared.identity import ANYBODY, Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenComplaint:
    """An entry, whether its complainant may be shown to who asked, and whether it is their own."""

    complaint: Complaint
    shows_complainant: bool
    is_own: bool = False


async def show_complaint(number: str, caller: Caller, ports: Ports) -> SeenComplaint:
    """One entry; raises NotFound for who is neither office, complainant nor accused."""
    if caller is ANYBODY:
        raise Unauthenticated
    seen_by = await with_own_offices(caller, ports)
    async with ports.read(seen_by) as stores:
        complaint = await stores.complaints.by_number(number)
    is_own = complaint.filed_by == caller.actor
    is_accused_business = any(complaint.is_about(nib) for nib in caller.nibs)
    if not (is_own or is_accused_business or is_reader(caller)):
        raise NotFound
    is_accused_officer = complaint.is_about(caller.username) and complaint.identity_withheld
    hides = (is_accused_business and not is_own) or is_accused_officer
    if not hides and not is_own:
        await ports.accesses.record(caller, complainant_of(complaint))
    return SeenComplaint(complaint=complaint, shows_complainant=not hides)


def complainant_of(complaint: Complaint) -> Access:
    """That somebody reads who complained."""
    return Access(
        office_code=complaint.office_code,
        subject_type="complaint",
        subject=complaint.id,
        owner=complaint.filed_by,
        fields=("name", "email", "phone"),
        purpose="complaint",
    )


async def list_complaints(
    caller: Caller,
    ports: Ports,
    *,
    status: ComplaintStatus | None,
    after: UUID | None,
    limit: int,
) -> list[SeenComplaint]:
    """The office's register, or what the caller filed, with no contact; one more than `limit`."""
    if caller is ANYBODY:
        raise Unauthenticated
    async with ports.read(caller) as stores:
        found = await stores.complaints.register(status=status, after=after, limit=limit + 1)
    return [
        SeenComplaint(
            complaint=one,
            shows_complainant=not (one.identity_withheld and one.is_about(caller.username)),
            is_own=one.filed_by == caller.actor and not caller.is_staff,
        )
        for one in found
    ]


async def unblocking_letter(number: str, caller: Caller, ports: Ports) -> bytes:
    """The letter of Ps 12(8) as PDF; raises NotFound before it was asked for."""
    if not is_reader(caller):
        raise Forbidden
    async with ports.read(caller) as stores:
        complaint = await stores.complaints.by_number(number)
        office = await stores.offices.get(complaint.office_code)
    letter = complaint.unblocking
    if letter is None:
        raise NotFound
    at: datetime = letter.at
    rules = ports.rules.in_force(office_code=office.code, on=office.day_of(at))
    return await ports.letters.unblocking(
        complaint,
        office=office,
        number=letter.letter_number,
        addressee=rules.complaints.unblocking_addressee,
        at=at,
    )
