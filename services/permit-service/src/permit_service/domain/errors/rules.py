"""What an office sets for itself and cannot set so."""

from shared.errors import Conflict, InvalidRequest


class NumberFormatNotValid(InvalidRequest):
    """A format of numbers that would give two licences the same one, or none."""

    message = "The format of numbers is not valid."


class LayoutNotValid(InvalidRequest):
    """A layout that leaves out what a licence must show, or asks for a word that there is not."""

    message = "The layout of the licence is not valid."


class EntryNotValid(InvalidRequest):
    """The catalogue entry departs from its shape; a pointer and a code for each place."""

    message = "The catalogue entry is not valid."


class RuleAlreadySet(Conflict):
    """The office has set this rule from that day on; another day is another rule."""

    code = "rule_already_set"
    message = "This rule is set from that day on already."


class StandardNotInForce(Conflict):
    """Another version of the standard is in force, or none."""

    code = "standard_not_in_force"
    message = "This version of the standard is not in force."
