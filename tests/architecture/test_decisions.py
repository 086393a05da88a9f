"""Each decision has a number of its own, in its file's name and in its heading."""

import re
from collections import Counter
from pathlib import Path

DECISIONS = Path(__file__).parents[2] / "docs" / "adr"


def test_each_decision_has_a_number_of_its_own() -> None:
    files = [one for one in DECISIONS.glob("*.md") if one.name != "README.md"]
    numbers = {one: int(one.name[:4]) for one in files}
    headings = {one: re.match(r"# (\d+)\. ", one.read_text(encoding="utf-8")) for one in files}

    assert [number for number, count in Counter(numbers.values()).items() if count > 1] == []
    assert {
        one: int(heading[1]) if heading else None for one, heading in headings.items()
    } == numbers
