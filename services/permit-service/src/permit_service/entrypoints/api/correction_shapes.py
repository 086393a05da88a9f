"""What clients send and are answered of corrections and of the office's rules."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from permit_service.application.dossier import Dossier
from permit_service.domain.correction import CorrectionRound, Question, open_round
from permit_service.domain.office_rule import OfficeRule, RuleKey
from permit_service.domain.requirement_check import RequirementCheck
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.words import Code, Line, Prose, Written
from shared.http import Answer
from shared.identity import Caller


class AnswerBody(Body):
    """`POST …/corrections/{number}/answer`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"answer": "Surat sudah kami tanda tangani ulang."}]}
    )

    answer: Written


class CheckBody(Body):
    """What the officer found of one requirement: is it there, does it conform."""

    requirement_no: int
    complete: bool
    conforms: bool
    note: Prose = ""

    def check(self) -> RequirementCheck:
        """The domain's own."""
        return RequirementCheck(
            requirement_no=self.requirement_no,
            is_complete=self.complete,
            is_conforming=self.conforms,
            note=self.note,
        )


class RuleBody(Body):
    """`POST /v1/permit-rules`: a value from a day on, with its source."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "office_code": "81.02",
                    "key": "correction_answer_working_days",
                    "value": 14,
                    "effective_from": "2026-07-01",
                    "source": "SOP verifikasi 2026",
                    "verified": True,
                }
            ]
        }
    )

    office_code: Code
    key: RuleKey
    value: Annotated[int, Field(ge=0, le=36_500, strict=True)]
    effective_from: date
    source: Line
    verified: bool = False


class QuestionAnswer(Answer):
    """One thing to put right, numbered within its round."""

    number: int
    requirement_no: int
    question: str
    state: Literal["open", "answered"]
    answer: str | None
    document_id: UUID | None
    answered_at: datetime | None


class RoundAnswer(Answer):
    """A round of corrections; who asked is for staff alone."""

    number: int
    state: Literal["open", "closed", "lapsed"]
    notes: str
    answer_by: date
    answer_by_source: str
    is_overdue: bool
    asked_at: datetime
    asked_by: str | None = None
    closed_at: datetime | None
    reminded_at: datetime | None
    lapsed_at: datetime | None
    questions: list[QuestionAnswer]


class RoundsPage(Answer):
    """Every round of an application, oldest first."""

    items: list[RoundAnswer]
    next_cursor: str | None


class CheckAnswer(Answer):
    """What the last verification found of one requirement."""

    requirement_no: int
    name: str
    kind: str
    is_mandatory: bool
    complete: bool
    conforms: bool
    note: str


class RuleAnswer(Answer):
    """A rule of an office, from a day on."""

    key: RuleKey
    value: int
    effective_from: date
    source: str
    verified: bool
    recorded_at: datetime | None


class RulesPage(Answer):
    """What holds without a word of the office, and what it has set, by key and day."""

    items: list[RuleAnswer]
    next_cursor: str | None


def open_round_body(dossier: Dossier, caller: Caller) -> dict[str, Any] | None:
    """The member `correction_round` of an application: what the office waits for."""
    standing = open_round(dossier.rounds)
    return None if standing is None else round_body(standing, dossier, caller)


def round_body(one: CorrectionRound, dossier: Dossier, caller: Caller) -> dict[str, Any]:
    """One round."""
    ended = "lapsed" if one.lapsed_at is not None else "closed"
    return {
        "number": one.number,
        "state": "open" if one.is_open else ended,
        "notes": one.notes,
        "answer_by": one.answer_by,
        "answer_by_source": one.answer_by_source,
        "is_overdue": one.is_overdue(today=dossier.today),
        "asked_at": one.asked_at,
        **({"asked_by": one.asked_by} if caller.is_staff else {}),
        "closed_at": one.closed_at,
        "reminded_at": one.reminded_at,
        "lapsed_at": one.lapsed_at,
        "questions": [_question(each) for each in one.questions],
    }


def _question(one: Question) -> dict[str, Any]:
    return {
        "number": one.number,
        "requirement_no": one.requirement_no,
        "question": one.question,
        "state": "answered" if one.is_answered else "open",
        "answer": one.answer,
        "document_id": one.document_id,
        "answered_at": one.answered_at,
    }


def checks_body(dossier: Dossier) -> list[dict[str, Any]]:
    """The member `checks` of an application: each requirement, in the service's order."""
    found = {one.requirement_no: one for one in dossier.checks}
    return [
        {
            "requirement_no": one.number,
            "name": one.name,
            "kind": one.kind,
            "is_mandatory": one.is_mandatory,
            "complete": found[one.number].is_complete,
            "conforms": found[one.number].is_conforming,
            "note": found[one.number].note,
        }
        for one in dossier.service.requirements
        if one.number in found
    ]


def rule_body(rule: OfficeRule) -> dict[str, Any]:
    """One rule."""
    return {
        "key": rule.key,
        "value": rule.value,
        "effective_from": rule.effective_from,
        "source": rule.source,
        "verified": rule.verified,
        "recorded_at": rule.recorded_at,
    }
