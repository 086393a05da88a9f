"""Values that the domain's tests start from."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.domain.applicant import Applicant, ApplicantKind
from permit_service.domain.application import Application
from permit_service.domain.document import Document
from permit_service.domain.office import GateSetting, Office
from permit_service.domain.recommendation import Recommendation, RecommendationState
from permit_service.domain.service import Intake, Mode, Service
from permit_service.domain.service_clock import Moves, moved
from permit_service.domain.stamps import Declaration, Stamps
from permit_service.domain.steps import Status
from permit_service.domain.survey import SurveyFact, gate_for
from shared.calendar.clock_moves import ClockMove
from shared.documents.scanning import ScanState

NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
ID = UUID(int=1)
NO_SURVEY = SurveyFact(application_id=ID)
SURVEYED = SurveyFact(application_id=ID, completed_at=NOW)


def office(*, gate: str = "required") -> Office:
    return Office(
        code="81.02",
        name="DPMPTSP",
        regency="Maluku Tenggara",
        time_zone="Asia/Jayapura",
        survey_gate=GateSetting(gate),
        survey_gate_source="Perbup Maluku Tenggara 23/2021 Ps 7(3)",
        counts_cuti_bersama_as_working=False,
        number_code="DPMPTSP",
        settings_version=1,
    )


def service(code: str = "REKLAME", **changes: object) -> Service:
    entry = next(one for one in default_catalogue() if one["code"] == code)
    return Service.of(entry | changes, office_code="81.02", version=1)


def document(requirement_no: int, *, scan: ScanState = ScanState.NOT_SCANNED) -> Document:
    return Document(
        id=UUID(int=requirement_no + 100),
        requirement_no=requirement_no,
        media_type="application/pdf",
        size=1,
        sha256="0",
        storage_key="k",
        scan_state=scan,
        uploaded_by="somebody",
        uploaded_at=NOW,
    )


def draft(of: Service | None = None, *, gate: str = "required") -> Application:
    """A draft with every mandatory document and the declaration."""
    of = of or service()
    return Application(
        id=ID,
        office_code="81.02",
        owner="owner",
        service_code=of.code,
        service_version=1,
        channel=of.channel,
        mode=Mode.SELF_SERVICE,
        intake=Intake.ONLINE,
        language="id",
        applicant=Applicant(
            kind=ApplicantKind.ORGANISATION, name="Toko", email="a@b.example", phone="08123"
        ),
        gate=gate_for(of.channel, office(gate=gate), on=NOW.date()),
        created_at=NOW,
        declaration=Declaration(text_version="1", accepted_by="owner", accepted_at=NOW),
        documents=tuple(document(one.number) for one in of.requirements if one.is_mandatory),
    )


def standing(status: Status, of: Service | None = None) -> Application:
    """An application in a status, with approvals and a clock that fits."""
    application = draft(of)
    if status is Status.DRAFT:
        return application
    stamps = Stamps(submitted_at=NOW, verified_at=NOW, validated_at=NOW, signed_at=NOW)
    return replace(
        application,
        status=status,
        receipt_number="R",
        stamps=stamps,
        clock=_clock(status),
        recommendations=tuple(
            Recommendation(
                agency=agency,
                state=RecommendationState.APPROVED,
                asked_at=NOW,
                given_at=NOW,
                given_by="officer",
            )
            for agency in (of or service()).agencies
        ),
    )


def _clock(status: Status) -> Moves:
    moves = moved((), ClockMove.STARTED, at=NOW)
    if status is Status.RETURNED:
        return moved(moves, ClockMove.PAUSED, at=NOW, reason="correction")
    if status in {Status.SUBMITTED, Status.VERIFIED, Status.VALIDATED}:
        return moves
    return moved(moves, ClockMove.STOPPED, at=NOW)
