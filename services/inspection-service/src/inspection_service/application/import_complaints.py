"""An administrator imports the register of complaints that the office kept before: all rows or
none. An entry that was imported already stays as it is, so the same file changes nothing.

Each entry is told as every other, with its own dates, and marked as imported, so that nobody is
notified of what is over.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from inspection_service.application.file_complaint import NO_GROUND, SERIES
from inspection_service.application.guards import own_office
from inspection_service.application.ports import Ports, Work
from inspection_service.domain.complaint import (
    Channel,
    Complaint,
    Outcome,
    RegisterKind,
    Resolution,
    Subject,
    Verification,
    check_ground,
    number_of_complaint,
)
from inspection_service.domain.complaint_register import RegisterEntry, read_entry
from inspection_service.domain.office import Office
from inspection_service.domain.rules import NoRuleSetInForce, RuleSet
from shared.contracts.inspection import (
    ComplaintFiledV1,
    ComplaintResolvedV1,
    ComplaintVerifiedV1,
)
from shared.errors import Refusal
from shared.identity import Caller, Role
from shared.imports.columns import Header
from shared.imports.operation import ImportOperation
from shared.imports.reading import Table
from shared.imports.rows import RowError
from shared.messaging.once import Once

KIND = "complaints"
MAX_ENTRIES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportComplaints:
    """`sha256` is the file's checksum."""

    caller: Caller
    table: Table
    sha256: str
    dry_run: bool = False
    once: Once | None = None


async def import_complaints(command: ImportComplaints, ports: Ports) -> ImportOperation:
    """How it ended; raises Forbidden."""
    command.caller.require(Role.ADMINISTRATOR)
    office_code = own_office(command.caller)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(office_code)
        entries, errors = _read(command.table, office, work.now)
        errors += _against_the_rules(entries, command.table.header, office, work.now, ports)
        fresh = await _fresh(entries, command, errors, work)
        asked = ImportOperation(
            id=ports.new_id(),
            office_code=office_code,
            kind=KIND,
            requested_by=command.caller.actor,
            requested_at=work.now,
            dry_run=command.dry_run,
        )
        operation = asked.ended(
            rows=len(command.table.rows),
            errors=sorted(errors, key=lambda one: one.row),
            at=work.now,
            notes={
                "sha256": command.sha256,
                "unchanged": len(entries) - len(fresh),
                "findings": [asdict(one) for one in _findings(fresh, command.table.header)],
            },
        )
        if operation.has_taken:
            for entry in fresh:
                await _enter(entry, office, command.caller, work, ports)
        await work.operations.add(operation)
        return work.answer(operation)


def _read(
    table: Table, office: Office, now: datetime
) -> tuple[list[RegisterEntry], list[RowError]]:
    entries: list[RegisterEntry] = []
    errors: list[RowError] = []
    for number, row in table.rows:
        read = read_entry(
            row,
            number=number,
            header=table.header,
            zone=office.zone,
            before=office.day_of(now),
        )
        if isinstance(read, list):
            errors += read
        else:
            entries.append(read)
    return entries, errors


def _against_the_rules(
    entries: Sequence[RegisterEntry],
    header: Header,
    office: Office,
    now: datetime,
    ports: Ports,
) -> list[RowError]:
    errors = []
    for entry in entries:
        rules = _rules(entry, office, now, ports)
        try:
            check_ground(
                rules.complaints, kind=entry.kind, subject=entry.subject, ground=entry.ground
            )
        except Refusal as refusal:
            errors += [
                header.error(entry.row, pointer.lstrip("/"), code)
                for pointer, code in refusal.pointers
            ]
    return errors


def _rules(entry: RegisterEntry, office: Office, now: datetime, ports: Ports) -> RuleSet:
    """Those of the day it was filed; those of today for what is older than any rule."""
    try:
        return ports.rules.in_force(office_code=office.code, on=office.day_of(entry.filed_at))
    except NoRuleSetInForce:
        return ports.rules.in_force(office_code=office.code, on=office.day_of(now))


async def _fresh(
    entries: Sequence[RegisterEntry],
    command: ImportComplaints,
    errors: list[RowError],
    work: Work,
) -> list[RegisterEntry]:
    """Entries that were not imported before; one that the file has twice is an error."""
    office_code = own_office(command.caller)
    known = await work.complaints.imported(office_code, [one.reference for one in entries])
    seen: set[tuple[str, datetime]] = set()
    fresh = []
    for entry in entries:
        key = (entry.reference, entry.filed_at)
        if key in seen:
            errors.append(command.table.header.error(entry.row, "number", "duplicate_entry"))
        elif key not in known:
            fresh.append(entry)
        seen.add(key)
    return fresh


def _findings(entries: Sequence[RegisterEntry], header: Header) -> list[RowError]:
    """Closed complaints whose register tells no verification: it is taken to be of the day on
    which they were closed."""
    return [
        header.error(one.row, "verified_at", "verification_assumed")
        for one in entries
        if _verified_at(one) is not None and one.verified_at is None
    ]


def _verified_at(entry: RegisterEntry) -> datetime | None:
    """A complaint is verified before it is closed (Ps 12(4)a, 12(6))."""
    if entry.verified_at is None and entry.kind is RegisterKind.COMPLAINT:
        return entry.resolved_at
    return entry.verified_at


async def _enter(
    entry: RegisterEntry, office: Office, caller: Caller, work: Work, ports: Ports
) -> None:
    year = office.day_of(entry.filed_at).year
    place = await work.numbers.next(office.code, series=SERIES, year=year)
    verification, resolution = _ends(entry, caller)
    complaint = await work.complaints.add(
        Complaint(
            id=ports.new_id(),
            office_code=office.code,
            number=number_of_complaint(office.code, year=year, place=place),
            external_reference=entry.reference,
            kind=entry.kind,
            channel=Channel.OFFLINE,
            story=entry.story,
            identity_withheld=False,
            filed_by=caller.actor,
            filed_at=entry.filed_at,
            ruleset_version=_rules(entry, office, work.now, ports).version,
            subject=entry.subject,
            subject_refs=() if entry.nib is None else (entry.nib,),
            ground=entry.ground,
            status=entry.status,
            verification=verification,
            resolution=resolution,
        )
    )
    _tell(complaint, work)


def _ends(entry: RegisterEntry, caller: Caller) -> tuple[Verification | None, Resolution | None]:
    verified_at = _verified_at(entry)
    verification = resolution = None
    if verified_at is not None:
        verification = Verification(
            proven=entry.outcome in {Outcome.GUIDANCE, Outcome.SANCTION},
            notes="",
            by=caller.actor,
            at=verified_at,
        )
    if entry.resolved_at is not None and entry.outcome is not None:
        resolution = Resolution(
            outcome=entry.outcome, reason=entry.settlement, by=caller.actor, at=entry.resolved_at
        )
    return verification, resolution


def _tell(complaint: Complaint, work: Work) -> None:
    work.events.add(
        ComplaintFiledV1(
            office_code=complaint.office_code,
            complaint_id=complaint.id,
            number=complaint.number,
            kind=complaint.kind.value,
            against=(complaint.subject or Subject.INSTITUTION).value,
            ground=complaint.ground.value if complaint.ground else NO_GROUND,
            filed_at=complaint.filed_at,
            is_imported=True,
        )
    )
    if complaint.verification is not None:
        work.events.add(
            ComplaintVerifiedV1(
                office_code=complaint.office_code,
                complaint_id=complaint.id,
                proven=complaint.verification.proven,
                verified_at=complaint.verification.at,
                is_imported=True,
            )
        )
    if complaint.resolution is not None:
        work.events.add(
            ComplaintResolvedV1(
                office_code=complaint.office_code,
                complaint_id=complaint.id,
                resolved_at=complaint.resolution.at,
                is_imported=True,
            )
        )
