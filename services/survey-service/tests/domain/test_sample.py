"""Sample sizes of Krejcie and Morgan."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_service.domain.sample import required_sample

TABLE = json.loads((Path(__file__).parent / "krejcie_morgan.json").read_text())["table"]


@pytest.mark.parametrize(("population", "sample"), TABLE)
def test_the_formula_gives_the_table(population: int, sample: int) -> None:
    assert required_sample(population) == sample


@pytest.mark.parametrize(("population", "sample"), [(420, 201), (2303, 329), (220, 140)])
def test_the_populations_of_source_002(population: int, sample: int) -> None:
    assert required_sample(population) == sample


def test_140_answers_suffice_to_a_population_of_220() -> None:
    enough = [n for n in range(1, 500) if (required_sample(n) or 0) <= 140]

    assert max(enough) == 220


@pytest.mark.parametrize("population", [0, -1])
def test_nobody_needs_no_sample(population: int) -> None:
    assert required_sample(population) is None


@given(st.integers(1, 10**9))
def test_a_sample_is_never_larger_than_its_population(population: int) -> None:
    assert 1 <= (required_sample(population) or 0) <= min(population, 384)
