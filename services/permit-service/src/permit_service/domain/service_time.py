"""What is kept of a service time beside the moves of its clock.

The calendar is a part of it: an application counts by the calendar with which its clock started,
until somebody has the dates computed anew.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTime:
    """`due_at` is the last moment in time. `exceeded_on` and `warned_on` are the due dates whose
    passing and whose approach were told; `deemed_approved_on` is the due date with which silence
    became approval (OSS 57)."""

    calendar_version: str | None = None
    due_at: datetime | None = None
    exceeded_on: date | None = None
    warned_on: date | None = None
    deemed_approved_on: date | None = None
