"""What a licence cannot say or become."""

from shared.errors import Conflict, InvalidRequest, RuleBroken


class ValidityRequired(RuleBroken):
    """The service leaves the licence's last day to the official, who must name it."""

    message = "The last day of the licence must be given."


class ValidityNotAllowed(RuleBroken):
    """The last day departs from the service's verified rule."""

    message = "The last day of the licence departs from the rule of the service."


class LicenceUnknown(InvalidRequest):
    """The licence is not the caller's own, nor of this office."""

    message = "There is no such licence here."


class LicenceSanctioned(Conflict):
    """A suspended or revoked licence is not renewed, changed or replaced around its sanction."""

    code = "licence_sanctioned"
    message = "The licence is under a sanction."


class LicenceReplaced(Conflict):
    """Another licence has come in its place already."""

    code = "licence_replaced"
    message = "The licence has been replaced already."


class LicenceEnded(Conflict):
    """What has expired can be renewed, but neither changed nor replaced."""

    code = "licence_expired"
    message = "The licence has expired."


class RenewalNotOpen(RuleBroken):
    """The licence has no end, or its end is too far away."""

    message = "This licence cannot be renewed now."


class ChangeNotNamed(RuleBroken):
    """The application alters what it does not name as a change."""

    message = "The application alters what it does not name."
