"""An application, from draft to licence: every move is a pure function that refuses or returns.

The legal clock moves with the status, in the same value, so that the two never disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from permit_service.domain.applicant import Applicant, Location
from permit_service.domain.decision import Correction, Decision
from permit_service.domain.document import Document, standing
from permit_service.domain.errors import (
    AgencyNotAsked,
    AlreadyClaimed,
    DeclarationRequired,
    DocumentsMissing,
    DocumentsNotReleased,
    IssuedElsewhere,
    RecommendationRejected,
    RecommendationsMissing,
    SurveyNotCompleted,
)
from permit_service.domain.letter_layout import PaperEdition
from permit_service.domain.petition import Petition
from permit_service.domain.recommendation import (
    Advice,
    Recommendation,
    RecommendationState,
    asked_again,
)
from permit_service.domain.recommendation_rule import Terms
from permit_service.domain.service import Channel, Intake, Mode, Service
from permit_service.domain.service_clock import (
    Moves,
    Wait,
    gone_on,
    moved,
    waiting,
    waits_for,
)
from permit_service.domain.service_time import ServiceTime
from permit_service.domain.stamps import DECLARATION_VERSION, Declaration, Stamps
from permit_service.domain.steps import NEXT, Move, Status
from permit_service.domain.survey import Gate, GateState, SurveyFact
from shared.calendar.clock_moves import ClockMove
from shared.errors import InvalidRequest, NotFound, StaleVersion, TransitionNotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """`owner` is the account that may act for the applicant; an assisted one has none at first.
    Since `anonymised_at` it says nothing of people any more, and nothing happens to it."""

    id: UUID
    office_code: str
    owner: str | None
    service_code: str
    service_version: int
    channel: Channel
    mode: Mode
    intake: Intake
    language: str
    applicant: Applicant
    gate: Gate
    created_at: datetime
    assisted_by: str | None = None
    location: Location | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    reference: str | None = None
    declaration: Declaration | None = None
    claim_hash: bytes | None = None
    status: Status = Status.DRAFT
    receipt_number: str | None = None
    stamps: Stamps = field(default_factory=Stamps)
    decision: Decision = field(default_factory=Decision)
    petition: Petition = field(default_factory=Petition)
    valid_until: date | None = None
    documents: tuple[Document, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    clock: Moves = ()
    due_on: date | None = None
    service_time: ServiceTime = field(default_factory=ServiceTime)
    draft_sha256: str | None = None
    paper: PaperEdition | None = None
    anonymised_at: datetime | None = None
    version: int = 0

    def expect(self, version: int | None) -> "Application":
        """Itself; raises StaleVersion when the caller has read another version."""
        if version is not None and version != self.version:
            raise StaleVersion
        return self

    def may(self, move: Move) -> bool:
        """Whether the move is lawful in the present status; a skeleton does not move."""
        return self.anonymised_at is None and move in NEXT[self.status]

    def _moved(self, move: Move) -> "Application":
        if not self.may(move):
            raise TransitionNotAllowed
        return replace(self, status=NEXT[self.status][move])

    def declared(self, *, by: str, at: datetime) -> "Application":
        """The declaration is accepted, in the wording of today."""
        accepted = Declaration(text_version=DECLARATION_VERSION, accepted_by=by, accepted_at=at)
        return replace(self, declaration=accepted)

    def claimed(self, *, by: str) -> "Application":
        """An assisted application gets its owner, once."""
        if self.owner is not None:
            raise AlreadyClaimed
        if self.anonymised_at is not None:
            raise TransitionNotAllowed
        return replace(self, owner=by, claim_hash=None)

    @property
    def takes_documents(self) -> bool:
        """Whether documents may be handed in now."""
        return self.anonymised_at is None and self.status in {Status.DRAFT, Status.RETURNED}

    def with_document(self, document: Document) -> "Application":
        """One more document; a later one for the same requirement is the one that counts."""
        if not self.takes_documents:
            raise TransitionNotAllowed
        return replace(self, documents=(*self.documents, document))

    def without_document(self, document_id: UUID) -> tuple[Document, "Application"]:
        """A document is taken back, unless it is on record: what was submitted, stays."""
        found = next((one for one in self.documents if one.id == document_id), None)
        if found is None:
            raise NotFound
        returned_at = self.stamps.returned_at
        is_on_record = returned_at is not None and found.uploaded_at <= returned_at
        if not self.takes_documents or is_on_record:
            raise TransitionNotAllowed
        left = tuple(one for one in self.documents if one.id != document_id)
        return found, replace(self, documents=left)

    def with_scan(self, scanned: Document) -> "Application":
        """The scanner has spoken on one of the documents."""
        after = tuple(scanned if one.id == scanned.id else one for one in self.documents)
        return replace(self, documents=after)

    def submit(self, service: Service, *, receipt_number: str, at: datetime) -> "Application":
        """Stage a: received, with a receipt (Ps 6(1)a); the legal clock starts."""
        moved_on = self._moved(Move.SUBMIT)
        self._require_handed_in(service)
        return replace(
            moved_on,
            receipt_number=receipt_number,
            stamps=replace(self.stamps, submitted_at=at),
            clock=moved(self.clock, ClockMove.STARTED, at=at),
        )

    def taken_over(self, *, receipt_number: str, at: datetime) -> "Application":
        """Stage a, where it was handed in at an outside system at that moment: what was declared
        and attached there is not asked for here."""
        return replace(
            self._moved(Move.SUBMIT),
            receipt_number=receipt_number,
            stamps=replace(self.stamps, submitted_at=at),
            clock=moved(self.clock, ClockMove.STARTED, at=at),
        )

    @property
    def is_filed_elsewhere(self) -> bool:
        """Whether the officer looks at the documents in the system that it came from."""
        return self.intake is Intake.OUTSIDE_SYSTEM

    def resubmit(self, service: Service, *, at: datetime) -> "Application":
        """The corrections are answered; the clock goes on, or starts anew after a reset."""
        moved_on = self._moved(Move.RESUBMIT)
        if self.is_filed_elsewhere:
            self._require_released()
        else:
            self._require_handed_in(service)
        return replace(moved_on, clock=gone_on(self.clock, at=at))

    def _require_handed_in(self, service: Service) -> None:
        if self.declaration is None:
            raise DeclarationRequired(
                article="Perbup Malra 23/2021 Ps 9",
                pointers=(("/declaration_accepted", "required"),),
            )
        if service.asks_for_identity:
            self.applicant.require_identity()
        service.require_form(self.form)
        self._require_documents(service)

    def _require_documents(self, service: Service) -> None:
        missing = service.missing(one.requirement_no for one in self.documents)
        # Of what lies elsewhere, the officer's checks say that it is there (`require_met`).
        if missing and not self.is_filed_elsewhere:
            raise DocumentsMissing(
                article="Perbup Malra 23/2021 Ps 6(1)b",
                pointers=tuple((f"/documents/{number}", "missing") for number in missing),
            )
        self._require_released()

    def _require_released(self) -> None:
        """Nothing goes on that depends on a document which is not released."""
        held = [one for one in standing(self.documents) if not one.scan_state.is_released]
        if held:
            numbers = sorted((one.requirement_no, one.scan_state.value) for one in held)
            raise DocumentsNotReleased(
                pointers=tuple((f"/documents/{number}", state) for number, state in numbers)
            )

    def verify(
        self,
        service: Service,
        *,
        by: str,
        at: datetime,
        notes: str,
        terms: Mapping[str, Terms] = MappingProxyType({}),
    ) -> "Application":
        """Stage b: complete and conforming (Ps 6(1)b); the agencies are asked, each with its own
        days."""
        moved_on = self._moved(Move.VERIFY)
        self._require_documents(service)
        agencies = {one: terms.get(one, Terms()) for one in service.agencies}
        return replace(
            moved_on,
            decision=Decision(notes=notes),
            stamps=replace(self.stamps, verified_at=at, verified_by=by),
            recommendations=asked_again(self.recommendations, agencies, at=at),
            clock=gone_on(self.clock, at=at),
        )

    def send_for_correction(
        self, service: Service, *, at: datetime, notes: str, corrections: tuple[Correction, ...]
    ) -> "Application":
        """Back to the applicant with questions or a word on what is wrong; the clock stands still
        (OSS 41). Raises InvalidRequest where nothing is asked."""
        moved_on = self._moved(Move.RETURN)
        if not corrections and not notes.strip():
            raise InvalidRequest(pointers=(("/corrections", "required"),))
        unknown = tuple(
            (f"/corrections/{place}/requirement_no", "unknown")
            for place, one in enumerate(corrections)
            if not service.has_requirement(one.requirement_no)
        )
        if unknown:
            raise InvalidRequest(pointers=unknown)
        return replace(
            moved_on,
            decision=Decision(notes=notes, corrections=corrections),
            stamps=replace(self.stamps, returned_at=at),
            clock=moved(
                gone_on(self.clock, at=at), ClockMove.PAUSED, at=at, reason=Wait.CORRECTION
            ),
        )

    def reject(self, *, at: datetime, notes: str, legal_basis: str | None) -> "Application":
        """Stage c: it does not conform with the law (Ps 6(1)c), for a reason and on a basis."""
        moved_on = self._moved(Move.REJECT)
        given = (("/notes", notes), ("/legal_basis", legal_basis))
        missing = tuple((place, "required") for place, text in given if not (text or "").strip())
        if missing:
            raise InvalidRequest(article="Perbup Malra 23/2021 Ps 6(1)c", pointers=missing)
        return replace(
            moved_on,
            decision=Decision(notes=notes, legal_basis=legal_basis),
            stamps=replace(self.stamps, rejected_at=at),
            clock=moved(self.clock, ClockMove.STOPPED, at=at),
        )

    def rejected_by_letter(self, number: str) -> "Application":
        """The rejection has a letter of that number."""
        return replace(self, decision=replace(self.decision, letter_number=number))

    def advise(
        self,
        agency: str,
        advice: Advice,
        *,
        by: str,
        at: datetime,
        conditions: tuple[str, ...] = (),
        notes: str = "",
    ) -> "Application":
        """An agency answers; the status stays. One whose silence the office went on without may
        answer as long as nothing is signed; that moves nothing any more."""
        asked = next((one for one in self.recommendations if one.agency == agency), None)
        if asked is None:
            raise AgencyNotAsked
        if self.status not in {Status.VERIFIED, Status.VALIDATED}:
            raise TransitionNotAllowed
        answered = asked.answered(advice, by=by, at=at, conditions=conditions, notes=notes)
        return replace(
            self,
            recommendations=tuple(
                answered if one.agency == agency else one for one in self.recommendations
            ),
        )

    def validate(
        self,
        survey: SurveyFact,
        *,
        by: str,
        at: datetime,
        notes: str,
        valid_until: date | None,
        silent: frozenset[str] = frozenset(),
    ) -> "Application":
        """Stage d (Ps 6(1)d); the clock waits for the survey where one is asked for. Agencies in
        `silent` are not waited for any more.

        Where another body issues the licence, the office's own time ends here.
        """
        moved_on = self._moved(Move.VALIDATE)
        self._require_released()
        states = {one.state for one in self.recommendations if one.agency not in silent}
        if RecommendationState.ASKED in states:
            raise RecommendationsMissing(article="Perbup Malra 23/2021 Ps 2(3)b")
        if RecommendationState.REJECTED in states:
            raise RecommendationRejected(article="Perbup Malra 23/2021 Ps 2(3)b")
        clock = gone_on(self.clock, at=at)
        if self.channel.is_issued_elsewhere:
            clock = moved(clock, ClockMove.STOPPED, at=at)
        if self.gate.state is GateState.REQUIRED and not survey.is_completed:
            clock = moved(clock, ClockMove.PAUSED, at=at, reason=Wait.SURVEY)
        return replace(
            moved_on,
            decision=Decision(notes=notes),
            stamps=replace(self.stamps, validated_at=at, validated_by=by),
            valid_until=valid_until,
            clock=clock,
        )

    def send_back(self, *, at: datetime, notes: str) -> "Application":
        """From the back office to the front office, which alone rejects (Ps 6(2))."""
        moved_on = self._moved(Move.SEND_BACK)
        return replace(
            moved_on,
            decision=Decision(notes=notes),
            stamps=replace(self.stamps, verified_at=None, verified_by=None),
            clock=gone_on(self.clock, at=at),
        )

    def survey_is_in(self, *, at: datetime, is_payment_due: bool = False) -> "Application":
        """The clock goes on if it waited for the survey, unless a payment is waited for now."""
        if not waits_for(self.clock, Wait.SURVEY):
            return self
        wait = Wait.PAYMENT if is_payment_due else None
        return replace(self, clock=waiting(self.clock, wait, at=at))

    def settled(self, survey: SurveyFact, *, is_payment_due: bool, at: datetime) -> "Application":
        """The clock stands still while the survey or a payment is all that the Head waits for."""
        if self.status is not Status.VALIDATED:
            return self
        wait = Wait.PAYMENT if is_payment_due else None
        if self.gate.state is GateState.REQUIRED and not survey.is_completed:
            wait = Wait.SURVEY
        return replace(self, clock=waiting(self.clock, wait, at=at))

    def require_signable(self, survey: SurveyFact) -> None:
        """Raises what keeps the Head from signing: the channel, the status, the survey."""
        if self.channel.is_issued_elsewhere:
            raise IssuedElsewhere(article="Perbup Malra 23/2021 Ps 1 angka 6")
        self._moved(Move.SIGN)
        self._require_released()
        if self.gate.state is GateState.REQUIRED and not survey.is_completed:
            raise SurveyNotCompleted(
                rule=self.gate.source,
                article="Perbup Malra 23/2021 Ps 7(3)",
                retry_after_seconds=1,
            )

    def sign(self, survey: SurveyFact, *, by: str, at: datetime) -> "Application":
        """The Head signs (Ps 6(1)e, 7(3)); the legal clock stops."""
        self.require_signable(survey)
        return replace(
            self._moved(Move.SIGN),
            stamps=replace(self.stamps, signed_at=at, signed_by=by),
            clock=moved(self.survey_is_in(at=at).clock, ClockMove.STOPPED, at=at),
        )

    def deliver(self, *, at: datetime) -> "Application":
        """Stage f: handed over (Ps 6(1)f)."""
        return replace(self._moved(Move.DELIVER), stamps=replace(self.stamps, delivered_at=at))

    def withdraw(self, *, at: datetime) -> "Application":
        """The applicant takes it back."""
        return replace(
            self._moved(Move.WITHDRAW),
            stamps=replace(self.stamps, withdrawn_at=at),
            clock=moved(self.clock, ClockMove.STOPPED, at=at),
        )
