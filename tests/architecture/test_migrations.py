"""Each service's migrations are one chain, and each says by itself what it does: a table that
changes later changes no migration of before."""

import ast
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


def _own_imports(script: str, package: str) -> list[str]:
    """What a migration takes from the service that it belongs to."""
    return [
        node.module
        for node in ast.walk(ast.parse(script))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parents[2].name)
def test_migrations_take_nothing_from_the_service_as_it_is_now(folder: Path) -> None:
    package = folder.parents[2].name
    taken = {
        path.name: found
        for path in folder.glob("[!_]*.py")
        if (found := _own_imports(path.read_text("utf-8"), package))
    }

    assert taken == {}


def test_a_migration_that_takes_a_table_of_its_service_is_found() -> None:
    script = "from alembic import op\nfrom gateway.adapters.tables import office\n"

    assert _own_imports(script, "gateway") == ["gateway.adapters.tables"]


_CHANGES_ROWS = re.compile(r"\b(?:update \w+ (?:as \w+ )?set|insert into \w+[^;]*?\bselect)\b")
# Tables that hold no office's rows alone: no policy stands on them.
_UNPROTECTED = {"v0013_closed_accounts.py"}


def _blind_changes(scripts: dict[str, str]) -> list[str]:
    """Migrations that read or change rows, and would see none as an owner under forced policies."""
    return [
        name
        for name, script in scripts.items()
        if _CHANGES_ROWS.search(script.replace('"\n', " ")) and "seen_whole(" not in script
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parents[2].name)
def test_migrations_that_change_rows_see_them_also_as_a_plain_owner(folder: Path) -> None:
    scripts = {path.name: path.read_text("utf-8") for path in folder.glob("[!_]*.py")}

    assert set(_blind_changes(scripts)) <= _UNPROTECTED


def test_a_migration_that_would_see_no_row_is_found() -> None:
    script = 'op.execute("update licence set state = 1")'

    assert _blind_changes({"0002_states.py": script}) == ["0002_states.py"]
    assert (
        _blind_changes({"0002_states.py": f'with seen_whole(op, "licence"):\n    {script}'}) == []
    )
