"""How an import ended: its table taken whole, or not at all, or where its kind says so in part."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.imports.operation import MOST_ERRORS, ImportOperation, ImportState
from shared.imports.rows import RowError

NOW = datetime(2026, 6, 15, tzinfo=UTC)
ASKED = ImportOperation(id=UUID(int=1), office_code="62.02", kind="rows", notes={"seen": 1})
TWICE_WRONG = [RowError(row=4, column="Bulan", code="unknown")] * 2


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_wrong_row_keeps_all_others_out(dry_run: bool) -> None:
    asked = ImportOperation(id=UUID(int=1), office_code="62.02", kind="rows", dry_run=dry_run)
    ended = asked.ended(rows=3, errors=TWICE_WRONG, at=NOW)

    assert (ended.state, ended.progress, ended.has_taken) == (ImportState.FAILED, 1.0, False)
    assert (ended.rows, ended.accepted, ended.refused) == (3, 0, 1)


def test_a_kind_may_take_the_rows_that_are_right() -> None:
    ended = ASKED.ended(rows=3, errors=TWICE_WRONG, at=NOW, takes_good_rows=True)

    assert (ended.state, ended.accepted, ended.refused) == (ImportState.SUCCEEDED, 2, 1)
    assert ended.has_taken


def test_what_is_told_besides_is_kept_and_errors_are_named_up_to_a_bound() -> None:
    errors = [RowError(row=row, column="", code="missing") for row in range(MOST_ERRORS + 5)]
    ended = ASKED.ended(rows=2_000, errors=errors, at=NOW, notes={"unchanged": 0})

    assert (len(ended.errors), ended.refused) == (MOST_ERRORS, MOST_ERRORS + 5)
    assert ended.notes == {"seen": 1, "unchanged": 0}
