"""What the door says no to."""

from shared.errors import Conflict, InvalidRequest


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
