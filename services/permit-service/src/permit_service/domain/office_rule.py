"""Rules that an office sets for itself: dated, with their source. What nobody set is our default,
and unverified."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.errors import InvalidRequest


class RuleKey(StrEnum):
    """What can be set. A value is a number of days, 0 is never where that makes sense; of a switch
    it is 0 (no) or 1 (yes)."""

    CORRECTION_ANSWER_WORKING_DAYS = "correction_answer_working_days"
    CORRECTION_LAPSE_WORKING_DAYS = "correction_lapse_working_days"
    RETRIBUTION_DUE_CALENDAR_DAYS = "retribution_due_calendar_days"
    DOCUMENT_LINK_CALENDAR_DAYS = "document_link_calendar_days"
    NATIONAL_SYSTEM_OUTAGE_PAUSES_CLOCK = "national_system_outage_pauses_clock"
    RETENTION_ABANDONED_DRAFT_DAYS = "retention_abandoned_draft_days"
    RETENTION_ENDED_APPLICATION_DAYS = "retention_ended_application_days"
    RETENTION_LICENCE_DOSSIER_DAYS = "retention_licence_dossier_days"
    RETENTION_UPLOADED_DOCUMENTS_DAYS = "retention_uploaded_documents_days"
    RETENTION_QUARANTINED_DOCUMENTS_DAYS = "retention_quarantined_documents_days"
    RETENTION_CONTACT_DATA_DAYS = "retention_contact_data_days"

    @property
    def is_of_retention(self) -> bool:
        """Whether records are destroyed by it: then it is confirmed by being set."""
        return self.value.startswith("retention_")


# A shorter time is a slip of the pen: what is destroyed does not come back.
SHORTEST_RETENTION_DAYS = 30
# What opens without signing in does not stay open for ever.
LONGEST_LINK_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRule:
    """One value from one day on. `recorded_by` is null for a default of the product."""

    key: RuleKey
    value: int
    effective_from: date
    source: str
    verified: bool
    recorded_by: str | None = None
    recorded_at: datetime | None = None


def require_lawful(key: RuleKey, value: int) -> None:
    """Raises InvalidRequest for a retention that ends before an officer could have looked, and for
    a link that stays open too long, and for a switch that is neither off nor on."""
    if key is RuleKey.NATIONAL_SYSTEM_OUTAGE_PAUSES_CLOCK and value not in (0, 1):
        raise InvalidRequest(pointers=(("/value", "not_a_switch"),))
    if key.is_of_retention and 0 < value < SHORTEST_RETENTION_DAYS:
        raise InvalidRequest(pointers=(("/value", "too_short"),))
    if key is RuleKey.DOCUMENT_LINK_CALENDAR_DAYS and value > LONGEST_LINK_DAYS:
        raise InvalidRequest(pointers=(("/value", "too_many"),))


_OURS = "a default of the product: no regulation read names the days"
_PROPOSED = (
    "a proposal of the product since UU 27/2022: the office's retention schedule (JRA, UU 43/2009)"
    " decides, and nothing is destroyed before the office has set its own"
)
_PROPOSALS = {
    RuleKey.RETENTION_ABANDONED_DRAFT_DAYS: 365,
    RuleKey.RETENTION_ENDED_APPLICATION_DAYS: 1_826,
    RuleKey.RETENTION_LICENCE_DOSSIER_DAYS: 3_652,
    RuleKey.RETENTION_UPLOADED_DOCUMENTS_DAYS: 3_652,
    RuleKey.RETENTION_QUARANTINED_DOCUMENTS_DAYS: 90,
    RuleKey.RETENTION_CONTACT_DATA_DAYS: 1_826,
}
_PROPOSED_FROM = date(2024, 10, 17)
_FROM = date(2021, 1, 1)


def _default(key: RuleKey, value: int, *, source: str = _OURS, since: date = _FROM) -> OfficeRule:
    return OfficeRule(key=key, value=value, effective_from=since, source=source, verified=False)


DEFAULTS = (
    _default(RuleKey.CORRECTION_ANSWER_WORKING_DAYS, 10),
    # After how many working days past the last day an unanswered application lapses: never.
    _default(RuleKey.CORRECTION_LAPSE_WORKING_DAYS, 0),
    _default(RuleKey.RETRIBUTION_DUE_CALENDAR_DAYS, 30),
    # For how many days after today a link opens its document without signing in.
    _default(RuleKey.DOCUMENT_LINK_CALENDAR_DAYS, 30),
    # Nobody's law lets the service time stand still while a national system is down.
    _default(
        RuleKey.NATIONAL_SYSTEM_OUTAGE_PAUSES_CLOCK,
        0,
        source="a default of the product: no regulation read lets the clock stand still",
    ),
    *(
        _default(key, days, source=_PROPOSED, since=_PROPOSED_FROM)
        for key, days in _PROPOSALS.items()
    ),
)


def rule_on(rules: Iterable[OfficeRule], key: RuleKey, day: date) -> OfficeRule:
    """The rule in force on a day: the office's latest that has begun, else the default."""
    begun = [one for one in rules if one.key is key and one.effective_from <= day]
    default = next(one for one in DEFAULTS if one.key is key)
    return max(begun, key=lambda one: one.effective_from, default=default)
