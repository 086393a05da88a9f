"""What the Head does about an inspector who neglected their duties (Ps 21(3)-(4))."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from inspection_service.domain.errors import PERBUP
from inspection_service.domain.inspection import Inspection
from shared.errors import InvalidRequest, RuleBroken


class OfficerActionKind(StrEnum):
    """A written warning, or another sanction that legislation knows."""

    WRITTEN_WARNING = "written_warning"
    OTHER = "other"


class Duty(StrEnum):
    """The duties of Ps 21(2)."""

    ASSIGNMENT_LETTER = "assignment_letter"
    SECRECY = "secrecy"
    NO_ABUSE = "no_abuse"


class LegalBasisMissing(InvalidRequest):
    """Another sanction than a warning names the law it comes from (Ps 21(3)b)."""

    message = "Another sanction names its legal basis."

    def __init__(self) -> None:
        super().__init__(pointers=(("/legal_basis", "required"),))


class NotOnThisInspection(InvalidRequest):
    """The letter of the inspection does not name this officer."""

    message = "This officer was not assigned to this inspection."

    def __init__(self) -> None:
        super().__init__(pointers=(("/inspector", "unknown"),))


class NotOnOneself(RuleBroken):
    """Nobody judges themselves."""

    message = "Nobody takes such an action on themselves."

    def __init__(self) -> None:
        super().__init__(rule="not_on_oneself", article=f"{PERBUP} Ps 21(4)")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerAction:
    """One action on one inspector, with the inspection it is about."""

    id: UUID
    office_code: str
    inspection_id: UUID
    inspector: str
    kind: OfficerActionKind
    duty: Duty
    reason: str
    legal_basis: str
    taken_by: str
    taken_at: datetime
    version: int = 0


WARNING_BASIS = f"{PERBUP} Ps 21(3)a"


def legal_basis_of(kind: OfficerActionKind, named: str | None) -> str:
    """The article of a warning; another sanction has to name its own."""
    if kind is OfficerActionKind.WRITTEN_WARNING:
        return named or WARNING_BASIS
    if not named:
        raise LegalBasisMissing
    return named


def check_officer(inspection: Inspection, *, inspector: str, by: str | None) -> None:
    """Raises NotOnOneself, NotOnThisInspection."""
    if inspector == by:
        raise NotOnOneself
    if inspection.letter is None or inspector not in inspection.letter.inspectors:
        raise NotOnThisInspection
