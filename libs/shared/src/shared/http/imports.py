"""How a table is handed in, and how an import answers: the same at every door.

Multipart `file`, beside it `dry_run` and `column_map`; the answer is the operation, as
`/v1/operations/{id}` shows it afterwards.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import ConfigDict

from shared.http.described import Answer
from shared.http.representation import Representation
from shared.http.uploads import Upload, receive_upload
from shared.imports.operation import ImportOperation, ImportState


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A table as it came in. `beside` are the other fields, by name."""

    content: bytes = field(repr=False)
    column_map: Mapping[str, str]
    dry_run: bool
    beside: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """The file's checksum."""
        return hashlib.sha256(self.content).hexdigest()

    def fingerprint(self) -> list[object]:
        """What makes two requests the same."""
        beside = sorted(self.beside.items())
        return [self.sha256, dict(self.column_map), self.dry_run, *beside]


async def receive_table(request: Request) -> HandedIn:
    """The file and what stands beside it, in the form or in the query; raises what
    `receive_upload` raises, InvalidRequest for fields that are not what they should be."""
    upload = await receive_upload(request)
    fields = {**request.query_params, **upload.fields}
    given = Upload(fields=fields, filename=upload.filename, file=upload.file)
    return HandedIn(
        content=await upload.read(),
        column_map=given.texts("column_map"),
        dry_run=given.flag("dry_run"),
        beside={
            name: text
            for name, text in upload.fields.items()
            if text and name not in ("column_map", "dry_run")
        },
    )


def table_body(file: str = "CSV or XLSX", **beside: str) -> dict[str, Any]:
    """What `openapi_extra` takes for a route that reads a table: the body is read as a stream,
    which the framework cannot describe by itself."""
    described = {name: {"type": "string", "description": text} for name, text in beside.items()}
    content = {
        "multipart/form-data": {
            "schema": TABLE_FORM
            | {"properties": {"file": _FILE | {"description": file}, **_FIELDS, **described}}
        }
    }
    return {"requestBody": {"required": True, "content": content}}


_FILE: dict[str, Any] = {"type": "string", "contentMediaType": "application/octet-stream"}
_FIELDS: dict[str, Any] = {
    "dry_run": {"type": "string", "enum": ["true", "false"]},
    "column_map": {
        "type": "string",
        "description": "JSON: field to column title, where a title is another; either way round.",
    },
}
# The form alone, for a body that may be JSON too.
TABLE_FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": _FILE, **_FIELDS},
    "additionalProperties": {"type": "string"},
}


class ImportResult(Answer):
    """What became of the rows; a kind of import may tell more."""

    model_config = ConfigDict(extra="allow")

    rows: int
    accepted: int
    refused: int


class RowErrorAnswer(Answer):
    """What is wrong, by row and column as the spreadsheet shows them; in a document by entry and
    pointer."""

    row: int
    column: str
    code: str


class ImportAnswer(Answer):
    """How far an import has come, or how it ended. A failed one has taken nothing."""

    operation_id: UUID
    id: UUID
    kind: str
    state: ImportState
    progress: float
    dry_run: bool
    result: ImportResult
    errors: list[RowErrorAnswer]


def import_view(one: ImportOperation, **told: object) -> Representation:
    """The operation; `told` stands beside the rows in its result."""
    rows = {"rows": one.rows, "accepted": one.accepted, "refused": one.refused}
    body: dict[str, Any] = {
        "operation_id": one.id,
        "id": one.id,
        "kind": one.kind,
        "state": one.state,
        "progress": round(one.progress, 3),
        "dry_run": one.dry_run,
        "result": {**rows, **told},
        "errors": [asdict(error) for error in one.errors],
    }
    return Representation(body=body, location=f"/v1/operations/{one.id}")
