"""What somebody's request for deletion, granted by an office, does to their applications there.

Everything is destroyed but what must stay, and each says why it stays. It may be asked for again
after a loss: the answer tells how things stand, not what this call did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from permit_service.application.destroy_personal_data import Cause, destroy_personal_data
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.sweep_files import remove_files
from permit_service.domain.applicant import ApplicantKind
from permit_service.domain.erasure import Erasure
from permit_service.domain.licence import LicenceStatus
from permit_service.domain.office import Office
from permit_service.domain.retention import Erased
from permit_service.domain.steps import Status
from shared.calendar.office_time import local_date
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller

NAME = "permit"
BATCH = 25
REASON = "deletion_request"
_OVER = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.DELIVERED, Status.SIGNED})


class KeptBecause(StrEnum):
    """Why an application's file stays as it is."""

    LEGAL_HOLD = "legal_hold"
    IN_PROGRESS = "application_in_progress"
    IN_FORCE = "licence_in_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteSubject:
    """An account's applications in an office, and those that are named. `dry_run` only looks."""

    request_id: UUID
    office_code: str
    account: str | None
    applications: tuple[UUID, ...]
    after: UUID | None
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPart:
    """One application: destroyed, or kept for a reason. Its licence, if any, is kept always.
    `nib` is that of a person who applied, by which others find what they keep."""

    application_id: UUID
    is_destroyed: bool
    kept_because: KeptBecause | None
    has_licence: bool
    nib: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectParts:
    """A batch in the order of ids; more come after it where it is not the last."""

    parts: Sequence[SubjectPart]
    is_last: bool


async def delete_subject(command: DeleteSubject, caller: Caller, ports: Ports) -> SubjectParts:
    """The next batch; the files of what was destroyed are gone, or left to the sweep."""
    caller.require(Role.SYSTEM)
    gone: list[str] = []
    async with ports.begin(system_caller(NAME, command.office_code)) as work:
        office = await work.offices.get(command.office_code)
        if office is None:
            raise NotFound
        found = await _of_subject(command, office, work)
        dossiers = [await work.dossier(one) for one in found]
        # Looked at after everything is locked: a hold that came meanwhile is seen.
        held = await _of_subject(command, office, work)
        parts = [_part(one, is_held=held.get(one.application.id, True)) for one in dossiers]
        for dossier, part in zip(dossiers, parts, strict=True):
            is_there = dossier.application.anonymised_at is None
            if part.is_destroyed and is_there and not command.dry_run:
                gone += await _destroy(dossier, command, work)
    await remove_files(gone, command.office_code, ports)
    return SubjectParts(parts=parts, is_last=len(found) < BATCH)


async def _of_subject(command: DeleteSubject, office: Office, work: Work) -> dict[UUID, bool]:
    """Whether each is held today."""
    found = await work.retention.records.of_subject(
        command.office_code,
        account=command.account,
        applications=command.applications,
        today=local_date(work.now, office.zone),
        after=command.after,
        limit=BATCH,
    )
    return {one.application_id: one.is_held for one in found}


def _part(dossier: Dossier, *, is_held: bool) -> SubjectPart:
    reason, applicant = _kept_because(dossier, is_held=is_held), dossier.application.applicant
    return SubjectPart(
        application_id=dossier.application.id,
        is_destroyed=reason is None,
        kept_because=reason,
        has_licence=dossier.licence is not None,
        nib=applicant.nib if applicant.kind is ApplicantKind.PERSON else None,
    )


def _kept_because(dossier: Dossier, *, is_held: bool) -> KeptBecause | None:
    application, licence = dossier.application, dossier.licence
    if application.anonymised_at is not None:
        return None
    if is_held:
        return KeptBecause.LEGAL_HOLD
    if application.status is not Status.DRAFT and application.status not in _OVER:
        return KeptBecause.IN_PROGRESS
    if licence is not None and not _has_ended(dossier):
        return KeptBecause.IN_FORCE
    return None


def _has_ended(dossier: Dossier) -> bool:
    """Told revoked or expired, or past its last day; what is suspended may come back."""
    licence = dossier.licence
    assert licence is not None
    if licence.told_status is not LicenceStatus.ACTIVE:
        return licence.told_status is not LicenceStatus.SUSPENDED
    return licence.valid_until is not None and dossier.today > licence.valid_until


async def _destroy(dossier: Dossier, command: DeleteSubject, work: Work) -> Sequence[str]:
    erasure = Erasure(erases=Erased.WHOLE, at=work.now)
    cause = Cause(reason=REASON, id=command.request_id)
    return await destroy_personal_data(dossier, erasure, cause, work)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectStanding:
    """What is left of an account: files that still say who it is, and whether one is held."""

    files: int
    is_held: bool


async def standing_of_account(
    account: UUID, offices: Sequence[str], caller: Caller, ports: Ports
) -> SubjectStanding:
    """In these offices, which should be all: what is kept anywhere keeps the account."""
    caller.require(Role.SYSTEM)
    async with ports.read(system_caller(NAME, *offices)) as reading:
        records = reading.retention.records
        return SubjectStanding(
            files=await records.files_of(str(account)), is_held=await records.holds(str(account))
        )
