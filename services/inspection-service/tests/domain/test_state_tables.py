"""Every status against every move, by literal lists of what is lawful."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from inspection_service.domain.bap import Bap, Party, Signature
from inspection_service.domain.errors import (
    AlreadySigned,
    AnswerTimeRunning,
    LetterDoesNotCover,
    OnlyTheBusinessRefuses,
    RefusalReasonMissing,
    SamePerson,
)
from inspection_service.domain.follow_up import (
    Correction,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    GuidanceForm,
    GuidanceFormMissing,
)
from inspection_service.domain.inspection import (
    AssignmentLetter,
    Form,
    Inspection,
    Kind,
    Mode,
    NonExecution,
    Status,
)
from inspection_service.domain.rules import Level, Step
from inspection_service.domain.sanction import Move, Rung, Sanction, SanctionStatus, Statement
from shared.errors import TransitionNotAllowed

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
TODAY = date(2026, 6, 15)
LETTER = AssignmentLetter(
    number="ST/1",
    inspectors=("ina",),
    valid_from=TODAY,
    valid_until=TODAY,
    document="key",
    sha256="00",
    signed_by="head",
    signed_at=NOW,
)
BAP = Bap(number="BAP/1", made_by="ina", made_at=NOW)


def inspection(status: Status) -> Inspection:
    has_bap = status in {Status.BAP_DRAFT, Status.BAP_SIGNED, Status.BAP_REFUSED}
    return Inspection(
        id=uuid4(),
        office_code="53.11",
        number="INS/1",
        business_id=uuid4(),
        nib="1234567890123",
        location_id=uuid4(),
        kind=Kind.INCIDENTAL,
        mode=Mode.PHYSICAL,
        form=Form.EXAMINATION,
        risk=None,
        ruleset_version="set/1",
        planned_year=2026,
        created_by="official",
        created_at=NOW,
        status=status,
        letter=None if status is Status.PLANNED else LETTER,
        bap=BAP if has_bap else None,
    )


def signature(party: Party = Party.EXECUTOR, *, signed: bool = True) -> Signature:
    return Signature(
        party=party,
        signed=signed,
        recorded_by="ina",
        at=NOW,
        refusal_reason=None if signed else "no",
    )


INSPECTION_MOVES = {
    "assign": lambda one: one.assign(LETTER),
    "start": lambda one: one.start(inspector="ina", at=NOW, on=TODAY),
    "report": lambda one: one.report(BAP),
    "sign": lambda one: one.sign_bap(signature()),
    "not_done": lambda one: one.not_done(
        NonExecution(reason="-", reason_code="other", recorded_by="ina", recorded_at=NOW)
    ),
}
LAWFUL_INSPECTION_MOVES = {
    (Status.PLANNED, "assign"),
    (Status.PLANNED, "not_done"),
    (Status.ASSIGNED, "start"),
    (Status.ASSIGNED, "not_done"),
    (Status.IN_PROGRESS, "report"),
    (Status.IN_PROGRESS, "not_done"),
    (Status.BAP_DRAFT, "sign"),
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", INSPECTION_MOVES)
def test_an_inspection_moves_as_its_table_says(status: Status, move: str) -> None:
    one = inspection(status)
    if (status, move) in LAWFUL_INSPECTION_MOVES:
        INSPECTION_MOVES[move](one)
        return
    with pytest.raises(TransitionNotAllowed):
        INSPECTION_MOVES[move](one)


@pytest.mark.parametrize(
    ("inspector", "on"),
    [("somebody", TODAY), ("ina", date(2026, 6, 14)), ("ina", date(2026, 6, 16))],
)
def test_a_letter_covers_person_and_day(inspector: str, on: date) -> None:
    with pytest.raises(LetterDoesNotCover):
        inspection(Status.ASSIGNED).start(inspector=inspector, at=NOW, on=on)


def test_only_an_assigned_inspector_makes_the_bap() -> None:
    with pytest.raises(LetterDoesNotCover):
        inspection(Status.IN_PROGRESS).report(replace(BAP, made_by="somebody"))


def test_a_bap_is_signed_when_all_three_have_signed() -> None:
    one = inspection(Status.BAP_DRAFT)
    for party in Party:
        assert one.status is Status.BAP_DRAFT
        one = one.sign_bap(signature(party))
    assert one.status is Status.BAP_SIGNED


def test_a_refusal_of_the_business_keeps_the_bap_valid() -> None:
    one = inspection(Status.BAP_DRAFT).sign_bap(signature(Party.BUSINESS, signed=False))
    for party in (Party.COORDINATOR, Party.EXECUTOR):
        one = one.sign_bap(signature(party))
    assert one.status is Status.BAP_REFUSED
    assert one.bap is not None


def test_a_party_answers_once() -> None:
    one = inspection(Status.BAP_DRAFT).sign_bap(signature())
    with pytest.raises(AlreadySigned):
        one.sign_bap(signature())


def test_a_refusal_needs_its_reason_and_the_right_party() -> None:
    with pytest.raises(RefusalReasonMissing):
        Signature(party=Party.BUSINESS, signed=False, recorded_by="ina", at=NOW)
    with pytest.raises(OnlyTheBusinessRefuses):
        signature(Party.COORDINATOR, signed=False)


def rung(step: Step = Step.SUSPENSION, *, by: str = "head", due: date | None = TODAY) -> Rung:
    return Rung(step=step, imposed_by=by, imposed_at=NOW, legal_basis="Ps 5", answer_due_on=due)


def sanction(status: SanctionStatus, step: Step = Step.SUSPENSION) -> Sanction:
    return Sanction(
        id=uuid4(),
        office_code="53.11",
        number="SNK/1",
        violation_id=uuid4(),
        business_id=uuid4(),
        nib="1234567890123",
        level=Level.MEDIUM,
        step=step,
        licence_ids=(uuid4(),),
        entry_reason="direct_entry",
        ruleset_version="set/1",
        proposed_by="official",
        proposed_at=NOW,
        status=status,
        rungs=() if status is SanctionStatus.PROPOSED else (rung(step),),
    )


SAID = Statement(reason="-", by="somebody", at=NOW)
LATER = date(2026, 6, 16)
SANCTION_MOVES = {
    Move.IMPOSE: lambda one: one.impose(rung(), found_by="ina"),
    Move.WITHDRAW: lambda one: one.withdraw(),
    Move.RESPOND: lambda one: one.respond(SAID),
    Move.OBJECT: lambda one: one.object(SAID),
    Move.ESCALATE: lambda one: one.escalate(
        rung(Step.LICENCE_REVOCATION), ground=SAID, licence_ids=one.licence_ids, today=LATER
    ),
    Move.LIFT: lambda one: one.lift(SAID),
}
LAWFUL_SANCTION_MOVES = {
    (SanctionStatus.PROPOSED, Move.IMPOSE),
    (SanctionStatus.PROPOSED, Move.WITHDRAW),
    (SanctionStatus.IMPOSED, Move.RESPOND),
    (SanctionStatus.IMPOSED, Move.OBJECT),
    (SanctionStatus.IMPOSED, Move.ESCALATE),
    (SanctionStatus.IMPOSED, Move.LIFT),
    (SanctionStatus.ANSWERED, Move.OBJECT),
    (SanctionStatus.ANSWERED, Move.ESCALATE),
    (SanctionStatus.ANSWERED, Move.LIFT),
}


@pytest.mark.parametrize("status", SanctionStatus)
@pytest.mark.parametrize("move", Move)
def test_a_sanction_moves_as_its_table_says(status: SanctionStatus, move: Move) -> None:
    one = sanction(status)
    if (status, move) in LAWFUL_SANCTION_MOVES:
        SANCTION_MOVES[move](one)
        return
    with pytest.raises(TransitionNotAllowed):
        SANCTION_MOVES[move](one)


@pytest.mark.parametrize("move", [Move.LIFT, Move.ESCALATE, Move.RESPOND])
def test_a_revocation_is_final(move: Move) -> None:
    one = sanction(SanctionStatus.IMPOSED, Step.LICENCE_REVOCATION)
    with pytest.raises(TransitionNotAllowed):
        SANCTION_MOVES[move](one)
    assert one.object(SAID).objection is SAID


@pytest.mark.parametrize("by", ["official", "ina"])
def test_nobody_imposes_what_they_proposed_or_found(by: str) -> None:
    with pytest.raises(SamePerson):
        sanction(SanctionStatus.PROPOSED).impose(rung(by=by), found_by="ina")


def test_an_unanswered_sanction_escalates_only_after_its_day() -> None:
    one = sanction(SanctionStatus.IMPOSED)
    with pytest.raises(AnswerTimeRunning):
        one.escalate(rung(), ground=SAID, licence_ids=(), today=TODAY)
    answered = one.respond(SAID)
    climbed = answered.escalate(
        rung(Step.LICENCE_REVOCATION), ground=SAID, licence_ids=one.licence_ids, today=TODAY
    )
    assert climbed.step is Step.LICENCE_REVOCATION
    assert climbed.id == one.id


def follow_up(status: FollowUpStatus) -> FollowUp:
    return FollowUp(
        id=uuid4(),
        office_code="53.11",
        violation_id=uuid4(),
        business_id=uuid4(),
        nib="1234567890123",
        kind=FollowUpKind.GUIDANCE,
        guidance_form=GuidanceForm.CONSULTATION,
        notes="-",
        correction_due_on=TODAY,
        created_by="official",
        created_at=NOW,
        status=status,
    )


FOLLOW_UP_MOVES = {
    "submit": lambda one: one.submit(Correction(description="-", evidence=(), by="b", at=NOW)),
    "accept": lambda one: one.accept("-"),
    "refuse": lambda one: one.refuse("-"),
}
LAWFUL_FOLLOW_UP_MOVES = {
    (FollowUpStatus.OPEN, "submit"),
    (FollowUpStatus.SUBMITTED, "accept"),
    (FollowUpStatus.SUBMITTED, "refuse"),
    (FollowUpStatus.REFUSED, "submit"),
}


@pytest.mark.parametrize("status", FollowUpStatus)
@pytest.mark.parametrize("move", FOLLOW_UP_MOVES)
def test_a_follow_up_moves_as_its_table_says(status: FollowUpStatus, move: str) -> None:
    one = follow_up(status)
    if (status, move) in LAWFUL_FOLLOW_UP_MOVES:
        FOLLOW_UP_MOVES[move](one)
        return
    with pytest.raises(TransitionNotAllowed):
        FOLLOW_UP_MOVES[move](one)


@pytest.mark.parametrize(
    ("status", "today", "failed"),
    [
        (FollowUpStatus.OPEN, TODAY, False),
        (FollowUpStatus.OPEN, LATER, True),
        (FollowUpStatus.SUBMITTED, LATER, False),
        (FollowUpStatus.REFUSED, TODAY, True),
        (FollowUpStatus.ACCEPTED, LATER, False),
    ],
)
def test_a_correction_fails_by_silence_or_refusal(
    status: FollowUpStatus, today: date, failed: bool
) -> None:
    assert follow_up(status).has_failed(today=today) is failed


def test_guidance_names_its_form() -> None:
    with pytest.raises(GuidanceFormMissing):
        replace(follow_up(FollowUpStatus.OPEN), guidance_form=None)
