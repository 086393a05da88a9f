"""Writes open data as CSV (RFC 4180, UTF-8) and as Parquet, off the event loop."""

import asyncio
import csv
import io
from collections.abc import Callable, Mapping

from reporting_service.domain.open_data import DataFormat, Dataset, Value

# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def write_dataset(dataset: Dataset, format: DataFormat) -> bytes:
    """The file's bytes; the same dataset gives the same bytes."""
    return await asyncio.to_thread(_WRITERS[format], dataset)


def _csv(dataset: Dataset) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in dataset.columns])
    writer.writerows([_cell(value) for value in row] for row in dataset.rows)
    return text.getvalue().encode()


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _parquet(dataset: Dataset) -> bytes:
    # A large library: it is loaded when the first such file is asked for, not at each start.
    from arro3.core import Array, DataType, Table
    from arro3.io import write_parquet

    kinds = {
        str: DataType.utf8(),
        int: DataType.int64(),
        float: DataType.float64(),
        bool: DataType.bool(),
    }
    table = Table.from_pydict(
        {
            column.name: Array([row[place] for row in dataset.rows], type=kinds[column.kind])
            for place, column in enumerate(dataset.columns)
        }
    )
    content = io.BytesIO()
    write_parquet(
        table,
        content,
        compression="zstd(3)",
        key_value_metadata={
            "dataset": dataset.name.value,
            "office_code": dataset.office_code,
            "period": dataset.period,
        },
    )
    return content.getvalue()


_WRITERS: Mapping[DataFormat, Callable[[Dataset], bytes]] = {
    DataFormat.CSV: _csv,
    DataFormat.PARQUET: _parquet,
}
