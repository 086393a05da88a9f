"""Imports and how they ended."""

import json
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.import_operation import ImportOperation, OperationState
from shared.imports.rows import RowError

_ADD = text(
    "insert into import_operation (id, office_code, kind, state, rows, accepted, errors, dry_run,"
    " notes, finished_at) values (:id, :office_code, :kind, :state, :rows, :accepted,"
    " cast(:errors as jsonb), :dry_run, cast(:notes as jsonb), :finished_at)"
)
_FIND = text(
    "select id, office_code, kind, state, rows, accepted, errors, dry_run, notes, finished_at"
    " from import_operation where id = :id"
)


class PostgresOperations:
    """An operation is written once, when it has ended."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, operation: ImportOperation) -> None:
        """Keeps it."""
        errors = [
            {"row": one.row, "column": one.column, "code": one.code} for one in operation.errors
        ]
        await self._connection.execute(
            _ADD,
            {
                "id": operation.id,
                "office_code": operation.office_code,
                "kind": operation.kind,
                "state": operation.state.value,
                "rows": operation.rows,
                "accepted": operation.accepted,
                "errors": json.dumps(errors),
                "dry_run": operation.dry_run,
                "notes": json.dumps(operation.notes, default=str),
                "finished_at": operation.finished_at,
            },
        )

    async def find(self, operation_id: UUID) -> ImportOperation | None:
        """The operation, if it is the caller's office's."""
        row = (await self._connection.execute(_FIND, {"id": operation_id})).mappings().first()
        if row is None:
            return None
        errors = tuple(RowError(**one) for one in row["errors"])
        return ImportOperation(**{**row, "state": OperationState(row["state"]), "errors": errors})
