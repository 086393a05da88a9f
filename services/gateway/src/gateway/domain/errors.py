"""What the door says no to."""

from shared.errors import Conflict, InvalidRequest, Unavailable


class UsernameTaken(Conflict):
    """Somebody has this username already."""

    code = "username_taken"
    message = "This username is taken."


class OfficeExists(Conflict):
    """An office with this code is open already."""

    code = "office_exists"
    message = "This office exists already."


class PasswordNotAccepted(InvalidRequest):
    """A password that others would guess."""

    message = "The password is not accepted."


class NikNotValid(InvalidRequest):
    """A number that cannot be a NIK."""

    message = "The NIK is not valid."


class NotStaffOfOffice(InvalidRequest):
    """The account does not work in this office."""

    message = "This account does not work in the office."


class RateLimited(Conflict):
    """Too much was asked in too short a time (HTTP 429)."""

    code = "rate_limited"
    message = "Too many requests; try again later."


class NotYetHappened(InvalidRequest):
    """A moment that lies ahead, or after what must have come later."""

    message = "The moment has not come yet."


class NoticeBeforeDetection(InvalidRequest):
    """Nobody is told of what was not detected yet."""

    message = "A notice is not given before the detection."


class NoticeGivenAlready(Conflict):
    """This recipient has been told."""

    code = "notice_given_already"
    message = "This notice was given already."


class OutsideSystemAway(Unavailable):
    """The outside system did not answer, or not in a way that can be read. `reason` is a stable
    code, without anything that was sent or received."""

    message = "The outside system does not answer; try again later."

    def __init__(self, reason: str) -> None:
        super().__init__(retry_after_seconds=30)
        self.reason = reason


class OutsideSystemRefused(Conflict):
    """The outside system answered, and said no: its `reason` is a stable code."""

    code = "outside_system_refused"
    message = "The outside system refused the request."

    def __init__(self, reason: str) -> None:
        super().__init__(rule=reason)
        self.reason = reason


class NotConnected(Conflict):
    """This office has no connection to the outside system."""

    code = "not_connected"
    message = "This office is not connected to the outside system."


class OutageTimesNotValid(InvalidRequest):
    """Start and end do not fit each other, the kind or the present moment."""

    message = "The times of the outage are not valid."


class OutageBegun(Conflict):
    """What has begun is neither called off nor given another start."""

    code = "outage_begun"
    message = "The outage has begun, or was called off: this cannot be changed any more."


class OutageNotedAlready(Conflict):
    """An outage of this system and kind at that time is in the log."""

    code = "outage_noted_already"
    message = "An outage of this system at that time is noted already."


class IntakeNotRetried(Conflict):
    """Only what the permit service refused, and whose service is mapped, is told again."""

    code = "intake_not_retried"
    message = "This was not refused, or its service is not mapped: it cannot be told again."


class ServiceNotMappable(InvalidRequest):
    """The office offers no such service, or another body issues it."""

    message = "Applications cannot be mapped to this service."
