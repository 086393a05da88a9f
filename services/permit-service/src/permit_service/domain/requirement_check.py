"""What the front office finds of each requirement: is it there, and does it conform (Ps 6(1)b)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from permit_service.domain.errors import RequirementsNotMet
from permit_service.domain.service import Requirement, Service
from shared.errors import InvalidRequest

ARTICLE = "Perbup Malra 23/2021 Ps 6(1)b"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementCheck:
    """The two flags of one requirement, with the officer's words. `is_listed` where the officer
    looked at it alone, and the outcome is not the whole finding."""

    requirement_no: int
    is_complete: bool
    is_conforming: bool
    note: str = ""
    is_listed: bool = False


Checks = tuple[RequirementCheck, ...]


def checked(service: Service, given: Checks, *, handed_in: Iterable[int], passes: bool) -> Checks:
    """One check for each requirement, in the service's order.

    Where the officer lists none, the outcome is the finding: what is there is complete, and it
    conforms when the whole `passes`. Raises InvalidRequest for a requirement that the service
    does not have, or that is listed twice.
    """
    numbers = [one.requirement_no for one in given]
    wrong = tuple(
        (f"/checks/{place}/requirement_no", "unknown")
        for place, number in enumerate(numbers)
        if not service.has_requirement(number) or number in numbers[:place]
    )
    if wrong:
        raise InvalidRequest(pointers=wrong)
    there, listed = frozenset(handed_in), {one.requirement_no: one for one in given}
    return tuple(
        replace(listed[one.number], is_listed=True)
        if one.number in listed
        else _found(one, is_there=one.number in there, passes=passes and not given)
        for one in service.requirements
    )


def _found(requirement: Requirement, *, is_there: bool, passes: bool) -> RequirementCheck:
    return RequirementCheck(
        requirement_no=requirement.number, is_complete=is_there, is_conforming=is_there and passes
    )


def require_met(service: Service, checks: Checks) -> None:
    """Raises RequirementsNotMet with each mandatory requirement that is not complete or does not
    conform."""
    mandatory = {one.number for one in service.requirements if one.is_mandatory}
    unmet = tuple(
        (f"/checks/{one.requirement_no}", "not_conforming" if one.is_complete else "not_complete")
        for one in checks
        if one.requirement_no in mandatory and not (one.is_complete and one.is_conforming)
    )
    if unmet:
        raise RequirementsNotMet(article=ARTICLE, pointers=unmet)
