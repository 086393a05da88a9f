"""Cells of fewer than five are hidden, and cannot be found by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from survey_service.domain.breakdown import SMALLEST_CELL, hidden_cells

counts = st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 12), max_size=7)


def test_large_cells_are_shown() -> None:
    assert hidden_cells({"L": 70, "P": 70}) == frozenset()


def test_a_small_cell_takes_the_next_smallest_with_it() -> None:
    assert hidden_cells({"SD": 2, "SMP": 9, "SMA": 30}) == {"SD", "SMP"}


def test_small_cells_that_are_five_together_hide_each_other() -> None:
    assert hidden_cells({"SD": 2, "SMP": 3, "SMA": 30}) == {"SD", "SMP"}


@given(counts)
def test_no_cell_under_five_is_ever_shown(counts: dict[str | None, int]) -> None:
    hidden = hidden_cells(counts)

    assert all(count >= SMALLEST_CELL or code in hidden for code, count in counts.items() if count)


@given(counts)
def test_what_is_hidden_is_five_or_more_together_or_everything(
    counts: dict[str | None, int],
) -> None:
    hidden = hidden_cells(counts)
    together = sum(counts[code] for code in hidden)

    filled = {code for code, count in counts.items() if count}
    assert not hidden or together >= SMALLEST_CELL or hidden == filled
