"""An office: a DPMPTSP with its time zone, its survey gate and what its documents show."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from shared.errors import InvalidRequest

CODE = re.compile(r"^[0-9]{2}(\.[0-9]{2})?$")
ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")

_NAMESPACE = UUID("0192f0a0-5a7d-7000-8000-5a7000000001")


class SurveyGate(StrEnum):
    """Whether a licence of the office's own channels is signed only after the survey."""

    REQUIRED = "required"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """`code` is the Kemendagri code. While there is no letterhead, documents are drafts. The
    survey is asked for from `survey_gate_from` on, or always. With `requires_answered_corrections`
    a returned application is handed in again when every correction is answered, and not before."""

    code: str
    name: str
    regency: str
    time_zone: str
    is_time_zone_verified: bool = False
    survey_gate: SurveyGate
    survey_gate_source: str
    survey_gate_from: date | None = None
    counts_cuti_bersama_as_working: bool = False
    requires_answered_corrections: bool = False
    number_code: str
    letterhead: tuple[str, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        if not CODE.match(self.code):
            raise InvalidRequest(pointers=(("/office_code", "format"),))
        if self.time_zone not in ZONES:
            raise InvalidRequest(pointers=(("/time_zone", "not_indonesian"),))

    @property
    def id(self) -> UUID:
        """The office as an event's subject, the same everywhere."""
        return office_id(self.code)

    @property
    def zone(self) -> ZoneInfo:
        """The office's own time."""
        return ZoneInfo(self.time_zone)


def office_id(code: str) -> UUID:
    """An id that follows from the code."""
    return uuid5(_NAMESPACE, code)
