"""Moves of the legal clock that no rule grants."""

from shared.errors import RuleBroken


class ClockReasonNotInForce(RuleBroken):
    """No rule in force grants this move of the clock for that reason."""

    message = "No rule in force grants this move of the clock for that reason."


class ClockCannotHideExcess(RuleBroken):
    """The service time has passed: a pause or a reset would hide it."""

    message = "The service time has passed; the clock can neither be paused nor reset."
