"""Each service's migrations are one chain: two that were written side by side are put in a row."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(ROOT.glob("services/*/src/*/adapters/migrations/versions"))
_LINE = re.compile(r'^(revision|down_revision)\b[^=]*= (?:"(\w+)"|None)', re.MULTILINE)


def _chain_faults(scripts: dict[str, str]) -> list[str]:
    """What is wrong with scripts, by their file names in order."""
    faults, before = [], None
    for name, script in sorted(scripts.items()):
        said = {key: value or None for key, value in _LINE.findall(script)}
        if said["down_revision"] != before:
            faults.append(f"{name} does not follow {before}")
        if said["revision"] not in name:
            faults.append(f"{name} is revision {said['revision']}")
        before = said["revision"]
    return faults


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parents[2].name)
def test_migrations_are_one_chain_in_the_order_of_their_names(folder: Path) -> None:
    scripts = {path.name: path.read_text("utf-8") for path in folder.glob("[!_]*.py")}

    assert scripts
    assert _chain_faults(scripts) == []


def test_two_migrations_after_the_same_one_are_found() -> None:
    first = 'revision = "0001"\ndown_revision = None\n'
    second = 'revision = "0002"\ndown_revision = "0001"\n'
    scripts = {"0001_first.py": first, "0002_one.py": second, "0002_other.py": second}

    assert _chain_faults(scripts) == ["0002_other.py does not follow 0002"]
