"""How long a technical agency has for its answer, and what its silence means: data of the service.

The time is the agency's own: a pause of the application's clock does not stop it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

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
        cls, content: Mapping[str, Any], *, agency: str, standard: Standard
    ) -> "RecommendationRule":
        """The rule of a catalogue entry for one agency: its own SOP's time comes first, then the
        entry's rule, then the service's own time, waiting."""
        rule = content.get("recommendation_rule") or {}
        own = (content.get("agency_standards") or {}).get(agency) or {}
        service_time = own.get("service_time") or rule.get("service_time")
        return cls(
            service_time=_standard(service_time) if service_time else standard,
            remind_before=rule.get("remind_before", REMIND_BEFORE),
            on_silence=OnSilence(rule.get("on_silence", OnSilence.WAIT)),
            source=rule.get("source", HOUSE_SOURCE),
            verified=bool(rule.get("verified", False)),
            sop=own.get("sop"),
        )

    def terms(self, *, asked_at: datetime, calendar: WorkingCalendar, zone: ZoneInfo) -> "Terms":
        """The last day, and the day of the reminder; no days where the calendar has a hole."""
        try:
            ruler = ruler_for(self.service_time.unit, calendar=calendar, zone=zone)
            grains = self.service_time.value * ruler.grains_per_unit
            due_on = local_date(ruler.due(asked_at, grains), zone)
            remind_on = calendar.add_working_days(due_on, -self.remind_before)
        except CalendarHole:
            return Terms()
        # Who has just been asked is not reminded on the same day.
        is_early = remind_on > local_date(asked_at, zone)
        return Terms(due_on=due_on, remind_on=remind_on if is_early else due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The days of one agency's answer."""

    due_on: date | None = None
    remind_on: date | None = None


def _standard(content: Mapping[str, Any]) -> Standard:
    return Standard(value=content["value"], unit=Unit(content["unit"]))
