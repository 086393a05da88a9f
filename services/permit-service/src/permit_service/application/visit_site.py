"""A visit to the place: the back office sets a date, those who went record the finding."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from permit_service.application.access import VALIDATORS, VISITORS
from permit_service.application.document_files import photo_key
from permit_service.application.dossier import Dossier
from permit_service.application.personal_reads import record_file
from permit_service.application.ports import Ports, Work
from permit_service.application.read_applications import read_application
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.site_visit import (
    Photo,
    SiteVisit,
    VisitResult,
    Visits,
    require_visit_asked_for,
    scheduled,
    visit_of,
    with_visit,
)
from permit_service.domain.steps import Status
from shared.contracts.event import Event
from shared.contracts.permit import SiteVisitRecordedV1, SiteVisitScheduledV1
from shared.documents.examination import HandedIn
from shared.documents.integrity import whole
from shared.documents.scanning import ScanState
from shared.documents.sniffing import MediaType
from shared.documents.storage import StoredObject
from shared.errors import InvalidRequest, TransitionNotAllowed
from shared.identity import Caller

MAX_PHOTO_BYTES = 20 * 1024 * 1024
_PICTURES = frozenset({MediaType.JPEG, MediaType.PNG})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleVisit(Step):
    """`officers` are the user names of those who go."""

    scheduled_on: date
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVisit(Step):
    """What was found; `notes` are needed where it does not conform."""

    visit_id: UUID
    visited_on: date
    visited_by: tuple[str, ...]
    result: VisitResult
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPhoto(Step):
    """The file's name is not believed and not kept."""

    visit_id: UUID
    file: HandedIn


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPhoto:
    """One picture of a visit."""

    caller: Caller
    application_id: UUID
    visit_id: UUID
    photo_id: UUID


class _Arrived(NamedTuple):
    """A stored picture that is not part of a visit yet."""

    id: UUID
    stored: StoredObject
    media_type: MediaType
    scan_state: ScanState


async def schedule_visit(command: ScheduleVisit, ports: Ports) -> Dossier:
    """A new date, also in the place of one that was not kept. Raises SiteVisitNotAskedFor."""
    command.caller.require(*VALIDATORS)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await _visited(command, work)
        if command.scheduled_on < dossier.today:
            raise InvalidRequest(pointers=(("/scheduled_on", "in_the_past"),))
        visit = SiteVisit(
            id=ports.new_id(),
            scheduled_on=command.scheduled_on,
            officers=command.officers,
            scheduled_by=command.caller.actor,
            scheduled_at=dossier.now,
        )
        told = SiteVisitScheduledV1(
            office_code=dossier.application.office_code,
            application_id=dossier.application.id,
            service_code=dossier.application.service_code,
            visit_id=visit.id,
            scheduled_on=visit.scheduled_on,
        )
        return await _keep(dossier, scheduled(dossier.visits, visit), work, told)


async def record_visit(command: RecordVisit, ports: Ports) -> Dossier:
    """Raises NotFound, TransitionNotAllowed for a visit that was recorded or rescheduled."""
    command.caller.require(*VISITORS)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await _visited(command, work)
        if command.visited_on > dossier.today:
            raise InvalidRequest(pointers=(("/visited_on", "in_the_future"),))
        visit = visit_of(dossier.visits, command.visit_id).recorded(
            command.result,
            visited_on=command.visited_on,
            visited_by=command.visited_by,
            notes=command.notes,
            by=command.caller.actor,
            at=dossier.now,
        )
        told = SiteVisitRecordedV1(
            office_code=dossier.application.office_code,
            application_id=dossier.application.id,
            service_code=dossier.application.service_code,
            visit_id=visit.id,
            visited_on=command.visited_on,
            result=command.result.value,
        )
        return await _keep(dossier, with_visit(dossier.visits, visit), work, told)


async def add_photo(command: AddPhoto, ports: Ports) -> Dossier:
    """Raises UnsupportedType for what is no picture, by its bytes; PictureTooLarge, TooLarge."""
    command.caller.require(*VISITORS)
    async with ports.read(command.caller) as reading:
        await reading.refuse_repeated(command.once)
        dossier = await opened(command, reading)
        visit_of(dossier.visits, command.visit_id)
    media_type = await command.file.examine(allowed=_PICTURES)
    scan_state = await ports.screening.first_word(command.file.chunks())
    office_code, photo_id = dossier.application.office_code, ports.new_id()
    key = photo_key(
        scan_state, office_code=office_code, visit_id=command.visit_id, photo_id=photo_id
    )
    async with ports.begin(command.caller) as work:
        await work.documents.note([key], office_code=office_code)
    # Outside the transaction: a slow upload holds no row. What is refused later is removed.
    stored = await ports.storage.put_stream(key, command.file.chunks(), max_bytes=MAX_PHOTO_BYTES)
    try:
        return await _keep_photo(command, ports, _Arrived(photo_id, stored, media_type, scan_state))
    except BaseException:
        await ports.storage.delete(key)
        raise


async def _keep_photo(command: AddPhoto, ports: Ports, arrived: _Arrived) -> Dossier:
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await _visited(command, work)
        await work.documents.claim(arrived.stored.key)
        photo = Photo(
            id=arrived.id,
            media_type=arrived.media_type,
            size=arrived.stored.size,
            sha256=arrived.stored.sha256,
            storage_key=arrived.stored.key,
            scan_state=arrived.scan_state,
            added_by=command.caller.actor,
            added_at=dossier.now,
        )
        visit = visit_of(dossier.visits, command.visit_id).with_photo(photo)
        return await _keep(dossier, with_visit(dossier.visits, visit), work)


async def read_photo(asked: ReadPhoto, ports: Ports) -> tuple[Photo, AsyncIterator[bytes]]:
    """The picture and its bytes. Raises NotFound; DocumentInfected, DocumentNotScannedYet;
    ChecksumMismatch. Who reads is recorded first."""
    dossier = await read_application(asked.application_id, asked.caller, ports)
    found = visit_of(dossier.visits, asked.visit_id).photo(asked.photo_id)
    found.scan_state.require_released()
    chunks = await whole(ports.storage, found.storage_key, sha256=found.sha256)
    await record_file(dossier, asked.caller, ports, file="visit_photo", purpose="download")
    return found, chunks


async def _visited(command: Step, work: Work) -> Dossier:
    """The file of an application whose place may be visited now."""
    dossier = await opened(command, work)
    require_visit_asked_for(dossier.service)
    if dossier.application.status is not Status.VERIFIED:
        raise TransitionNotAllowed
    return dossier


async def _keep(dossier: Dossier, visits: Visits, work: Work, *told: Event) -> Dossier:
    await work.visits.save(dossier.application, visits, before=dossier.visits)
    for one in told:
        work.events.add(one)
    return await kept(replace(dossier, visits=visits), dossier.application, work)
