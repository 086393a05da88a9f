"""What an office has set for the life of its licences: reminders, renewal, delivery. Dated.

No regulation that is known to us fixes these numbers: the terms that hold where an office has set
none are ours, and say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_DAYS = 3650
DEFAULT_SOURCE = "A decision of this product, until the office sets its own."


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceTerms:
    """In force from a day on, until the next ones begin.

    `reminder_days` before the last day the holder is reminded; a renewal may be asked for from
    `renewal_opens_days` before it; a signed licence is delivered by itself after so many minutes,
    and never where `delivery_after_minutes` is None.
    """

    office_code: str
    effective_from: date
    reminder_days: tuple[int, ...]
    renewal_opens_days: int
    delivery_after_minutes: int | None
    source: str
    verified: bool

    def renewal_opens_on(self, last_day: date) -> date:
        """The first day on which the renewal of a licence may be asked for."""
        return last_day - timedelta(days=self.renewal_opens_days)


def default_terms(office_code: str) -> LicenceTerms:
    """What holds where an office has set nothing."""
    return LicenceTerms(
        office_code=office_code,
        effective_from=date(2021, 3, 4),
        reminder_days=(90, 30, 7),
        renewal_opens_days=90,
        delivery_after_minutes=1,
        source=DEFAULT_SOURCE,
        verified=False,
    )


def terms_in_force(known: Iterable[LicenceTerms], office_code: str, *, on: date) -> LicenceTerms:
    """The latest that have begun, or the default."""
    begun = [one for one in known if one.effective_from <= on]
    return max(begun, key=lambda one: one.effective_from, default=default_terms(office_code))
