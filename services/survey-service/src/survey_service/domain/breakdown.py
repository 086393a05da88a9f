"""Answers by a group, with cells of fewer than five hidden.

A cell that is hidden alone could be found by subtraction from the whole. So the smallest of the
others is hidden with it, until what is hidden together is five or more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_service.domain.satisfaction_index import TallyOf

SMALLEST_CELL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A group of respondents: its tallies, or nothing when it is hidden. `code` is None for
    those who did not say."""

    code: str | None
    tallies: tuple[TallyOf, ...] | None


def cells_of(groups: Mapping[str | None, Iterable[TallyOf]]) -> tuple[Cell, ...]:
    """The cells in order of their code, those who did not say at the end."""
    filled = {code: tuple(tallies) for code, tallies in groups.items()}
    counts = {code: respondents_of(tallies) for code, tallies in filled.items()}
    hidden = hidden_cells(counts)
    return tuple(
        Cell(code=code, tallies=None if code in hidden else filled[code])
        for code in sorted(counts, key=lambda code: (code is None, code or ""))
        if counts[code]
    )


def hidden_cells(counts: Mapping[str | None, int]) -> frozenset[str | None]:
    """Which cells must not be shown, given how many answered in each."""
    by_size = sorted(
        (code for code, count in counts.items() if count),
        key=lambda code: (counts[code], code is None, code or ""),
    )
    hidden = [code for code in by_size if counts[code] < SMALLEST_CELL]
    shown = [code for code in by_size if counts[code] >= SMALLEST_CELL]
    while hidden and shown and sum(counts[code] for code in hidden) < SMALLEST_CELL:
        hidden.append(shown.pop(0))
    return frozenset(hidden)


def respondents_of(tallies: Iterable[TallyOf]) -> int:
    """How many answered."""
    return sum(tally.respondents for _, tally in tallies)
