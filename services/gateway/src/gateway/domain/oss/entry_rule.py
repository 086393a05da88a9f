"""By which article an entry is owed to OSS, and until when: dated values, each with its source.

A plan's days are the plan's own (the rule set of the inspection service); they come with the fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gateway.domain.oss.entry import EntryKind
from shared.calendar.working_days import CalendarHole, WorkingCalendar

_PERBUP = "Perbup Sumba Timur 32/2023"
_SINCE = date(2023, 8, 21)
_RECORD_DAYS = (
    "Permenkebud 1/2026 Ps 15, 17 dan Perban OIKN 1/2026 Ps 15, 18: aturan badan lain, dipakai"
    " sebagai patokan"
)
_REVOCATION_DAYS = "Peraturan BKPM 5/2021: pemberitahuan pencabutan kepada OSS dalam 10 hari"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """`working_days` counts from the day after the fact; None where no article sets a number.
    `verified` is of the number, or of the duty where there is none."""

    kind: EntryKind
    article: str
    effective_from: date
    source: str
    verified: bool
    working_days: int | None = None


def _duty(kind: EntryKind, place: str) -> EntryRule:
    return EntryRule(
        kind=kind,
        article=f"{_PERBUP} {place}",
        effective_from=_SINCE,
        source=f"{_PERBUP} {place}",
        verified=True,
    )


RULES: tuple[EntryRule, ...] = (
    _duty(EntryKind.PLAN_ITEM, "Ps 8(4), 8(6), 8(8)-(9), 8(11)"),
    _duty(EntryKind.PLAN_ITEM_REMOVAL, "Ps 8(8), 8(11)"),
    _duty(EntryKind.INSPECTION_RECORD, "Ps 11(4)"),
    EntryRule(
        kind=EntryKind.INSPECTION_RECORD,
        article=f"{_PERBUP} Ps 11(4)",
        effective_from=date(2026, 1, 1),
        source=_RECORD_DAYS,
        verified=False,
        working_days=7,
    ),
    _duty(EntryKind.INSPECTION_NOT_DONE, "Ps 8(12)"),
    _duty(EntryKind.GUIDANCE, "Ps 10(1)a"),
    _duty(EntryKind.CORRECTION, "Ps 10(1)b"),
    _duty(EntryKind.SANCTION, "Ps 10(1)c, 10(6)"),
    _duty(EntryKind.SANCTION_LIFTING, "Ps 10(6)"),
    EntryRule(
        kind=EntryKind.LICENCE_REVOCATION,
        article=f"{_PERBUP} Ps 10(6), 13(2)",
        effective_from=date(2021, 6, 2),
        source=_REVOCATION_DAYS,
        verified=False,
        working_days=10,
    ),
    _duty(EntryKind.ASSESSMENT, "Ps 11(4)"),
    _duty(EntryKind.INVESTMENT_REPORT, "Ps 18(2)"),
    _duty(EntryKind.MISSING_INVESTMENT_REPORT, "Ps 18(2)"),
)


def rule_for(kind: EntryKind, *, on: date, rules: Sequence[EntryRule] = RULES) -> EntryRule:
    """The rule in force on a day; the first one for a fact from before every rule."""
    of_kind = sorted((one for one in rules if one.kind is kind), key=lambda one: one.effective_from)
    in_force = [one for one in of_kind if one.effective_from <= on]
    return in_force[-1] if in_force else of_kind[0]


def due_day(rule: EntryRule, calendar: WorkingCalendar, *, on: date) -> date | None:
    """The last day for a fact of that day; None without a number, and for a year whose calendar
    is not known: no day is guessed."""
    if rule.working_days is None:
        return None
    try:
        return calendar.add_working_days(on, rule.working_days)
    except CalendarHole:
        return None
