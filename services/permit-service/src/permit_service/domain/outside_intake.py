"""An application that was handed in at an outside system and is taken over from there.

One number of one system becomes one application, however often it is told. What cannot be taken
over is refused with a code, and may be told again once that is put right.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from permit_service.domain.applicant import Applicant, Location
from permit_service.domain.service import Channel
from shared.errors import Conflict

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
MAX_DOUBLINGS = 10


class IntakeServiceUnknown(Conflict):
    """The office offers no service of the code that an outside application came with."""

    code = "service_unknown"
    message = "The office does not offer such a service."


class ServiceIssuedElsewhere(Conflict):
    """What another body issues is not taken over from a third system."""

    code = "service_issued_elsewhere"
    message = "This service is issued by another body."


class IntakeState(StrEnum):
    """Where it stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideIntake:
    """What was told of it; the people's data are asked for when it is taken over. `attempts`
    counts those in which the teller did not answer."""

    id: UUID
    office_code: str
    channel: Channel
    outside_number: str
    service_code: str
    state: IntakeState = IntakeState.WAITING
    due_at: datetime
    attempts: int = 0
    application_id: UUID | None = None
    refusal: str | None = None

    def told_again(self, service_code: str, *, at: datetime) -> "OutsideIntake":
        """One that was refused is tried again, under the service it is told with now."""
        if self.state is not IntakeState.REFUSED:
            return self
        return replace(
            self,
            service_code=service_code,
            state=IntakeState.WAITING,
            due_at=at,
            attempts=0,
            refusal=None,
        )

    def put_off(self, *, at: datetime) -> "OutsideIntake":
        """The teller did not answer: each wait doubles, up to the longest."""
        wait = min(FIRST_WAIT * 2 ** min(self.attempts, MAX_DOUBLINGS), LONGEST_WAIT)
        return replace(self, attempts=self.attempts + 1, due_at=at + wait)

    def taken(self, application_id: UUID) -> "OutsideIntake":
        """It is an application here."""
        return replace(self, state=IntakeState.TAKEN, application_id=application_id)

    def refused(self, code: str) -> "OutsideIntake":
        """It is not, for a reason."""
        return replace(self, state=IntakeState.REFUSED, refusal=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What the outside system has of an application. Personal data."""

    submitted_at: datetime
    applicant: Applicant = field(repr=False)
    location: Location | None = field(default=None, repr=False)
