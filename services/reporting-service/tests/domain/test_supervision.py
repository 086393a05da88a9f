"""Small cells are hidden, and nothing beside them gives them away."""

from itertools import product

import pytest

from reporting_service.domain.supervision import SMALLEST_CELL, hidden


@pytest.mark.parametrize(
    ("cells", "shown", "total"),
    [
        ({"light": 0, "medium": 0}, {"light": 0, "medium": 0}, 0),
        ({"light": 7, "medium": 5}, {"light": 7, "medium": 5}, 12),
        ({"light": 3, "medium": 9, "heavy": 6}, {"light": None, "medium": 9, "heavy": 6}, None),
        ({"light": 1, "medium": 2, "heavy": 0}, {"light": None, "medium": None, "heavy": 0}, None),
        ({"accepted": 4}, {"accepted": None}, None),
    ],
)
def test_what_is_hidden(
    cells: dict[str, int], shown: dict[str, int | None], total: int | None
) -> None:
    found = hidden(cells)
    assert (dict(found.cells), found.total) == (shown, total)


def test_a_total_that_has_to_stand_takes_every_cell_with_it() -> None:
    found = hidden({"none": 90, "some": 2, "other": 0}, keeps_total=True)
    assert (found.total, found.cells) == (92, {"none": None, "some": None, "other": 0})
    few = hidden({"none": 1, "some": 2}, keeps_total=True)
    assert (few.total, few.cells) == (None, {"none": None, "some": None})
    assert hidden({"none": 90, "some": 5}, keeps_total=True).total == 95


@pytest.mark.parametrize("keeps_total", [False, True])
def test_nobody_can_work_a_small_cell_out_of_what_is_shown(keeps_total: bool) -> None:
    """Whoever knows the rule tries every table that would be shown alike."""

    def seen(table: dict[str, int]) -> str:
        return str(hidden(table, keeps_total=keeps_total))

    tables = [dict(zip("abc", counts, strict=True)) for counts in product(range(9), repeat=3)]
    alike: dict[str, list[dict[str, int]]] = {}
    for table in tables:
        alike.setdefault(seen(table), []).append(table)
    for table in tables:
        for word, count in table.items():
            if 0 < count < SMALLEST_CELL:
                possible = {one[word] for one in alike[seen(table)]}
                assert len(possible) > 1, table
