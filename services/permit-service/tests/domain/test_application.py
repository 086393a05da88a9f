"""What an application refuses and what it keeps, step by step."""

from dataclasses import replace
from datetime import timedelta

import pytest

from permit_service.domain.applicant import Applicant, ApplicantKind
from permit_service.domain.decision import Correction
from permit_service.domain.errors import (
    AgencyNotAsked,
    AlreadyClaimed,
    DeclarationRequired,
    DocumentsMissing,
    DocumentsNotReleased,
    IdentityRequired,
    IssuedElsewhere,
    RecommendationRejected,
    RecommendationsMissing,
    SurveyNotCompleted,
)
from permit_service.domain.recommendation import Advice, RecommendationState
from permit_service.domain.steps import Status
from shared.calendar.clock_moves import ClockMove
from shared.documents.scanning import ScanState
from shared.errors import InvalidRequest, StaleVersion, TransitionNotAllowed

from .applications import NO_SURVEY, NOW, SURVEYED, document, draft, service, standing

DAY = timedelta(days=1)


def test_submission_starts_the_clock() -> None:
    submitted = draft().submit(service(), receipt_number="R", at=NOW)

    assert submitted.receipt_number == "R"
    assert submitted.stamps.submitted_at == NOW
    assert [one.move for one in submitted.clock] == [ClockMove.STARTED]


def test_submission_needs_every_mandatory_document_and_names_those_that_miss() -> None:
    application = draft()
    fewer = tuple(one for one in application.documents if one.requirement_no not in {2, 7})

    with pytest.raises(DocumentsMissing) as refused:
        replace(application, documents=fewer).submit(service(), receipt_number="R", at=NOW)

    assert refused.value.pointers == (("/documents/2", "missing"), ("/documents/7", "missing"))


def test_submission_needs_the_declaration() -> None:
    with pytest.raises(DeclarationRequired):
        replace(draft(), declaration=None).submit(service(), receipt_number="R", at=NOW)


@pytest.mark.parametrize("scan", [ScanState.PENDING, ScanState.INFECTED])
def test_a_document_that_is_not_released_holds_the_submission(scan: ScanState) -> None:
    application = draft().with_document(document(5, scan=scan))

    with pytest.raises(DocumentsNotReleased):
        application.submit(service(), receipt_number="R", at=NOW)


def test_a_person_gives_nik_and_address_where_the_service_asks() -> None:
    asking = service(requires_identity=True)
    person = Applicant(kind=ApplicantKind.PERSON, name="A", email="a@b.example", phone="08123")

    with pytest.raises(IdentityRequired) as refused:
        replace(draft(), applicant=person).submit(asking, receipt_number="R", at=NOW)

    assert [place for place, _ in refused.value.pointers] == [
        "/applicant/nik",
        "/applicant/address",
    ]


def test_a_return_stops_the_clock_until_it_is_handed_in_again() -> None:
    submitted = draft().submit(service(), receipt_number="R", at=NOW)
    questions = (Correction(requirement_no=3, question="Mana tanda tangannya?"),)

    returned = submitted.send_for_correction(
        service(), at=NOW + DAY, notes="", corrections=questions
    )
    again = returned.resubmit(service(), at=NOW + 3 * DAY)

    assert returned.clock[-1].reason == "correction"
    assert returned.decision.corrections == questions
    assert [one.move for one in again.clock] == [
        ClockMove.STARTED,
        ClockMove.PAUSED,
        ClockMove.RESUMED,
    ]


def test_a_return_that_asks_for_nothing_is_refused() -> None:
    with pytest.raises(InvalidRequest) as refused:
        standing(Status.SUBMITTED).send_for_correction(service(), at=NOW, notes=" ", corrections=())

    assert refused.value.pointers == (("/corrections", "required"),)


def test_a_correction_of_a_requirement_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidRequest) as refused:
        standing(Status.SUBMITTED).send_for_correction(
            service(), at=NOW, notes="", corrections=(Correction(requirement_no=99, question="?"),)
        )

    assert refused.value.pointers == (("/corrections/0/requirement_no", "unknown"),)


@pytest.mark.parametrize(
    ("notes", "basis", "missing"),
    [("", "article", "/notes"), ("why", None, "/legal_basis"), ("why", "  ", "/legal_basis")],
)
def test_a_rejection_names_reason_and_legal_basis(
    notes: str, basis: str | None, missing: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        standing(Status.SUBMITTED).reject(at=NOW, notes=notes, legal_basis=basis)

    assert refused.value.pointers == ((missing, "required"),)


def test_verification_asks_every_agency_of_the_service() -> None:
    submitted = draft().submit(service(), receipt_number="R", at=NOW)

    verified = submitted.verify(service(), by="officer", at=NOW, notes="")

    assert [(one.agency, one.state) for one in verified.recommendations] == [
        ("bapenda", RecommendationState.ASKED),
        ("dinas-putr", RecommendationState.ASKED),
    ]


def test_an_approval_stands_when_it_was_sent_back_and_a_rejection_is_asked_again() -> None:
    verified = (
        draft()
        .submit(service(), receipt_number="R", at=NOW)
        .verify(service(), by="officer", at=NOW, notes="")
    )
    advised = verified.advise("bapenda", Advice.APPROVE, by="b", at=NOW).advise(
        "dinas-putr", Advice.REJECT, by="p", at=NOW
    )

    again = advised.send_back(at=NOW, notes="").verify(service(), by="officer", at=NOW, notes="")

    assert [(one.agency, one.state) for one in again.recommendations] == [
        ("bapenda", RecommendationState.APPROVED),
        ("dinas-putr", RecommendationState.ASKED),
    ]


def test_validation_waits_for_every_agency() -> None:
    verified = (
        draft()
        .submit(service(), receipt_number="R", at=NOW)
        .verify(service(), by="officer", at=NOW, notes="")
    )
    one_missing = verified.advise("bapenda", Advice.APPROVE, by="b", at=NOW)
    rejected = one_missing.advise("dinas-putr", Advice.REJECT, by="p", at=NOW)

    with pytest.raises(RecommendationsMissing):
        one_missing.validate(NO_SURVEY, by="o", at=NOW, notes="", valid_until=None)
    with pytest.raises(RecommendationRejected):
        rejected.validate(NO_SURVEY, by="o", at=NOW, notes="", valid_until=None)


def test_an_agency_answers_once_and_only_when_asked() -> None:
    verified = (
        draft()
        .submit(service(), receipt_number="R", at=NOW)
        .verify(service(), by="officer", at=NOW, notes="")
    )
    advised = verified.advise("bapenda", Advice.APPROVE, by="b", at=NOW)

    with pytest.raises(TransitionNotAllowed):
        advised.advise("bapenda", Advice.REJECT, by="b", at=NOW)
    with pytest.raises(AgencyNotAsked):
        advised.advise("dinkes", Advice.APPROVE, by="d", at=NOW)


def test_validation_stops_the_clock_until_the_survey_is_in() -> None:
    validated = standing(Status.VERIFIED).validate(
        NO_SURVEY, by="o", at=NOW + DAY, notes="", valid_until=None
    )
    resumed = validated.survey_is_in(at=NOW + 2 * DAY)

    assert validated.clock[-1].reason == "survey"
    assert resumed.clock[-1].move is ClockMove.RESUMED
    assert resumed.survey_is_in(at=NOW + 3 * DAY) is resumed


def test_a_survey_that_came_first_does_not_stop_the_clock() -> None:
    validated = standing(Status.VERIFIED).validate(
        SURVEYED, by="o", at=NOW + DAY, notes="", valid_until=None
    )

    assert validated.clock[-1].move is ClockMove.STARTED


@pytest.mark.requirement("R003-P07-3-1")
def test_the_head_does_not_sign_before_the_survey_is_in() -> None:
    with pytest.raises(SurveyNotCompleted) as refused:
        standing(Status.VALIDATED).sign(NO_SURVEY, by="head", at=NOW)

    assert refused.value.retry_after_seconds == 1


def test_an_office_without_the_gate_signs_without_a_survey() -> None:
    ungated = replace(draft(gate="none"), status=Status.VALIDATED, receipt_number="R")

    assert ungated.sign(NO_SURVEY, by="head", at=NOW).status is Status.SIGNED


@pytest.mark.parametrize("code", ["SIP-DOKTER", "SIA"])
def test_licences_of_other_bodies_are_not_signed_here(code: str) -> None:
    elsewhere = standing(Status.VALIDATED, service(code))

    with pytest.raises(IssuedElsewhere):
        elsewhere.sign(SURVEYED, by="head", at=NOW)


def test_an_assisted_application_is_claimed_once() -> None:
    claimed = replace(draft(), owner=None).claimed(by="applicant")

    assert claimed.owner == "applicant"
    with pytest.raises(AlreadyClaimed):
        claimed.claimed(by="another")


def test_an_old_version_is_refused() -> None:
    application = replace(draft(), version=3)

    assert application.expect(3).expect(None) is application
    with pytest.raises(StaleVersion):
        application.expect(2)


def test_documents_are_taken_in_a_draft_and_for_a_correction_only() -> None:
    taking = {status for status in Status if standing(status).takes_documents}

    assert taking == {Status.DRAFT, Status.RETURNED}
