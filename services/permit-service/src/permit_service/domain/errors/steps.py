"""A step on the way to the licence that is not taken. Articles are those of Perbup Maluku
Tenggara 23/2021."""

from shared.errors import Conflict, NotFound


class SurveyNotCompleted(Conflict):
    """The Head signs only after the applicant has filled in the survey (Ps 7(3))."""

    code = "survey_not_completed"
    message = "The satisfaction survey of this application has not been filled in yet."


class IssuedElsewhere(Conflict):
    """Licences of the channels OSS and MPPD are not signed here (Ps 1 angka 6)."""

    code = "issued_elsewhere"
    message = "The licence of this channel is issued by another body."


class RecommendationsMissing(Conflict):
    """An agency that was asked has not answered (Ps 2(3)b)."""

    code = "recommendations_missing"
    message = "A technical agency has not answered yet."


class RecommendationRejected(Conflict):
    """An agency advised against it: it can be sent back, not validated (Ps 2(3)b)."""

    code = "recommendation_rejected"
    message = "A technical agency has advised against this application."


class AgencyNotAsked(NotFound):
    """No recommendation of that agency is asked for."""


class RequirementsNotMet(Conflict):
    """A mandatory requirement is not complete or does not conform (Ps 6(1)b)."""

    code = "requirements_not_met"
    message = "A mandatory requirement is not complete or does not conform."


class CorrectionsUnanswered(Conflict):
    """A correction of the round has no answer; the pointers name each."""

    code = "corrections_unanswered"
    message = "Some corrections have not been answered yet."


class SiteVisitNotAskedFor(Conflict):
    """The service has no site visit."""

    code = "site_visit_not_applicable"
    message = "This service has no site visit."


class SiteVisitMissing(Conflict):
    """The service asks for a recorded visit before validation (DOMAIN 15.16)."""

    code = "site_visit_missing"
    message = "The site visit of this application has not been recorded yet."


class SiteVisitNotConforming(Conflict):
    """The last visit found that the place does not conform: it can be sent back, not validated."""

    code = "site_visit_not_conforming"
    message = "The last site visit found that the place does not conform."


class DeemedApproved(Conflict):
    """The service time passed undecided and silence approves: it can no longer be rejected."""

    code = "deemed_approved"
    message = "The service time has passed and the application counts as approved."


class HeldByAnother(Conflict):
    """Somebody else has taken this step up; two people never hold one step."""

    code = "held_by_another"
    message = "Somebody else is working on this step."


class NotHeld(Conflict):
    """Nobody holds the step, so that there is nothing to give back."""

    code = "not_held"
    message = "Nobody holds this step."
