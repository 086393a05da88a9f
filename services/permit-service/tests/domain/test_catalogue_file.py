"""The catalogue as a file: what goes out comes in again, and what is no catalogue is refused."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.domain.catalogue_file import as_table, read_file
from shared.errors import InvalidRequest, UnsupportedType

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


def test_the_catalogue_that_ships_comes_back_from_a_table() -> None:
    entries = list(default_catalogue())

    assert read_file(as_table(entries)) == entries


@settings(max_examples=150, deadline=None)
@given(name=VALUES, fee=st.dictionaries(st.sampled_from(["type", "amount"]), VALUES, min_size=1))
def test_every_value_comes_back_from_a_table(name: Any, fee: dict[str, Any]) -> None:
    entry = {"code": "A", "name": name, "fee": fee}

    assert read_file(as_table([entry])) == [entry]


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@sum", "'quoted"])
def test_no_cell_is_a_formula(text: str) -> None:
    table = as_table([{"code": "A", "name": text}]).decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(table), delimiter=";")
    assert row["name"].startswith(("'", '"'))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\xff\xfe\x00", UnsupportedType),
        (b"{", UnsupportedType),
        (b"[NaN]", UnsupportedType),
        (b"[" * 100_000, UnsupportedType),
        (b"{}", InvalidRequest),
        (b"", InvalidRequest),
        (b"name;sla\nA;B\n", InvalidRequest),
        (b"[" + b"{}," * 1_001 + b"{}]", InvalidRequest),
    ],
)
def test_what_is_no_catalogue_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_file(content)


@pytest.mark.parametrize("row", [b'"text"', b"7", b'{"code": "a\\u0000"}', b'{"a": "\\ud800"}'])
def test_a_row_that_cannot_be_kept_is_no_entry(row: bytes) -> None:
    assert read_file(b"[" + row + b"]") == [None]
