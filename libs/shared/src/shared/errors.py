"""Refusals: what the product says no to, each with a stable code.

A refusal is of one of four kinds; everything else that is raised is a bug. Messages never repeat
what was sent, so that they can be shown and logged.
"""

from typing import ClassVar


class Refusal(Exception):
    """A request that was understood and is not granted. `code` is promised to clients."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = "The request is refused."

    def __init__(
        self,
        *,
        rule: str | None = None,
        article: str | None = None,
        pointers: tuple[tuple[str, str], ...] = (),
        retry_after_seconds: int | None = None,
    ) -> None:
        """`pointers` are (JSON pointer, code) pairs that say where in the request it is."""
        super().__init__(self.message)
        self.rule = rule
        self.article = article
        self.pointers = pointers
        self.retry_after_seconds = retry_after_seconds


class NotFound(Refusal):
    """No such thing, or it belongs to another office or applicant: both look alike."""

    code = "not_found"
    message = "There is no such thing here."


class Conflict(Refusal):
    """The thing is in a state in which this cannot be done."""

    code = "conflict"
    message = "This cannot be done in the present state."


class RuleBroken(Refusal):
    """The request contradicts a rule of the trade; `rule` and `article` name it."""

    code = "rule_broken"
    message = "The request contradicts a rule."


class Forbidden(Refusal):
    """The caller is known and may not do this."""

    code = "forbidden"
    message = "This is not allowed for this account."


class TransitionNotAllowed(Conflict):
    """A state machine was asked for a move that its table does not hold."""

    code = "transition_not_allowed"
    message = "This step is not possible in the present state."


class StaleVersion(Conflict):
    """Somebody else changed the thing after the caller had read it (HTTP 412)."""

    code = "precondition_failed"
    message = "The resource was changed after it was read."


class AlreadyHandled(Conflict):
    """The once-mark is there already: this command or message had its effect before."""

    code = "already_handled"
    message = "This was handled before."


class InFlight(Conflict):
    """The same Idempotency-Key is being handled at this moment."""

    code = "request_in_flight"
    message = "The same request is being handled at this moment."


class Expired(Conflict):
    """The thing was usable once and no longer is (HTTP 410)."""

    code = "expired"
    message = "This has expired."


class Unauthenticated(Forbidden):
    """Nobody is signed in, or the token is not valid (HTTP 401)."""

    code = "unauthenticated"
    message = "Sign in first."


class InvalidRequest(RuleBroken):
    """The request's form is wrong; `pointers` say where (HTTP 422)."""

    code = "invalid_request"
    message = "The request is not valid."


class TooLarge(RuleBroken):
    """More bytes than are taken (HTTP 413)."""

    code = "too_large"
    message = "The request is larger than what is accepted."


class UnsupportedType(RuleBroken):
    """A media type that is not taken, by its bytes rather than by its name (HTTP 415)."""

    code = "unsupported_type"
    message = "This type of content is not accepted."


class Unavailable(Conflict):
    """Something needed is down for the moment (HTTP 503, with Retry-After)."""

    code = "unavailable"
    message = "This is not available at the moment; try again later."
