"""When the holder is reminded that a licence ends: the spans before the last day.

A span is the time between one reminder day and the next; within it, its reminder is due once.
After a jump of the clock only the span that is reached counts: nobody gets three at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSpan:
    """Licences whose last day lies from `first` to `last` are reminded with `days`; not those that
    were issued later than their reminder would have been."""

    days: int
    first: date
    last: date


def reminder_spans(reminder_days: Iterable[int], *, today: date) -> tuple[ReminderSpan, ...]:
    """The spans of today, the nearest end first. They neither overlap nor leave a gap."""
    spans: list[ReminderSpan] = []
    nearest = 0
    for days in sorted(set(reminder_days)):
        spans.append(
            ReminderSpan(
                days=days,
                first=today + timedelta(days=nearest),
                last=today + timedelta(days=days),
            )
        )
        nearest = days + 1
    return tuple(spans)
