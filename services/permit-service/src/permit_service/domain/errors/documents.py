"""Documents that are missing or not given out."""

from shared.errors import Conflict, Expired, RuleBroken


class DocumentsMissing(RuleBroken):
    """A mandatory document is not there; the pointers name each requirement (Ps 6(1)b)."""

    code = "documents_missing"
    message = "Mandatory documents are missing."


class DocumentsNotReleased(Conflict):
    """A document waits for its virus scan, or did not pass it."""

    code = "documents_not_released"
    message = "A document has not passed the virus scan."


class DocumentLinkEnded(Expired):
    """The day of the link has passed, or a new one has come in its place."""

    message = "This link has ended; a new one can be asked for with the receipt number."


class TooManyDownloads(Conflict):
    """One link has opened its document too often in a short time."""

    code = "rate_limited"
    message = "Too many requests; try again later."
