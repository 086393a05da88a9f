"""An office as the permit service knows it: its copy of what the gateway tells."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.calendar.office_time import office_zone


class GateSetting(StrEnum):
    """Whether the office asks for the survey before its Head signs."""

    REQUIRED = "required"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The survey is asked for from `survey_gate_from` on, or always.
    With `requires_answered_corrections` a round of corrections is handed in when all are answered.
    `calendar_version` counts the changes of the office's own days."""

    code: str
    name: str
    regency: str
    time_zone: str
    survey_gate: GateSetting
    survey_gate_source: str
    survey_gate_from: date | None = None
    counts_cuti_bersama_as_working: bool
    requires_answered_corrections: bool = False
    number_code: str
    settings_version: int
    calendar_version: int = 0

    def asks_for_survey(self, on: date) -> bool:
        """Whether the office's setting holds on that day."""
        if self.survey_gate is GateSetting.NONE:
            return False
        return self.survey_gate_from is None or on >= self.survey_gate_from

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the office's days begin."""
        return office_zone(self.time_zone)
