"""Applications that wait for the Head, put straight into the store: for tests of many."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.application.ports import Begin
from permit_service.domain.applicant import Applicant, ApplicantKind
from permit_service.domain.application import Application, Intake
from permit_service.domain.document import Document, ScanState
from permit_service.domain.service import Mode, Service
from permit_service.domain.steps import Status
from permit_service.domain.survey import Gate, GateState
from permit_service.testing.counter import MANDATORY
from permit_service.testing.facts import NIB, OFFICE, person
from shared.identity import Role, system_caller
from shared.ids import new_id


async def validated_many(
    count: int, begin: Begin, *, at: datetime, service_code: str = "REKLAME"
) -> list[UUID]:
    """Validated, with nothing left to wait for; the applicant of the tests owns them."""
    entry = next(one for one in default_catalogue() if one["code"] == service_code)
    service = Service.of(entry, office_code=OFFICE, version=1)
    made = [_validated(service, at) for _ in range(count)]
    async with begin(system_caller("permit", OFFICE)) as work:
        for one in made:
            await work.applications.add(one)
    return [one.id for one in made]


async def documented_many(count: int, begin: Begin, *, at: datetime) -> list[UUID]:
    """Drafts with every mandatory document, ready to be handed in by the applicant."""
    entry = next(one for one in default_catalogue() if one["code"] == "REKLAME")
    service = Service.of(entry, office_code=OFFICE, version=1)
    made = [_draft(service, at) for _ in range(count)]
    async with begin(system_caller("permit", OFFICE)) as work:
        for one in made:
            await work.applications.add(one)
            documents = tuple(_document(number, at) for number in MANDATORY)
            await work.applications.save(replace(one, documents=documents), before=one)
    return [one.id for one in made]


def _document(number: int, at: datetime) -> Document:
    return Document(
        id=new_id(),
        requirement_no=number,
        media_type="application/pdf",
        size=1,
        sha256="ab",
        storage_key=f"documents/{new_id()}",
        scan_state=ScanState.NOT_SCANNED,
        uploaded_by=person(Role.APPLICANT).actor,
        uploaded_at=at,
    )


def _draft(service: Service, at: datetime) -> Application:
    return Application(
        id=new_id(),
        office_code=OFFICE,
        owner=person(Role.APPLICANT).actor,
        service_code=service.code,
        service_version=1,
        channel=service.channel,
        mode=Mode.SELF_SERVICE,
        intake=Intake.ONLINE,
        language="id",
        applicant=Applicant(
            kind=ApplicantKind.ORGANISATION,
            name="Toko Contoh",
            email="toko@contoh.example",
            phone="0811",
            nib=NIB,
        ),
        gate=Gate(state=GateState.EXEMPT, source="of the tests", verified=False),
        created_at=at,
    )


def _validated(service: Service, at: datetime) -> Application:
    application = _draft(service, at)
    return replace(
        application,
        status=Status.VALIDATED,
        receipt_number=f"8102-{application.id}",
        stamps=replace(application.stamps, submitted_at=at, verified_at=at, validated_at=at),
    )
