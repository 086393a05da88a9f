"""The walls between modules: every import-linter contract is seen to fail on planted lines.

What the contracts forbid is said here once more and in full, so that a contract that was loosened
is noticed, and not only one that was taken away. The lines are planted in a copy of the sources.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations, product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
MEMBERS = {path.name: path for path in ROOT.glob("*/*/src/*") if (path / "__init__.py").exists()}
HOST = "satupintu"
SERVICES = (
    "permit_service",
    "survey_service",
    "inspection_service",
    "reporting_service",
    "gateway",
)
# From the outside in. The members of a row do not import each other either, unless it is a list.
ROOMS = (
    ("__main__", "testing"),
    ("bootstrap",),
    ("settings", "entrypoints", "adapters"),
    ("application",),
    ("domain",),
)
INNER_ORDER_OF_SHARED: tuple[Sequence[str], ...] = (
    ("testing",),
    ("runtime",),
    ("services",),
    ("http", "settings"),
    ("module",),
    ["messaging", "database", "documents"],
    ("contracts",),
    ("tokens",),
    ("calendar", "circuit", "identity", "telemetry", "children"),
    ("errors", "clock", "ids", "local_ports"),
)
NOT_FOR_A_DOMAIN = (
    "fastapi",
    "starlette",
    "sqlalchemy",
    "asyncpg",
    "aiokafka",
    "httpx",
    "pydantic",
    "shared.http",
    "shared.database",
    "shared.messaging",
)


@dataclass(frozen=True, slots=True)
class Plant:
    """A line that a contract forbids: one module imports another. Without an `imported`, a module
    that no contract knows."""

    contract: str
    importer: str
    imported: str = ""

    def __str__(self) -> str:
        return f"{self.contract}: {self.importer} -> {self.imported or 'a new room'}"

    def is_named_in(self, report: str) -> bool:
        if not self.imported:
            return re.search(rf"^- {re.escape(self.importer)}$", report, re.M) is not None
        line = rf"[-&] +{re.escape(self.importer)} -> {re.escape(self.imported)} \(l\."
        return re.search(line, report) is not None


def against(order: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Every (importer, imported) that goes outwards, or to a neighbour that is to stay apart."""
    for place, row in enumerate(order):
        yield from product(row, [one for outer in order[:place] for one in outer])
        if isinstance(row, tuple):
            yield from permutations(row, 2)


def plants() -> Iterator[Plant]:
    """At least one line for every contract, and for every wall in it."""
    for importer, imported in against(((HOST,), SERVICES, ("shared",))):
        yield Plant("street", importer, imported)
    for service in SERVICES:
        yield Plant("rooms", f"{service}.attic")
        for importer, imported in against(ROOMS):
            yield Plant("rooms", f"{service}.{importer}", f"{service}.{imported}")
        for imported in NOT_FOR_A_DOMAIN:
            yield Plant("pure-domain", f"{service}.domain", imported)
    yield Plant("shared-order", "shared.attic")
    for importer, imported in against(INNER_ORDER_OF_SHARED):
        yield Plant("shared-order", f"shared.{importer}", f"shared.{imported}")


PLANTS = tuple(plants())


def copy_to(folder: Path) -> None:
    """The sources and the contracts, nothing else."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, path in MEMBERS.items():
        shutil.copytree(path, folder / name, ignore=shutil.ignore_patterns("*.pyc", "__pycache__"))


def put(plant: Plant, folder: Path) -> None:
    path = folder.joinpath(*plant.importer.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    with file.open("a", encoding="utf-8") as written:
        written.write(f"\nimport {plant.imported}\n" if plant.imported else '"""Planted."""\n')


def linted(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """import-linter on the copy: its folder comes before every installed one."""
    return subprocess.run(
        [LINTER, "--no-cache", "--no-logo", *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    copy_to(folder)
    return folder


@pytest.fixture(scope="module")
def report_of(tmp_path_factory: pytest.TempPathFactory):
    @cache
    def report(contract: str) -> str:
        folder = tmp_path_factory.mktemp(contract)
        copy_to(folder)
        for plant in PLANTS:
            if plant.contract == contract:
                put(plant, folder)
        found = linted(folder, "--contract", contract)
        assert found.returncode == 1, found.stdout
        return found.stdout

    return report


def test_without_a_planted_line_every_contract_is_kept(clean: Path) -> None:
    found = linted(clean)

    assert found.returncode == 0, found.stdout
    assert "0 broken" in found.stdout


def test_every_contract_and_every_member_is_planted_in() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

    assert {plant.contract for plant in PLANTS} == {one["id"] for one in linter["contracts"]}
    assert {*SERVICES, "shared", HOST} == {*MEMBERS} == {*linter["root_packages"]}


@pytest.mark.parametrize("contract", sorted({plant.contract for plant in PLANTS}))
def test_the_contract_is_seen_to_fail_on_every_planted_line(contract: str, report_of) -> None:
    report = report_of(contract)

    planted = [plant for plant in PLANTS if plant.contract == contract]
    assert [str(plant) for plant in planted if not plant.is_named_in(report)] == []
