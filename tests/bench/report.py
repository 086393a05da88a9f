"""The report of a bench run: one table, and what it was measured on."""

import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.harness import ROUNDS, SECONDS, Result

FOLDER = Path(__file__).parents[2] / "docs" / "bench"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def row(result: Result) -> str:
    """One goal's line."""
    ratios = result.ratios
    gate, verdict = "–", "–"
    if result.gate is not None:
        sign = "≤" if result.gate.is_most else "≥"
        gate = f"{sign} {result.gate.value} ({sign} {result.gate.goal})"
        verdict = "holds" if result.gate.holds(result.judged) else "**missed**"
    return (
        f"| {result.goal} | {result.title} | {_figure(statistics.median(result.products))}"
        f" {result.unit} | {result.floor_name}: {_figure(statistics.median(result.floors))} |"
        f" **{statistics.median(ratios):.2f}** ({min(ratios):.2f} to {max(ratios):.2f}) |"
        f" {result.judged:.2f} | {gate} | {verdict} |"
    )


def write(results: Sequence[Result], *, speed: float, profiles: Sequence[str] = ()) -> Path:
    """Writes `docs/bench/<date>.md` and prints it."""
    now = datetime.now(UTC)
    lines = [
        f"# Bench of {now:%Y-%m-%d}",
        "",
        f"Python {platform.python_version()} on {platform.machine()}, calibration"
        f" {speed:.0f} million additions per second; {ROUNDS} alternating rounds of {SECONDS:g} s;"
        " the gate is judged on the quartile on the unlucky side.",
        "",
        "| | what | product | floor | ratio: median (range) | judged | gate (goal) | |",
        "|---|---|---|---|---|---|---|---|",
        *(row(result) for result in results),
        "",
        *(
            f"- {result.goal}: {note}"
            for result in results
            for note in (
                *result.notes,
                *([f"{result.dropped} rounds dropped for stolen time"] if result.dropped else []),
            )
        ),
        *profiles,
        "",
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{now:%Y-%m-%d}.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    print(path.read_text(encoding="utf-8"))
    return path
