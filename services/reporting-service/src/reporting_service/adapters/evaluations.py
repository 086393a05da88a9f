"""What offices write into their reports: obstacles, actions, suggestions."""

# ruff: noqa: S608 - statements are made of this module's own column lists

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.evaluation import EntryState, Evaluation, EvaluationKind
from shared.calendar.office_time import Quarter
from shared.errors import NotFound, StaleVersion

_COLUMNS = (
    "id, office_code, year, quarter, kind, text, solution, owner, partner, due_on, state, version"
)
_ADD = text(
    f"insert into evaluation ({_COLUMNS}) values (:id, :office_code, :year, :quarter, :kind,"
    " :text, :solution, :owner, :partner, :due_on, :state, :version)"
)
_GET = text(f"select {_COLUMNS} from evaluation where id = :id for update")
_SAVE = text(
    "update evaluation set kind = :kind, text = :text, solution = :solution, owner = :owner,"
    " partner = :partner, due_on = :due_on, state = :state, version = :version"
    " where id = :id and version = :expected"
)
_UNTIL = text(
    f"select {_COLUMNS} from evaluation where office_code = :office and ((year, quarter) ="
    " (:year, :quarter) or ((year, quarter) < (:year, :quarter) and state = 'open'))"
    " order by year, quarter, id"
)


class PostgresEvaluations:
    """Entries in the order in which they were written."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, evaluation: Evaluation) -> None:
        """Keeps a new entry."""
        await self._connection.execute(_ADD, _row(evaluation))

    async def get(self, evaluation_id: UUID) -> Evaluation:
        """The entry, locked; raises NotFound."""
        row = (await self._connection.execute(_GET, {"id": evaluation_id})).mappings().first()
        if row is None:
            raise NotFound
        return _evaluation(row)

    async def save(self, evaluation: Evaluation, *, expected_version: int) -> None:
        """Keeps a change; raises StaleVersion."""
        changed = await self._connection.execute(
            _SAVE, _row(evaluation) | {"expected": expected_version}
        )
        if changed.rowcount != 1:
            raise StaleVersion

    async def until(self, office: str, quarter: Quarter) -> Sequence[Evaluation]:
        """The quarter's entries and earlier ones that are still open, oldest first."""
        rows = await self._connection.execute(
            _UNTIL, {"office": office, "year": quarter.year, "quarter": quarter.number}
        )
        return [_evaluation(row) for row in rows.mappings()]


def _row(one: Evaluation) -> dict[str, Any]:
    return {
        "id": one.id,
        "office_code": one.office_code,
        "year": one.quarter.year,
        "quarter": one.quarter.number,
        "kind": one.kind.value,
        "text": one.text,
        "solution": one.solution,
        "owner": one.owner,
        "partner": one.partner,
        "due_on": one.due_on,
        "state": one.state.value,
        "version": one.version,
    }


def _evaluation(row: RowMapping) -> Evaluation:
    return Evaluation(
        id=row["id"],
        office_code=row["office_code"],
        quarter=Quarter(year=row["year"], number=row["quarter"]),
        kind=EvaluationKind(row["kind"]),
        text=row["text"],
        solution=row["solution"],
        owner=row["owner"],
        partner=row["partner"],
        due_on=row["due_on"],
        state=EntryState(row["state"]),
        version=row["version"],
    )
