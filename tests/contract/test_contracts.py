"""Every contract has a recorded sample, and every sample ever recorded can still be read.

A sample is never edited: what readers rely on is what was once on the wire. A new contract's
sample is written beside the others as `<type>.v<version>.json`.
"""

import json
from importlib import import_module
from pathlib import Path

import pytest

from shared.contracts.event import Event, contracts

SAMPLES = Path(__file__).parent / "samples"
PUBLISHERS = ("permit", "survey", "inspection", "gateway", "reporting")
for publisher in PUBLISHERS:
    import_module(f"shared.contracts.{publisher}")
CONTRACTS = {key: one for key, one in contracts().items() if one.publisher in PUBLISHERS}


@pytest.mark.parametrize("name", sorted(f"{kind}.v{version}" for kind, version in CONTRACTS))
def test_every_contract_has_a_recorded_sample(name: str) -> None:
    assert (SAMPLES / f"{name}.json").is_file()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_a_recorded_sample_is_read_and_written_back_the_same(path: Path) -> None:
    kind, _, version = path.stem.rpartition(".v")
    contract = CONTRACTS[kind, int(version)]
    recorded = json.loads(path.read_text(encoding="utf-8"))

    event = contract.model_validate(recorded)

    written = json.loads(event.model_dump_json())
    assert {name: written[name] for name in recorded} == recorded
    assert event.key
    assert event.subject


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda one: one.__name__)
def test_no_contract_has_a_field_for_what_identifies_a_person(contract: type[Event]) -> None:
    personal = {"name", "full_name", "email", "phone", "nik", "address", "notes", "description"}
    assert personal.isdisjoint(contract.model_fields) or contract.__name__ == "OfficeChangedV1"
