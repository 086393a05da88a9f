"""An office's catalogue as a file: JSON as it is exported, or a table with a row per service.

In a table a cell is text, or JSON where the value is not text; `sla`, `fee` and `validity_rule`
have a column per member. What would be a formula to a spreadsheet stays text.
"""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from shared.errors import InvalidRequest, UnsupportedType

MAX_ENTRIES = 1_000
MAX_DEPTH = 12
BOM = "﻿"
SERVICES = "services"
_SPREAD = ("sla", "fee", "validity_rule")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_GUARD = "'"
# A cell may hold a whole form schema.
csv.field_size_limit(1_048_576)

Entry = dict[str, Any]


def as_table(entries: Sequence[Mapping[str, Any]]) -> bytes:
    """CSV as Indonesian Excel reads it: with a byte order mark, parted by semicolons."""
    rows = [dict(_cells(one)) for one in entries]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return (BOM + text.getvalue()).encode()


def read_file(content: bytes) -> list[Entry | None]:
    """The entries in the order of the file; None for a row that cannot be kept as one. Raises
    UnsupportedType for what is neither JSON nor a table, InvalidRequest for too many rows."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnsupportedType(pointers=(("/file", "not_text"),)) from None
    entries = _json(text) if text.lstrip().startswith(("{", "[")) else _table(text)
    if len(entries) > MAX_ENTRIES:
        raise InvalidRequest(pointers=(("/file", "too_many"),))
    return [one if isinstance(one, dict) and _is_storable(one) else None for one in entries]


def _json(text: str) -> list[Any]:
    try:
        found = _parsed(text)
    except ValueError:
        raise UnsupportedType(pointers=(("/file", "not_json"),)) from None
    entries = found.get(SERVICES) if isinstance(found, dict) else found
    if not isinstance(entries, list):
        raise InvalidRequest(pointers=((f"/file/{SERVICES}", "required"),))
    return entries


def _table(text: str) -> list[Any]:
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise UnsupportedType(pointers=(("/file", "not_a_table"),)) from None
    if not rows or "code" not in rows[0]:
        raise InvalidRequest(pointers=(("/file/code", "required"),))
    return [_entry(row) for row in rows]


def _entry(row: Mapping[str | None, Any]) -> Entry | None:
    entry: Entry = {}
    for column, cell in row.items():
        if column is None or not isinstance(cell, str):
            return None
        if cell == "":
            continue
        key, _, member = column.partition(".")
        if not member:
            entry[key] = _value(cell)
        elif isinstance(whole := entry.setdefault(key, {}), dict):
            whole[member] = _value(cell)
    return entry


def _cells(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in entry.items():
        members = value.items() if key in _SPREAD and isinstance(value, dict) else ()
        yield from ((f"{key}.{member}", _cell(one)) for member, one in members)
        if not members:
            yield key, _cell(value)


def _cell(value: Any) -> str:
    is_plain = isinstance(value, str) and value != "" and not _is_json(value)
    text = value if is_plain else _written(value)
    return _GUARD + text if text.startswith(_FORMULA) else text


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value(cell: str) -> Any:
    text = cell.removeprefix(_GUARD)
    return _parsed(text) if _is_json(text) else text


def _is_json(text: str) -> bool:
    try:
        _parsed(text)
    except ValueError:
        return False
    return True


def _parsed(text: str) -> Any:
    """Raises ValueError."""
    try:
        return json.loads(text, parse_constant=_refused)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _refused(name: str) -> None:
    raise ValueError(name)


def _is_storable(value: Any, depth: int = MAX_DEPTH) -> bool:
    """Shallow, without NUL and lone surrogates: what PostgreSQL keeps."""
    match value:
        case str():
            return "\x00" not in value and not any(0xD800 <= ord(one) <= 0xDFFF for one in value)
        case float():
            return math.isfinite(value)
        case dict():
            return _are_storable([*value, *value.values()], depth)
        case list():
            return _are_storable(value, depth)
        case _:
            return True


def _are_storable(values: Iterable[Any], depth: int) -> bool:
    return depth > 0 and all(_is_storable(one, depth - 1) for one in values)
