"""How long a technical agency has for its answer, and what its silence means: data of the service.

What an agency's own SOP says binds it from the day on which that SOP is in force. The time is the
agency's own: a pause of the application's clock does not stop it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from permit_service.domain.standard_document import DocumentState, state_of
from shared.calendar.office_time import local_date
from shared.calendar.rulers import Standard, Unit, ruler_for
from shared.calendar.working_days import CalendarHole, WorkingCalendar

REMIND_BEFORE = 1
HOUSE_SOURCE = "default of the product: the service's own time, no SOP of an agency read"


class OnSilence(StrEnum):
    """Whether the office waits for an agency whose time has passed."""

    WAIT = "wait"
    PROCEED = "proceed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRule:
    """`remind_before` counts working days before the last day; `sop` is the SOP's number."""

    service_time: Standard
    remind_before: int
    on_silence: OnSilence
    source: str
    verified: bool
    sop: Mapping[str, Any] | None = None

    @classmethod
    def of(
        cls, content: Mapping[str, Any], *, agency: str, standard: Standard, on: date
    ) -> "RecommendationRule":
        """The rule of a catalogue entry for an agency that is asked on a day: the time of its own
        SOP that is in force comes first, then the entry's rule, then the service's own time,
        waiting."""
        rule = content.get("recommendation_rule") or {}
        own = (content.get("agency_standards") or {}).get(agency) or {}
        if state_of(own.get("sop"), on=on) is not DocumentState.APPROVED:
            own = {}
        service_time = own.get("service_time") or rule.get("service_time")
        return cls(
            service_time=standard_of(service_time) if service_time else standard,
            remind_before=rule.get("remind_before", REMIND_BEFORE),
            on_silence=OnSilence(rule.get("on_silence", OnSilence.WAIT)),
            source=rule.get("source", HOUSE_SOURCE),
            verified=bool(rule.get("verified", False)),
            sop=own.get("sop"),
        )

    def terms(self, *, asked_at: datetime, calendar: WorkingCalendar, zone: ZoneInfo) -> "Terms":
        """What the agency is asked under: its SOP and time, the last day, and the day of the
        reminder; no days where the calendar has a hole."""
        sop = self.sop or {}
        under = Terms(
            service_time=self.service_time,
            sop_version=sop.get("version"),
            sop_number=sop.get("number"),
        )
        try:
            ruler = ruler_for(self.service_time.unit, calendar=calendar, zone=zone)
            grains = self.service_time.value * ruler.grains_per_unit
            due_on = local_date(ruler.due(asked_at, grains), zone)
            remind_on = calendar.add_working_days(due_on, -self.remind_before)
        except CalendarHole:
            return under
        # Who has just been asked is not reminded on the same day.
        is_early = remind_on > local_date(asked_at, zone)
        return replace(under, due_on=due_on, remind_on=remind_on if is_early else due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What one agency is asked under, and the days of its answer. Without an SOP of its own, the
    time is the service's."""

    due_on: date | None = None
    remind_on: date | None = None
    service_time: Standard | None = None
    sop_version: str | None = None
    sop_number: str | None = None


def standard_of(content: Mapping[str, Any]) -> Standard:
    """A time as a catalogue entry writes it."""
    return Standard(value=content["value"], unit=Unit(content["unit"]))
