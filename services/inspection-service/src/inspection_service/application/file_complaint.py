"""Anybody signed in files a complaint or asks for advice; the counter may write it down (Ps 12).

The office is the caller's, the one named, or the one in which the business is known.
"""

from dataclasses import dataclass, field

from inspection_service.application.guards import own_office
from inspection_service.application.ports import Ports
from inspection_service.domain.complaint import (
    Channel,
    Complaint,
    EvidenceMissing,
    Ground,
    RegisterKind,
    Story,
    Subject,
    check_ground,
    needs_evidence,
    number_of_complaint,
)
from shared.contracts.inspection import ComplaintFiledV1
from shared.errors import InvalidRequest
from shared.identity import Caller, Role
from shared.messaging.once import Once

# People and businesses for themselves, the counter for somebody else. A province reads, and a
# system has nothing to complain of.
FILERS = (Role.APPLICANT, Role.FRONT_OFFICE, Role.LICENSING_OFFICIAL)
SERIES = "PGD"
NO_GROUND = "none"


class OfficeNotNamed(InvalidRequest):
    """It cannot be told from the request which office is meant."""

    message = "Name the office that is meant."

    def __init__(self) -> None:
        super().__init__(pointers=(("/office_code", "required"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileComplaint:
    """`subject_refs` are NIBs of businesses, names of institutions, or usernames of officers."""

    caller: Caller
    kind: RegisterKind
    story: Story = field(repr=False)
    subject: Subject | None = None
    subject_refs: tuple[str, ...] = ()
    ground: Ground | None = None
    identity_withheld: bool = False
    channel: Channel | None = None
    office_code: str | None = None
    once: Once | None = None


async def file_complaint(command: FileComplaint, ports: Ports) -> Complaint:
    """Raises Forbidden, GroundMissing, GroundNotForSubject, EvidenceMissing, OfficeNotNamed."""
    command.caller.require(*FILERS)
    at_counter = command.caller.is_staff
    office_code = await _office(command, ports)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(office_code)
        today = office.day_of(work.now)
        rules = ports.rules.in_force(office_code=office_code, on=today)
        check_ground(
            rules.complaints,
            kind=command.kind,
            subject=command.subject,
            ground=command.ground,
        )
        is_bare = not command.story.evidence and needs_evidence(
            kind=command.kind, subject=command.subject, ground=command.ground
        )
        if is_bare and not at_counter:
            raise EvidenceMissing
        place = await work.numbers.next(office_code, series=SERIES, year=today.year)
        complaint = await work.complaints.add(
            Complaint(
                id=ports.new_id(),
                office_code=office_code,
                number=number_of_complaint(office_code, year=today.year, place=place),
                kind=command.kind,
                channel=_channel(command, at_counter=at_counter),
                story=command.story,
                identity_withheld=command.identity_withheld,
                filed_by=command.caller.actor,
                filed_at=work.now,
                ruleset_version=rules.version,
                subject=command.subject,
                subject_refs=command.subject_refs,
                ground=command.ground,
                evidence_to_follow=is_bare,
            )
        )
        work.events.add(
            ComplaintFiledV1(
                office_code=office_code,
                complaint_id=complaint.id,
                number=complaint.number,
                kind=complaint.kind.value,
                against=(complaint.subject or Subject.INSTITUTION).value,
                ground=complaint.ground.value if complaint.ground else NO_GROUND,
                filed_at=work.now,
            )
        )
        return work.answer(complaint)


def _channel(command: FileComplaint, *, at_counter: bool) -> Channel:
    if not at_counter:
        return Channel.ONLINE
    return command.channel or Channel.OFFLINE


async def _office(command: FileComplaint, ports: Ports) -> str:
    if command.caller.is_staff:
        return own_office(command.caller)
    async with ports.read(command.caller) as stores:
        known = set(await stores.offices.codes())
        named = {code for code in known if code == command.office_code}
        for nib in command.subject_refs if command.office_code is None else ():
            named.update(await stores.offices.of_nib(nib))
    candidates = named or (known if command.office_code is None else set())
    if len(candidates) != 1:
        raise OfficeNotNamed
    return candidates.pop()
