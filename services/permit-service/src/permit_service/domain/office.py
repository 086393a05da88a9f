"""An office as the permit service knows it: its copy of what the gateway tells."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.calendar.office_time import office_zone


class GateSetting(StrEnum):
    """Whether the office asks for the survey before its Head signs."""

    REQUIRED = "required"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """`calendar_version` counts the changes of the office's own days."""

    code: str
    name: str
    regency: str
    time_zone: str
    survey_gate: GateSetting
    survey_gate_source: str
    counts_cuti_bersama_as_working: bool
    number_code: str
    settings_version: int
    calendar_version: int = 0

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the office's days begin."""
        return office_zone(self.time_zone)
