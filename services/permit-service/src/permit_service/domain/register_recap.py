"""What an office's register holds of a period, in lines that can be added up by any of their facts.

A line counts applications that were handed in during the period, and what has become of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from permit_service.domain.applicant import ApplicantKind
from permit_service.domain.service import Channel, Mode
from permit_service.domain.survey import GateState


class RecapFact(StrEnum):
    """By what a recap may be split: channel and mode (Ps 2(2), Ps 3), category (Ps 1 angka 10, 11),
    whether a business's (Ps 1 angka 7), who applied, and the survey gate (Ps 7(1))."""

    CHANNEL = "channel"
    MODE = "mode"
    CATEGORY = "category"
    IS_BERUSAHA = "is_berusaha"
    APPLICANT_KIND = "applicant_kind"
    SURVEY_GATE = "survey_gate"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapLine:
    """Applications that are alike. `late` are those whose service time was exceeded."""

    channel: Channel
    mode: Mode
    category: str
    is_berusaha: bool
    applicant_kind: ApplicantKind
    survey_gate: GateState
    survey_gate_source: str
    applications: int
    issued: int
    rejected: int
    withdrawn: int
    late: int


COUNTS = ("applications", "issued", "rejected", "withdrawn", "late")


def added_up(lines: Iterable[RecapLine], *, by: RecapFact | None = None) -> dict[str, Counter[str]]:
    """The counts for each value of a fact; of everything, under no word, without one."""
    found: dict[str, Counter[str]] = {}
    for line in lines:
        word = "" if by is None else _word(getattr(line, by))
        found.setdefault(word, Counter()).update({one: getattr(line, one) for one in COUNTS})
    return found


def _word(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
