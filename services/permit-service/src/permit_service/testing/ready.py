"""Applications put straight into the store, in the status that a test asks for."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.application.ports import Begin, Work
from permit_service.domain.applicant import Applicant, ApplicantKind
from permit_service.domain.application import Application
from permit_service.domain.correction import CorrectionRound, Question, Rounds
from permit_service.domain.document import Document
from permit_service.domain.licence import Licence, Signature
from permit_service.domain.recommendation import Recommendation, RecommendationState
from permit_service.domain.retribution import Assessment, Retribution
from permit_service.domain.service import Intake, Mode, Service
from permit_service.domain.service_clock import Moves, moved
from permit_service.domain.steps import Status
from permit_service.domain.survey import Gate, GateState
from permit_service.testing.counter import AGENCIES, MANDATORY
from permit_service.testing.facts import NIB, OFFICE, person
from shared.calendar.clock_moves import ClockMove
from shared.documents.scanning import ScanState
from shared.identity import Role, system_caller
from shared.ids import new_id


async def validated_many(
    count: int, begin: Begin, *, at: datetime, service_code: str = "REKLAME"
) -> list[UUID]:
    """Validated, with nothing left to wait for; the applicant of the tests owns them."""
    service = _service(service_code)
    made = [_validated(service, at) for _ in range(count)]
    async with begin(system_caller("permit", OFFICE)) as work:
        for one in made:
            await work.applications.add(one)
    return [one.id for one in made]


async def documented_many(count: int, begin: Begin, *, at: datetime) -> list[UUID]:
    """Drafts with every mandatory document, ready to be handed in by the applicant."""
    service = _service()
    made = [_draft(service, at) for _ in range(count)]
    async with begin(system_caller("permit", OFFICE)) as work:
        for one in made:
            await work.applications.add(one)
            documents = tuple(_document(number, at) for number in MANDATORY)
            await work.applications.save(replace(one, documents=documents), before=one)
    return [one.id for one in made]


@dataclass(frozen=True, slots=True)
class Ready:
    """An application as it stands, and its licence where it has one."""

    application: Application
    licence: Licence | None = None
    retribution: Retribution = field(default_factory=Retribution)
    rounds: Rounds = ()

    @property
    def id(self) -> UUID:
        """The application's."""
        return self.application.id

    async def add_to(self, work: Work) -> None:
        """Kept, with its parts."""
        application = self.application
        bare = replace(application, documents=(), recommendations=())
        await work.applications.add(bare)
        await work.applications.save(application, before=bare)
        await work.retributions.save(application, self.retribution, before=Retribution())
        await work.corrections.save(application, self.rounds, before=())
        if self.licence is not None:
            await work.licences.add(self.licence)


_CLOCKS = {
    "running": (),
    "paused": (ClockMove.PAUSED,),
    "reset": (ClockMove.RESET,),
}
_WITH_AGENCIES = ("verified", "validated", "signed", "delivered")
_OVER = ("signed", "delivered", "rejected", "withdrawn")


def standing_in(
    status: str, *, at: datetime, stands: str = "", service_code: str = "REKLAME"
) -> Ready:
    """An application in a status: `documented`, `asked` (the agencies have not answered yet),
    `assessed` (a retribution is owed), with its clock `paused` or `reset`; a returned one with a
    question, unless it is documented. Nothing else keeps it from going on."""
    draft = _draft(_service(service_code), at).declared(by=person(Role.APPLICANT).actor, at=at)
    if stands == "documented":
        draft = replace(draft, documents=tuple(_document(one, at) for one in MANDATORY))
    if status == "draft":
        return Ready(draft)
    is_signed = status in {"signed", "delivered"}
    application = replace(
        draft,
        status=Status(status),
        receipt_number=f"8102-{draft.id}",
        stamps=replace(draft.stamps, submitted_at=at, signed_at=at if is_signed else None),
        recommendations=_advice(status, at, stands),
        clock=_clock(status, at, stands),
    )
    return Ready(
        application,
        _licence(application, at) if is_signed else None,
        Retribution(assessments=(_assessed(at),)) if stands == "assessed" else Retribution(),
        (_asked(at),) if status == "returned" and stands != "documented" else (),
    )


def _assessed(at: datetime) -> Assessment:
    return Assessment(
        revision=1,
        number=str(new_id()),
        amount=1000,
        basis="Perda",
        reason=None,
        due_on=at.date() + timedelta(days=30),
        assessed_by="x",
        assessed_at=at,
    )


def _asked(at: datetime) -> CorrectionRound:
    return CorrectionRound(
        number=1,
        notes="",
        questions=(Question(number=1, requirement_no=1, question="Mana?"),),
        answer_by=at.date() + timedelta(days=30),
        answer_by_source="of the tests",
        asked_by="x",
        asked_at=at,
    )


def _advice(status: str, at: datetime, stands: str) -> tuple[Recommendation, ...]:
    if status not in _WITH_AGENCIES:
        return ()
    asked = [
        Recommendation(agency=one, state=RecommendationState.ASKED, asked_at=at) for one in AGENCIES
    ]
    if stands == "asked":
        return tuple(asked)
    approved = RecommendationState.APPROVED
    return tuple(replace(one, state=approved, given_at=at, given_by="x") for one in asked)


def _clock(status: str, at: datetime, stands: str) -> Moves:
    clock = moved((), ClockMove.STARTED, at=at)
    if status in _OVER:
        return moved(clock, ClockMove.STOPPED, at=at)
    if status == "returned":
        return moved(clock, ClockMove.PAUSED, at=at, reason="correction")
    for move in _CLOCKS.get(stands, ()):
        clock = moved(clock, move, at=at)
    return clock


def _licence(application: Application, at: datetime) -> Licence:
    return Licence(
        id=new_id(),
        office_code=OFFICE,
        owner=application.owner,
        application_id=application.id,
        service_code=application.service_code,
        service_version=1,
        channel=application.channel,
        number=str(application.id),
        holder_name=application.applicant.name,
        nib=NIB,
        issued_on=at.date(),
        valid_until=None,
        verification_token=str(new_id()),
        signature=Signature(
            signed_by="head",
            signer_nip=None,
            signed_at=at,
            certificate_serial="1",
            sha256="ab",
            storage_key=f"licences/{application.id}",
        ),
    )


def _service(code: str = "REKLAME") -> Service:
    entry = next(one for one in default_catalogue() if one["code"] == code)
    return Service.of(entry, office_code=OFFICE, version=1)


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
