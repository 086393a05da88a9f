"""The rule sets that ship with the service, each dated, and which of them is in force.

An office's own set lies over the nation's: what it names prevails, the rest stays.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from inspection_service.adapters.rule_sets.parsing import PARSERS
from inspection_service.domain.rules import DatedSet, NoRuleSetInForce, RuleSet

NOT_VERIFIED = "copied from {name}, not verified for this set"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRules:
    """One rule set as written down: whom and when it binds, and the values it names."""

    name: str
    title: str
    edition: int
    effective_from: date
    effective_to: date | None
    offices: frozenset[str] | None
    rules: Mapping[str, Mapping[str, Any]]

    def binds(self, *, office_code: str, on: date) -> bool:
        """Whether it is in force for that office on that day."""
        is_started = self.effective_from <= on
        is_over = self.effective_to is not None and on > self.effective_to
        is_meant = self.offices is None or office_code in self.offices
        return is_started and not is_over and is_meant

    @property
    def version(self) -> str:
        """Name and edition, as they are stamped on what was decided."""
        return f"{self.name}/{self.edition}"

    @property
    def described(self) -> DatedSet:
        """The regulation, for those who read what is in force."""
        return DatedSet(
            name=self.name,
            title=self.title,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
        )


class ShippedRuleBook:
    """Answers from the shipped file alone."""

    def __init__(self, dated: Sequence[DatedRules] | None = None) -> None:
        self._dated = tuple(dated if dated is not None else shipped_rules())

    def in_force(self, *, office_code: str, on: date) -> RuleSet:
        """The nation's set of that day under the office's own; raises NoRuleSetInForce."""
        binding = [one for one in self._dated if one.binds(office_code=office_code, on=on)]
        binding.sort(key=lambda one: (one.offices is not None, one.effective_from))
        rules: dict[str, Mapping[str, Any]] = {}
        for one in binding:
            rules |= one.rules
        if not rules.keys() >= PARSERS.keys():
            raise NoRuleSetInForce
        return RuleSet(
            version="+".join(one.version for one in reversed(binding)),
            sets=tuple(one.described for one in reversed(binding)),
            **{name: parse(rules[name]) for name, parse in PARSERS.items()},
        )


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[DatedRules, ...]:
    """Every set of the shipped file; one that is based on another copies what it does not name,
    marked with whether that copy was verified."""
    text = resources.files(__package__).joinpath("rule_sets.json").read_text(encoding="utf-8")
    written = {one["name"]: one for one in json.loads(text)["rule_sets"]}
    return tuple(_dated(one, written) for one in written.values())


def _dated(one: Mapping[str, Any], written: Mapping[str, Any]) -> DatedRules:
    until = one["effective_to"]
    offices = one["offices"]
    return DatedRules(
        name=one["name"],
        title=one["title"],
        edition=one["edition"],
        effective_from=date.fromisoformat(one["effective_from"]),
        effective_to=None if until is None else date.fromisoformat(until),
        offices=None if offices is None else frozenset(offices),
        rules=_copied(one, written) | one["rules"],
    )


def _copied(one: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    name = one.get("based_on")
    if name is None:
        return {}
    return {
        key: rule
        | {
            "source": f"{rule['source']} ({NOT_VERIFIED.format(name=name)})",
            "verified": one["based_on_verified"],
        }
        for key, rule in written[name]["rules"].items()
    }
