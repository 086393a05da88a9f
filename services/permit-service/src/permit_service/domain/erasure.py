"""What is left of a file when its personal data are destroyed: who asked is gone, what was asked,
decided and when stays, so that a status can be read and figures do not change."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from permit_service.domain.applicant import Applicant, Location
from permit_service.domain.application import Application
from permit_service.domain.correction import Rounds
from permit_service.domain.decision import Decision
from permit_service.domain.document import Document
from permit_service.domain.requirement_check import Checks
from permit_service.domain.retention import Erased
from permit_service.domain.site_visit import Visits
from shared.calendar.office_time import local_date
from shared.documents.scanning import ScanState


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """How much is destroyed. Of what lies in quarantine, what was found until `found_until`."""

    erases: Erased
    at: datetime
    found_until: date | None = None
    zone: ZoneInfo | None = None

    def applied_to(self, application: Application) -> Application:
        """What stays of the application."""
        match self.erases:
            case Erased.WHOLE:
                return _skeleton(application, at=self.at)
            case Erased.CONTACT:
                applicant = replace(application.applicant, email=None, phone=None)
                return replace(application, applicant=applicant)
            case Erased.DOCUMENTS:
                return replace(application, documents=())
            case Erased.QUARANTINE:
                left = tuple(one for one in application.documents if not self._is_old_finding(one))
                return replace(application, documents=left)

    def _is_old_finding(self, document: Document) -> bool:
        if document.scan_state is not ScanState.INFECTED or document.scanned_at is None:
            return False
        if self.found_until is None or self.zone is None:
            return True
        return local_date(document.scanned_at, self.zone) <= self.found_until


def _skeleton(application: Application, *, at: datetime) -> Application:
    decision = application.decision
    return replace(
        application,
        applicant=Applicant(kind=application.applicant.kind, name=""),
        location=_district(application.location),
        form={},
        metadata={},
        reference=None,
        claim_hash=None,
        decision=Decision(legal_basis=decision.legal_basis, letter_number=decision.letter_number),
        documents=(),
        recommendations=tuple(
            replace(one, conditions=(), notes="") for one in application.recommendations
        ),
        clock=tuple(replace(one, notes="") for one in application.clock),
        anonymised_at=at,
    )


def _district(location: Location | None) -> Location | None:
    """Where people are many."""
    if location is None or location.district is None:
        return None
    return Location(district=location.district)


def unsaid(rounds: Rounds) -> Rounds:
    """Rounds without what was asked and answered."""
    return tuple(
        replace(
            one,
            notes="",
            questions=tuple(
                replace(each, question="", answer=None if each.answer is None else "")
                for each in one.questions
            ),
        )
        for one in rounds
    )


def unseen(visits: Visits) -> Visits:
    """Visits without words and pictures."""
    return tuple(replace(one, notes="", photos=()) for one in visits)


def unremarked(checks: Checks) -> Checks:
    """Checks without the officer's words."""
    return tuple(replace(one, note="") for one in checks)


def lost(before: Iterable[Document], after: Iterable[Document]) -> tuple[str, ...]:
    """Where the files lie of the documents that are gone."""
    left = {one.id for one in after}
    return tuple(one.storage_key for one in before if one.id not in left)
