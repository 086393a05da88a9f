"""What docs/mechanisms.md says of a test is said of one that exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "mechanisms.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`(test_\w+)`", PAGE))


def defined() -> set[str]:
    """The names of all tests and suites in the tree."""
    return {
        name
        for top in ("libs", "services", "deploy", "tests")
        for path in (ROOT / top).rglob("*.py")
        for name in re.findall(r"def (test_\w+)\(", path.read_text(encoding="utf-8"))
    }


def test_every_test_that_the_page_names_exists() -> None:
    assert sorted(NAMED - defined()) == []


def test_every_row_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    rows = [line for line in rows if not re.match(r"\| mechanism |\|-", line)]

    assert len(rows) > 50
    assert [row for row in rows if not re.search(r"`test_\w+`", row)] == []
