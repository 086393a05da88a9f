"""What a test says it proves is a requirement that exists; what is out of scope has its reason."""

import csv
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARKER = re.compile(r"mark\.requirement\(([^)]*)\)", re.DOTALL)


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "docs" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_that_a_test_names_exists() -> None:
    known = {row["id"] for row in rows("requirements.csv")}
    named = {
        one
        for top in ("libs", "services", "deploy", "tests")
        for path in (ROOT / top).rglob("test_*.py")
        if path != Path(__file__)
        for arguments in MARKER.findall(path.read_text(encoding="utf-8"))
        for one in re.findall(r'"([^"]+)"', arguments)
    }

    assert named
    assert named - known == set()


def test_what_is_out_of_scope_exists_and_says_why() -> None:
    known = {row["id"] for row in rows("requirements.csv")}
    for row in rows("requirements_out_of_scope.csv"):
        assert row["id"] in known
        assert len(row["reason"]) > 40
