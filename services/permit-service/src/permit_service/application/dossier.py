"""An application with what it is read with: service, office, calendar, survey, licence, and what
was assessed, paid and visited.

Pure: whoever holds a dossier can tell its clock and its survey without asking anybody.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from permit_service.domain.application import Application
from permit_service.domain.correction import Rounds
from permit_service.domain.counter import OriginalSeen
from permit_service.domain.licence import Licence
from permit_service.domain.office import Office
from permit_service.domain.requirement_check import Checks
from permit_service.domain.retribution import Retribution
from permit_service.domain.service import Service
from permit_service.domain.site_visit import Visits
from permit_service.domain.step_claim import StepClaim, Task, require_free
from permit_service.domain.survey import SurveyFact, SurveyState, survey_state
from shared.calendar.clock_ledger import LedgerRow, clock_ledger
from shared.calendar.legal_clock import ClockReading, read_clock
from shared.calendar.office_time import local_date
from shared.calendar.working_days import CalendarHole, WorkingCalendar
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """As of `now`. `calendar` is the one that the application counts by; of one that has not
    started to count, the office's calendar of today."""

    application: Application
    service: Service
    office: Office
    calendar: WorkingCalendar
    survey: SurveyFact
    licence: Licence | None
    now: datetime
    claims: tuple[StepClaim, ...] = ()
    originals: tuple[OriginalSeen, ...] = ()
    retribution: Retribution = field(default_factory=Retribution)
    visits: Visits = ()
    rounds: Rounds = ()
    checks: Checks = ()

    @property
    def today(self) -> date:
        """The day it is at the office."""
        return local_date(self.now, self.office.zone)

    @property
    def survey_state(self) -> SurveyState:
        """What the application shows of its survey."""
        return survey_state(self.application.gate, self.survey, now=self.now)

    @property
    def clock(self) -> ClockReading | None:
        """The legal clock; None before it starts, and where the calendar has a hole."""
        if not self.application.clock:
            return None
        try:
            return read_clock(
                self.application.clock,
                standard=self.service.standard,
                calendar=self.calendar,
                zone=self.office.zone,
                now=self.now,
            )
        except CalendarHole:
            return None

    @property
    def is_exceeded(self) -> bool:
        """Whether the service time has passed; a reset alone heals that."""
        reading = self.clock
        return reading is not None and reading.is_exceeded

    def dated(self, application: Application) -> Application:
        """The application after a step, with the last day of its service time as it looks now and
        the calendar that says so."""
        if not application.clock:
            return application
        reading = self.with_(application).clock
        return replace(
            application,
            due_on=reading.due_on if reading else None,
            service_time=replace(
                application.service_time,
                calendar_version=self.calendar.version,
                due_at=reading.due_at if reading else None,
            ),
        )

    def ledger(self) -> tuple[LedgerRow, ...]:
        """The clock day by day; raises CalendarHole where a day cannot be judged."""
        if not self.application.clock:
            return ()
        return clock_ledger(
            self.application.clock,
            standard=self.service.standard,
            calendar=self.calendar,
            zone=self.office.zone,
            now=self.now,
        )

    def require_free(self, task: Task, caller: Caller) -> None:
        """Raises HeldByAnother while somebody else holds the step."""
        require_free(self.claims, task, caller, now=self.now)

    def settled(self, application: Application) -> Application:
        """The application after a step, with its clock where the waits leave it."""
        is_due = self.retribution.is_due
        return application.settled(self.survey, is_payment_due=is_due, at=self.now)

    def with_(self, application: Application) -> "Dossier":
        """The same file after a step."""
        return replace(self, application=application)
