"""What is handed in, and by whom: refused."""

from shared.errors import Conflict, Expired, InvalidRequest, RuleBroken


class ModeNotOffered(RuleBroken):
    """The service is not open to this group (Ps 4, Ps 5)."""

    message = "The service is not offered in this way."


class IdentityRequired(InvalidRequest):
    """A person's NIK and address are asked for by this service."""

    message = "The service asks for the person's NIK and address."


class NikNotValid(InvalidRequest):
    """The number is no NIK: not 16 digits, or with a day that does not exist."""

    message = "The NIK is not valid."


class DeclarationRequired(RuleBroken):
    """The applicant answers for the truth of what is handed in (Ps 9)."""

    code = "declaration_required"
    message = "The declaration must be accepted."


class FormNotValid(InvalidRequest):
    """The form is not what the service asks for; the pointers say where, and repeat no value."""

    message = "The form is not what the service asks for."


class OfficeUnknown(InvalidRequest):
    """There is no such office."""

    message = "There is no such office."


class ServiceUnknown(InvalidRequest):
    """The office does not offer such a service."""

    message = "The office does not offer such a service."


class ServiceClosed(Conflict):
    """The office takes no new applications for this service any more."""

    code = "service_closed"
    message = "No new applications are taken for this service."


class AlreadyClaimed(Conflict):
    """The assisted application belongs to an account already."""

    code = "already_claimed"
    message = "This application has been claimed already."


class ClaimCodeExpired(Expired):
    """The code of an assisted application may be used for a while only."""

    message = "The claim code is not valid any more; the counter helps on."


class TooManyWrongCodes(Conflict):
    """One account has sent too many wrong claim codes."""

    code = "rate_limited"
    message = "Too many wrong codes; try again later."
