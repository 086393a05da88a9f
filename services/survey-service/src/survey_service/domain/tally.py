"""Sums and counts of answers: all that the index needs, whatever their number.

Tallies are kept per month and questionnaire, of all who answered and of each group that the index
is broken down by, and counted up with each answer: reading the index of ten million answers costs
what reading ten does. Groups are not crossed with each other, since nobody reads them so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from survey_service.domain.questionnaire import HIGHEST_ANSWER
from survey_service.domain.response import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many answered, what each question sums up to, and how many gave one value to all."""

    respondents: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    uniform: int = 0
    all_highest: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        codes = self.sums.keys() | other.sums.keys()
        return Tally(
            respondents=self.respondents + other.respondents,
            sums={code: self.sums.get(code, 0) + other.sums.get(code, 0) for code in codes},
            uniform=self.uniform + other.uniform,
            all_highest=self.all_highest + other.all_highest,
        )

    def __sub__(self, part: "Tally") -> "Tally":
        return Tally(
            respondents=self.respondents - part.respondents,
            sums={code: total - part.sums.get(code, 0) for code, total in self.sums.items()},
            uniform=self.uniform - part.uniform,
            all_highest=self.all_highest - part.all_highest,
        )


NO_ANSWERS = Tally()
# Fields that each answer has a group of, whatever its questionnaire asks for.
SERVICE, COLLECTION_MODE = "service", "collection_mode"


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyKey:
    """Where an answer is counted. `group` is a (field, code) pair, or nothing for the whole; the
    code of a service that was not named is empty."""

    month: date
    questionnaire_id: str
    group: tuple[str, str] | None = None


def tally_of(response: Response) -> Tally:
    """What one answer adds."""
    value = response.uniform_value
    return Tally(
        respondents=1,
        sums=dict(response.answers),
        uniform=int(value is not None),
        all_highest=int(value == HIGHEST_ANSWER),
    )


def tallies_of(responses: Iterable[Response]) -> dict[TallyKey, Tally]:
    """What these answers add, to the whole and to each group they belong to."""
    added: dict[TallyKey, Tally] = {}
    for response in responses:
        one = tally_of(response)
        for key in _keys_of(response):
            added[key] = added.get(key, NO_ANSWERS) + one
    return added


def _keys_of(response: Response) -> list[TallyKey]:
    groups = dict(response.profile) | {
        SERVICE: response.service_code or "",
        COLLECTION_MODE: response.collection_mode.value,
    }
    return [
        TallyKey(month=response.month, questionnaire_id=response.questionnaire_id, group=group)
        for group in (None, *groups.items())
    ]


def longest_uniform_runs(responses: Iterable[Response]) -> dict[date, int]:
    """Per month, the longest run of neighbouring sheet rows that give one same value to all."""
    longest: dict[date, int] = {}
    for (month, value), run in groupby(responses, key=lambda one: (one.month, one.uniform_value)):
        if value is not None:
            longest[month] = max(longest.get(month, 0), sum(1 for _ in run))
    return longest
