"""What the suite over the stores starts from: two desks, drafts and licences."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.application.dossier import Dossier
from permit_service.application.ports import (
    Direct,
    Reading,
    Submission,
    Work,
)
from permit_service.domain.applicant import Applicant, ApplicantKind, Location
from permit_service.domain.application import Application
from permit_service.domain.document import Document
from permit_service.domain.licence import Licence, Signature
from permit_service.domain.office import GateSetting, Office
from permit_service.domain.service import Channel, Intake, Mode, Service
from permit_service.domain.service_clock import moved
from permit_service.domain.steps import Status
from permit_service.domain.survey import gate_for
from permit_service.testing.facts import OFFICE, person
from shared.calendar.clock_moves import ClockMove
from shared.contracts.permit import ApplicationSubmittedV1
from shared.documents.scanning import ScanState
from shared.identity import Caller, Role, system_caller
from shared.ids import new_id
from shared.messaging.once import Once

NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
SYSTEM = system_caller("permit", OFFICE)
OWNER = person(Role.APPLICANT)
STRANGER = person(Role.APPLICANT, name="another")
FOREIGN = system_caller("permit", "62.02")

OFFICE_81 = Office(
    code=OFFICE,
    name="DPMPTSP",
    regency="Maluku Tenggara",
    time_zone="Asia/Jayapura",
    survey_gate=GateSetting.REQUIRED,
    survey_gate_source="Perbup",
    counts_cuti_bersama_as_working=False,
    number_code="DPMPTSP",
    settings_version=1,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Either desk."""

    begin: Callable[[Caller], AbstractAsyncContextManager[Work]]
    read: Callable[[Caller], AbstractAsyncContextManager[Reading]]
    direct: Direct


async def furnished(desk: Desk) -> Desk:
    """With one office and its catalogue."""
    async with desk.begin(SYSTEM) as work:
        await work.offices.save(OFFICE_81)
        await work.catalogue.load(OFFICE, default_catalogue(), at=NOW)
    return desk


def draft(**changes: Any) -> Application:
    service = Service.of(
        next(one for one in default_catalogue() if one["code"] == "REKLAME"),
        office_code=OFFICE,
        version=1,
    )
    values: dict[str, Any] = {
        "id": new_id(),
        "office_code": OFFICE,
        "owner": OWNER.actor,
        "service_code": "REKLAME",
        "service_version": 1,
        "channel": Channel.SICANTIK,
        "mode": Mode.SELF_SERVICE,
        "intake": Intake.ONLINE,
        "language": "en",
        "applicant": Applicant(
            kind=ApplicantKind.PERSON,
            name="Toko Contoh",
            email="toko@contoh.example",
            phone="0811",
            nik="8102150101900001",
            nib="1234567890123",
            address="Jalan Contoh 1",
        ),
        "location": Location(address="Jalan", district="Kei", latitude=-5.5, longitude=132.5),
        "form": {"ukuran": "2 x 3", "panel": [1, 2.5, {"a": None}]},
        "metadata": {"source": "kiosk"},
        "reference": "REF-1",
        "gate": gate_for(service.channel, OFFICE_81, on=NOW.date()),
        "created_at": NOW,
    }
    return Application(**values | changes).declared(by=OWNER.actor, at=NOW)


def document(number: int) -> Document:
    return Document(
        id=new_id(),
        requirement_no=number,
        media_type="application/pdf",
        size=12,
        sha256="ab",
        storage_key=f"documents/{number}",
        scan_state=ScanState.NOT_SCANNED,
        uploaded_by=OWNER.actor,
        uploaded_at=NOW,
    )


async def added(desk: Desk, application: Application) -> Application:
    async with desk.begin(SYSTEM) as work:
        await work.applications.add(application)
    return application


async def found(desk: Desk, application_id: UUID, caller: Caller = SYSTEM) -> Application:
    async with desk.read(caller) as reading:
        return (await reading.dossier(application_id)).application


def licence(application_id: UUID | None = None, **changes: Any) -> Licence:
    values: dict[str, Any] = {
        "id": new_id(),
        "office_code": OFFICE,
        "owner": OWNER.actor,
        "application_id": application_id,
        "service_code": "REKLAME",
        "service_version": 1,
        "channel": Channel.SICANTIK,
        "number": str(new_id()),
        "holder_name": "Toko Contoh",
        "nib": "1234567890123",
        "issued_on": date(2026, 6, 15),
        "valid_until": None,
        "verification_token": str(new_id()),
        "signature": Signature(
            signed_by="head",
            signer_nip="197001011990011001",
            signed_at=NOW,
            certificate_serial="1",
            sha256="ab",
            storage_key="licences/1",
        ),
    }
    return Licence(**values | changes)


async def decided(desk: Desk, *, mark: str | None = None) -> Submission:
    """A draft, and the submission that was decided on it."""
    application = await added(desk, draft())
    dossier = await desk.direct.file(OWNER, application.id)
    return submission_of(dossier, mark=mark)


def submission_of(dossier: Dossier, *, mark: str | None = None) -> Submission:
    before = dossier.application
    after = replace(
        before,
        status=Status.SUBMITTED,
        receipt_number=f"8102-{before.id}",
        stamps=replace(before.stamps, submitted_at=NOW),
        clock=moved((), ClockMove.STARTED, at=NOW),
        due_on=date(2026, 6, 22),
        version=before.version + 1,
    )
    return Submission(
        caller=OWNER,
        once=None if mark is None else Once(mark=mark, render=lambda _: b"answer"),
        expected_version=before.version,
        after=dossier.with_(after),
        told=ApplicationSubmittedV1(
            office_code=OFFICE,
            application_id=before.id,
            service_code="REKLAME",
            channel="SICANTIK",
            mode="self_service",
            receipt_number=after.receipt_number or "",
            submitted_at=NOW,
        ),
    )
