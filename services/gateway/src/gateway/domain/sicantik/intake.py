"""An application that was handed in at an outside system, on its way to the permit service.

Nothing is guessed and nothing is lost: a row without what is needed is `broken`, one of a service
that nobody has mapped is `unmapped`, and both are listed until they can go on.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from gateway.domain.addresses import mail_address, mobile_number
from gateway.domain.errors import IntakeNotRetried
from gateway.domain.integrations.outside_system import OutsideSystem


class IntakeState(StrEnum):
    """Where it stands. Taken or refused is the permit service's word; destroyed is what a person
    has asked for before it was taken."""

    BROKEN = "broken"
    UNMAPPED = "unmapped"
    HANDED_OVER = "handed_over"
    TAKEN = "taken"
    REFUSED = "refused"
    DESTROYED = "destroyed"


# What still waits for somebody or something on this side.
WAITING = (IntakeState.UNMAPPED, IntakeState.HANDED_OVER, IntakeState.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeContent:
    """What the permit service is given when it asks. Personal data; gone once it was taken."""

    submitted_at: datetime
    kind: Literal["person", "organisation"]
    name: str = field(repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    location_address: str | None = field(default=None, repr=False)

    def is_of(self, *, email: str | None, phone: str | None) -> bool:
        """Whether somebody with this address or number handed it in."""
        return _are_one(_mail(email), _mail(self.email)) or _are_one(
            mobile_number(phone), mobile_number(self.phone)
        )


def _mail(text: str | None) -> str | None:
    address = mail_address(text)
    return None if address is None else address.casefold()


def _are_one(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """`fingerprint` is that of its number, or of the whole row where it has none; one of a system
    and office is one intake. `outside_service` is the service by the system's own code."""

    id: UUID
    office_code: str
    system: OutsideSystem
    fingerprint: bytes
    outside_number: str | None
    outside_service: str | None
    outside_service_name: str | None
    state: IntakeState
    problem: str | None
    content: IntakeContent | None = field(repr=False)
    received_at: datetime
    service_code: str | None = None
    settled_at: datetime | None = None
    application_id: UUID | None = None
    destroyed_for: UUID | None = None
    version: int = 0

    def handed_over(self, service_code: str) -> "Intake":
        """Told to the permit service, as an application for this service."""
        return replace(
            self,
            state=IntakeState.HANDED_OVER,
            service_code=service_code,
            problem=None,
            settled_at=None,
        )

    def retried(self, service_code: str | None) -> "Intake":
        """Told once more; raises IntakeNotRetried for what was not refused or has no service."""
        if self.state is not IntakeState.REFUSED or service_code is None:
            raise IntakeNotRetried
        return self.handed_over(service_code)

    def taken(self, application_id: UUID, *, at: datetime) -> "Intake":
        """It is an application; the people's data are not kept here any longer."""
        return replace(
            self,
            state=IntakeState.TAKEN,
            application_id=application_id,
            content=None,
            problem=None,
            settled_at=at,
        )

    def refused(self, code: str, *, at: datetime) -> "Intake":
        """It could not be taken; what was taken or destroyed stays so."""
        if self.state in (IntakeState.TAKEN, IntakeState.DESTROYED):
            return self
        return replace(self, state=IntakeState.REFUSED, problem=code, settled_at=at)

    @property
    def is_under_way(self) -> bool:
        """Told to the permit service, which has it in hand."""
        return self.state is IntakeState.HANDED_OVER

    def destroyed(self, request_id: UUID, *, at: datetime) -> "Intake":
        """What it says of people goes, for a request for deletion; it is not read again."""
        return replace(
            self,
            state=IntakeState.DESTROYED,
            content=None,
            outside_number=None,
            problem=None,
            destroyed_for=request_id,
            settled_at=at,
        )

    def read_anew(self, other: "Intake") -> "Intake":
        """As the system tells it now, where it had not gone on yet."""
        if self.state not in (IntakeState.BROKEN, IntakeState.UNMAPPED):
            return self
        return replace(other, id=self.id, received_at=self.received_at, version=self.version)
