"""Prints which requirements of docs/requirements.csv are proven, not yet, or out of scope.

A requirement is proven when a collected test carries its id in `@pytest.mark.requirement`.
Run by `make requirements`; with ids of services as arguments, lists the open rows of those.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "docs" / "requirements.csv"
OUT_OF_SCOPE = ROOT / "docs" / "requirements_out_of_scope.csv"


class Collector:
    """Remembers which tests name which requirement."""

    def __init__(self) -> None:
        self.tests: dict[str, list[str]] = defaultdict(list)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Reads the markers of everything that was collected."""
        for item in session.items:
            for marker in item.iter_markers("requirement"):
                for requirement in marker.args:
                    self.tests[requirement].append(item.nodeid)


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main(services: list[str]) -> int:
    """Prints the table, and the open rows of the services named."""
    collector = Collector()
    if code := pytest.main(["--collect-only", "-qq", "--no-header"], plugins=[collector]):
        return int(code)
    reasons = {row["id"]: row["reason"] for row in rows_of(OUT_OF_SCOPE)}
    by_service: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(REQUIREMENTS):
        by_service[row["owning_service"]].append(row)
    print(f"\n{'service':<12}{'proven':>8}{'not yet':>9}{'out of scope':>14}{'all':>6}")
    for service, rows in by_service.items():
        proven = sum(row["id"] in collector.tests for row in rows)
        outside = sum(row["id"] in reasons and row["id"] not in collector.tests for row in rows)
        print(
            f"{service:<12}{proven:>8}{len(rows) - proven - outside:>9}{outside:>14}{len(rows):>6}"
        )
    for requirement, reason in reasons.items():
        print(f"\nout of scope: {requirement}: {reason}")
    for service in services:
        print(f"\nnot yet, {service}:")
        for row in by_service[service]:
            if row["id"] not in collector.tests and row["id"] not in reasons:
                print(f"  {row['id']:<28}{row['requirement_en']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
