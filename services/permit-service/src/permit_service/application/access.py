"""Who sees an application, who may act on it, and what this caller may do next.

What a caller may not see does not exist for them (NotFound); what they see and may not do is
Forbidden.
"""

from collections.abc import Callable

from permit_service.application.dossier import Dossier
from permit_service.domain.application import Application
from permit_service.domain.clock_decision import clock_moves_of
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.service import FeeType, Mode
from permit_service.domain.site_visit import VisitState
from permit_service.domain.steps import Move, Status
from permit_service.domain.survey import GateState
from shared.errors import Forbidden, NotFound
from shared.identity import Caller, Role

VALIDATORS = (Role.BACK_OFFICE, Role.LICENSING_OFFICIAL)
# Those who may go to a place and say what they found there.
VISITORS = (*VALIDATORS, Role.AGENCY_OFFICER, Role.INSPECTOR)
# Which roles accompany applicants is the office's to set; Ps 5 does not name one.
ASSISTANTS = (Role.FRONT_OFFICE,)
DOCUMENT_READERS = (Role.FRONT_OFFICE, Role.HEAD, Role.AGENCY_OFFICER, *VALIDATORS)


# Raises Forbidden for who sees an application and may not take a step on it.
Right = Callable[[Application, Caller], None]

# After validation, those answer whom the office went on without.
_ADVISED = frozenset({Status.VERIFIED, Status.VALIDATED})


def is_owner(application: Application, caller: Caller) -> bool:
    """Whether the application is the caller's own."""
    return application.owner is not None and application.owner == caller.actor


def is_routed_to(application: Application, agency: str | None) -> bool:
    """Whether that agency was asked."""
    return any(one.agency == agency for one in application.recommendations)


def require_reader(application: Application, caller: Caller) -> None:
    """Raises NotFound for whoever may not see it."""
    if is_owner(application, caller):
        return
    if not caller.sees(application.office_code) or not _works_with_it(application, caller):
        raise NotFound


def _works_with_it(application: Application, caller: Caller) -> bool:
    if caller.has(Role.SYSTEM):
        return True
    if application.status is Status.DRAFT and application.mode is Mode.SELF_SERVICE:
        return False
    if caller.roles <= {Role.AGENCY_OFFICER}:
        return is_routed_to(application, caller.agency)
    return caller.is_staff or caller.has(Role.PROVINCE)


def acts_for_applicant(application: Application, caller: Caller) -> bool:
    """The owner, or the officer who accompanies an assisted applicant, or one who applied at an
    outside system."""
    is_accompanied = application.mode is Mode.ASSISTED or application.is_filed_elsewhere
    assists = is_accompanied and caller.has(*ASSISTANTS)
    return is_owner(application, caller) or (assists and caller.sees(application.office_code))


def require_applicant_side(application: Application, caller: Caller) -> None:
    """Raises Forbidden for those who see it but do not act for the applicant."""
    if not acts_for_applicant(application, caller):
        raise Forbidden


def require_biller(application: Application, caller: Caller) -> None:
    """Raises Forbidden for those who neither assess what is owed nor act for who owes it."""
    if not caller.has(*VALIDATORS):
        require_applicant_side(application, caller)


def keeps_clock(application: Application, caller: Caller) -> bool:
    """Whether the caller works on it now: the front office until it is verified, then those who
    validate."""
    if not caller.sees(application.office_code):
        return False
    is_verified = application.status is Status.VERIFIED
    return caller.has(*VALIDATORS) if is_verified else caller.has(Role.FRONT_OFFICE)


def require_clock_keeper(application: Application, caller: Caller) -> None:
    """Raises Forbidden for whoever does not work on it now."""
    if not keeps_clock(application, caller):
        raise Forbidden


def require_document_reader(application: Application, caller: Caller) -> None:
    """Raises Forbidden for those who see the application and do not work with its documents."""
    if not is_owner(application, caller) and not caller.has(*DOCUMENT_READERS):
        raise Forbidden


def actions(dossier: Dossier, caller: Caller) -> tuple[str, ...]:
    """The next steps that are this caller's, by the last segment of their paths."""
    application = dossier.application
    offered = [
        *(_applicants_steps(application) if acts_for_applicant(application, caller) else ()),
        *(_officers_steps(dossier, caller) if caller.sees(application.office_code) else ()),
    ]
    return tuple(offered)


def _applicants_steps(application: Application) -> list[str]:
    found = ["documents"] if application.takes_documents else []
    moves = (
        (Move.SUBMIT, "submission"),
        (Move.RESUBMIT, "resubmission"),
        (Move.WITHDRAW, "withdrawal"),
    )
    return found + [name for move, name in moves if application.may(move)]


def _officers_steps(dossier: Dossier, caller: Caller) -> list[str]:
    application = dossier.application
    found: list[str] = []
    if caller.has(Role.FRONT_OFFICE) and application.may(Move.VERIFY):
        found.append("verification")
    if caller.has(Role.AGENCY_OFFICER) and application.status in _ADVISED:
        found += [
            f"recommendations/{one.agency}"
            for one in application.recommendations
            if one.agency == caller.agency and one.state is RecommendationState.ASKED
        ]
    found += _visit_steps(dossier, caller)
    if caller.has(*VALIDATORS):
        found += _fee_steps(dossier)
        if application.may(Move.VALIDATE):
            found.append("validation")
    if caller.has(Role.HEAD) and _may_be_signed(dossier):
        found.append("signature")
    if caller.has(Role.BACK_OFFICE) and application.may(Move.DELIVER):
        found.append("delivery")
    if keeps_clock(application, caller):
        lawful = clock_moves_of(application, is_exceeded=dossier.is_exceeded)
        found += [f"clock/{one}" for one in lawful]
    return found


def _may_be_signed(dossier: Dossier) -> bool:
    application = dossier.application
    if application.channel.is_issued_elsewhere or not application.may(Move.SIGN):
        return False
    if application.gate.state is GateState.REQUIRED and not dossier.survey.is_completed:
        return False
    retribution = dossier.retribution
    is_assessed = dossier.service.fee_type is not FeeType.RETRIBUSI or retribution.current
    return bool(is_assessed) and not retribution.is_due


def _visit_steps(dossier: Dossier, caller: Caller) -> list[str]:
    if not dossier.service.requires_site_visit or dossier.application.status is not Status.VERIFIED:
        return []
    found = ["site-visits"] if caller.has(*VALIDATORS) else []
    planned = [one for one in dossier.visits if one.state is VisitState.SCHEDULED]
    if caller.has(*VISITORS):
        found += [f"site-visits/{one.id}/report" for one in planned]
    return found


def _fee_steps(dossier: Dossier) -> list[str]:
    if dossier.application.status not in {Status.VERIFIED, Status.VALIDATED}:
        return []
    if dossier.service.asks_for_pnbp_proof:
        return ["pnbp-proof"]
    if dossier.service.fee_type is not FeeType.RETRIBUSI:
        return []
    retribution = dossier.retribution
    found = [] if retribution.paid else ["retribution"]
    return [*found, "retribution/payments"] if retribution.is_due else found


def own_office(caller: Caller) -> str:
    """The one office that the caller works for; raises Forbidden for none or several."""
    if len(caller.offices) != 1:
        raise Forbidden
    return caller.offices[0]
