"""What reporting says no to."""

from shared.errors import Conflict, InvalidRequest, NotFound


class OfficeUnknown(NotFound):
    """No such office, or it is not the caller's."""

    message = "There is no such office here."


class QuarterNotBegun(InvalidRequest):
    """A report is about a quarter that has begun."""

    message = "This quarter lies in the future."


class MonthNotBegun(InvalidRequest):
    """A count is about a month that has begun."""

    message = "This month lies in the future."


class AnswersNotValid(InvalidRequest):
    """A survey response has nine answers of 1 to 4, by element code."""

    message = "A response has nine answers of 1 to 4."


class IssueAnswerMissing(InvalidRequest):
    """An issue is answered by an answer."""

    message = "An issue is answered once it has an answer."


class IssueDatesNotValid(InvalidRequest):
    """Days of an issue lie between the day it came up and today."""

    message = "The days of an issue lie between the day it was raised and today."


class QuarterNotOver(Conflict):
    """A quarter is published when it is over."""

    code = "transition_not_allowed"
    message = "The quarter is not over yet."
