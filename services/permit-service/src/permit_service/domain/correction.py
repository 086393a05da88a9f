"""Rounds of corrections: what the front office asks, until when, and what was answered (Ps 6(1)b).

A question is answered by a document for its requirement or in words. Whether a round is handed in
before every question has its answer is the office's setting.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from permit_service.domain.document import Document
from permit_service.domain.errors import CorrectionsUnanswered
from shared.errors import NotFound, TransitionNotAllowed

ARTICLE = "Perbup Malra 23/2021 Ps 6(1)b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to put right. `number` counts within its round, from 1."""

    number: int
    requirement_no: int
    question: str
    answer: str | None = None
    document_id: UUID | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        """Whether a document or words stand against it."""
        return self.answered_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRound:
    """`answer_by` is the last day, at the office; `answer_by_source` says who set it."""

    number: int
    notes: str
    questions: tuple[Question, ...]
    answer_by: date
    answer_by_source: str
    asked_by: str
    asked_at: datetime
    closed_at: datetime | None = None
    reminded_at: datetime | None = None
    lapsed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the office waits for it."""
        return self.closed_at is None and self.lapsed_at is None

    def is_overdue(self, *, today: date) -> bool:
        """Whether the last day has passed without the answers."""
        return self.is_open and today > self.answer_by

    def answered_by_words(
        self, number: int, answer: str, *, by: str, at: datetime
    ) -> "CorrectionRound":
        """One question's answer; a later one takes its place until the round is handed in."""
        self._require_open()
        if all(one.number != number for one in self.questions):
            raise NotFound
        return replace(
            self,
            questions=tuple(
                replace(one, answer=answer, answered_by=by, answered_at=at)
                if one.number == number
                else one
                for one in self.questions
            ),
        )

    def answered_by_document(self, document: Document) -> "CorrectionRound":
        """A document answers every question about its requirement."""
        self._require_open()
        return replace(
            self,
            questions=tuple(
                replace(
                    one,
                    document_id=document.id,
                    answered_by=document.uploaded_by,
                    answered_at=document.uploaded_at,
                )
                if one.requirement_no == document.requirement_no
                else one
                for one in self.questions
            ),
        )

    def closed(self, *, at: datetime, requires_answers: bool) -> "CorrectionRound":
        """Handed in again. With `requires_answers`, raises CorrectionsUnanswered with the place of
        each open question; without, what was left open stays on record as not answered."""
        open_ones = tuple(
            (f"/corrections/{place}", "unanswered")
            for place, one in enumerate(self.questions)
            if not one.is_answered
        )
        if requires_answers and open_ones:
            raise CorrectionsUnanswered(article=ARTICLE, pointers=open_ones)
        return replace(self, closed_at=at)

    def ended(self, *, at: datetime) -> "CorrectionRound":
        """The application was taken back: nothing is waited for."""
        return replace(self, closed_at=at)

    def lapsed(self, *, at: datetime) -> "CorrectionRound":
        """Nobody answered in time, and the office's rule ends the application."""
        self._require_open()
        return replace(self, lapsed_at=at)

    def reminded(self, *, at: datetime) -> "CorrectionRound":
        """The applicant was told that the day has passed; once per round."""
        return replace(self, reminded_at=at)

    def _require_open(self) -> None:
        if not self.is_open:
            raise TransitionNotAllowed


Rounds = tuple[CorrectionRound, ...]


def open_round(rounds: Rounds) -> CorrectionRound | None:
    """The round that the office waits for."""
    return rounds[-1] if rounds and rounds[-1].is_open else None


def with_round(rounds: Rounds, one: CorrectionRound) -> Rounds:
    """The same rounds, with this one as it is now."""
    if rounds and rounds[-1].number == one.number:
        return (*rounds[:-1], one)
    return (*rounds, one)
