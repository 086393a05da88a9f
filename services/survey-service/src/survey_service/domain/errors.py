"""What the survey service says no to."""

from shared.errors import Conflict, Expired, InvalidRequest, RuleBroken


class AlreadyAnswered(Conflict):
    """One application, one answer."""

    code = "already_answered"
    message = "This survey was answered already."


class InvitationExpired(Expired):
    """The invitation was open once: its time has passed, or its application has ended."""

    message = "This invitation is no longer open. The counter can still take the answer."


class SurveyNotOpen(Conflict):
    """The application was not validated yet, so that its survey is not open."""

    code = "survey_not_open"
    message = "The survey opens when the application was validated."


class AnswersNotValid(InvalidRequest):
    """An element is missing, unknown, or not one of 1, 2, 3, 4."""

    message = "Each of the nine elements is answered with 1, 2, 3 or 4."


class DayNotCome(InvalidRequest):
    """Nobody has answered on a day to come."""

    message = "That day has not come yet at the office."


class RespondentNotKnown(RuleBroken):
    """An answer at the counter belongs to an application or to a service in use."""

    message = "Name the application, or a service that was used in this period."


class QuestionnaireNotValid(InvalidRequest):
    """A questionnaire version holds the nine elements of PermenPANRB 14/2017, once each."""

    message = "A questionnaire holds the nine elements once each, and codes that do not repeat."


class NothingToPublish(Conflict):
    """An index of a period without answers says nothing."""

    code = "nothing_to_publish"
    message = "Nobody answered in this period."


class PeriodNotOver(RuleBroken):
    """An index is published when its period is over."""

    message = "The period is not over yet."


class AlreadyPublished(Conflict):
    """The index of a period is published once."""

    code = "already_published"
    message = "The index of this period was published already."
