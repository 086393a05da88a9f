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
from permit_service.domain.recommendation import Recommendation
from permit_service.domain.recommendation_rule import RecommendationRule, Terms
from permit_service.domain.requirement_check import Checks
from permit_service.domain.retribution import Retribution
from permit_service.domain.service import Service
from permit_service.domain.service_clock import is_running
from permit_service.domain.site_visit import Visits
from permit_service.domain.step_claim import StepClaim, Task, require_free
from permit_service.domain.steps import Status
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

    @property
    def exceeded_due_on(self) -> date | None:
        """The due date that has passed. Where the calendar has a hole, the last moment that was
        computed decides."""
        reading, kept = self.clock, self.application.service_time.due_at
        if reading is not None:
            return reading.due_on if reading.is_exceeded else None
        is_late = kept is not None and kept < self.now and is_running(self.application.clock)
        return self.application.due_on if is_late else None

    @property
    def deemed_approved_on(self) -> date | None:
        """The due date with which silence became approval: where the catalogue says so, and
        nothing was decided (OSS 57)."""
        known = self.application.service_time.deemed_approved_on
        is_undecided = self.application.status in {Status.SUBMITTED, Status.VERIFIED}
        if known is not None or not (self.service.silence_approves and is_undecided):
            return known
        return self.exceeded_due_on

    @property
    def silent_agencies(self) -> frozenset[str]:
        """Those whose time has passed without an answer and without whom the office goes on."""
        return frozenset(
            one.agency
            for one in self.application.recommendations
            if one.is_silent(self.rule_of(one), today=self.today)
        )

    def rule_of(self, asked: Recommendation) -> RecommendationRule:
        """The rule that an agency was asked under."""
        on = local_date(asked.asked_at, self.office.zone)
        return self.service.recommendation_rule(asked.agency, on=on)

    def terms(self, *, asked_at: datetime) -> dict[str, Terms]:
        """The days of each agency that the service asks, by the calendar of the application."""
        on = local_date(asked_at, self.office.zone)
        return {
            agency: self.service.recommendation_rule(agency, on=on).terms(
                asked_at=asked_at, calendar=self.calendar, zone=self.office.zone
            )
            for agency in self.service.agencies
        }

    def dated(self, application: Application) -> Application:
        """The application after a step, with the last day of its service time as it looks now and
        the calendar that says so."""
        if not application.clock:
            return application
        reading = self.with_(application).clock
        due_on, due_at = application.due_on, application.service_time.due_at
        if reading is not None:
            due_on, due_at = reading.due_on, reading.due_at
        elif application.clock != self.application.clock:
            # Nobody can say what the move did to the date: the calendar has a hole.
            due_on, due_at = None, None
        version = self.calendar.version
        times = replace(application.service_time, calendar_version=version, due_at=due_at)
        return replace(application, due_on=due_on, service_time=times)

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
