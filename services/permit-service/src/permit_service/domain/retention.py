"""Which records of people end after a time, from which day that counts, and what becomes of them.

No period is law that we could prove: ours are proposals, and nothing ends under a proposal. The
office confirms a class by setting its own rule, with its source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from permit_service.domain.office_rule import OfficeRule, RuleKey, rule_on
from shared.errors import Conflict


class RetentionNotConfirmed(Conflict):
    """The office has set no period for this class: nothing is destroyed under a proposal."""

    code = "retention_not_confirmed"
    message = "The office has not confirmed how long these records are kept."


class Erased(StrEnum):
    """What is destroyed of an application's file; its skeleton always stays."""

    WHOLE = "whole"
    DOCUMENTS = "documents"
    QUARANTINE = "quarantine"
    CONTACT = "contact"


class RetentionClass(StrEnum):
    """A kind of record. Each is found by its application."""

    ABANDONED_DRAFT = "abandoned_draft"
    ENDED_APPLICATION = "ended_application"
    LICENCE_DOSSIER = "licence_dossier"
    UPLOADED_DOCUMENTS = "uploaded_documents"
    QUARANTINED_DOCUMENTS = "quarantined_documents"
    CONTACT = "contact_data"

    @property
    def key(self) -> RuleKey:
        """The rule that an office sets for it."""
        return RuleKey(f"retention_{self.value}_days")

    @property
    def erases(self) -> Erased:
        """What is destroyed when its time is over."""
        return _ERASES[self]

    @property
    def counts_from(self) -> str:
        """The moment from which its days count, in a word."""
        return _COUNTS_FROM[self]


_ERASES = {
    RetentionClass.ABANDONED_DRAFT: Erased.WHOLE,
    RetentionClass.ENDED_APPLICATION: Erased.WHOLE,
    RetentionClass.LICENCE_DOSSIER: Erased.WHOLE,
    RetentionClass.UPLOADED_DOCUMENTS: Erased.DOCUMENTS,
    RetentionClass.QUARANTINED_DOCUMENTS: Erased.QUARANTINE,
    RetentionClass.CONTACT: Erased.CONTACT,
}
_COUNTS_FROM = {
    RetentionClass.ABANDONED_DRAFT: "last_change_of_the_draft",
    RetentionClass.ENDED_APPLICATION: "rejection_or_withdrawal",
    RetentionClass.LICENCE_DOSSIER: "end_of_the_licence",
    RetentionClass.UPLOADED_DOCUMENTS: "delivery_rejection_or_withdrawal",
    RetentionClass.QUARANTINED_DOCUMENTS: "finding_of_the_scanner",
    RetentionClass.CONTACT: "rejection_withdrawal_or_end_of_the_licence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPeriod:
    """The rule of a class that is in force on a day. Without days the class never ends."""

    retention_class: RetentionClass
    rule: OfficeRule

    @property
    def is_confirmed(self) -> bool:
        """Whether the office has set it; ours is a proposal."""
        return self.rule.recorded_by is not None

    @property
    def days(self) -> int | None:
        """How long it is kept; None for ever."""
        return self.rule.value or None

    def counted_until(self, today: date) -> date | None:
        """The last day that a record may have counted from to be due today."""
        return None if self.days is None else today - timedelta(days=self.days)

    def due_on(self, counted_from: date) -> date:
        """The first day on which the record's time is over; of a class that ends."""
        return counted_from + timedelta(days=self.rule.value)

    def require_confirmed(self) -> "RetentionPeriod":
        """Itself; raises RetentionNotConfirmed for a proposal, or a class that never ends."""
        if not self.is_confirmed or self.days is None:
            raise RetentionNotConfirmed
        return self


def period_on(
    rules: Iterable[OfficeRule], retention_class: RetentionClass, day: date
) -> RetentionPeriod:
    """The office's latest that has begun, else our proposal."""
    return RetentionPeriod(
        retention_class=retention_class, rule=rule_on(rules, retention_class.key, day)
    )
