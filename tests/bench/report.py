"""The report of a bench run: one table, and what it was measured on."""

import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.harness import ROUNDS, SECONDS, Absolute, Result

PROFILES = "## Where the time goes"
FOLDER = Path(__file__).parents[2] / "docs" / "bench"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def row(result: Result) -> str:
    """One goal's line."""
    ratios = result.ratios
    floors = [one.floor for one in result.rounds.kept]
    products = [one.product for one in result.rounds.kept]
    gate, verdict = "–", "–"
    if result.gate is not None:
        sign = "≤" if result.gate.is_most else "≥"
        gate = f"{sign} {result.gate.value} ({sign} {result.gate.goal})"
        verdict = "holds" if result.gate.holds(result.judged) else "**missed**"
    return (
        f"| {result.goal} | {result.title} | {_figure(statistics.median(products))}"
        f" {result.unit} | {result.floor_name}: {_figure(statistics.median(floors))} |"
        f" **{statistics.median(ratios):.2f}** ({min(ratios):.2f} to {max(ratios):.2f}) |"
        f" {result.judged:.2f} | {gate} | {verdict} |"
    )


def absolute_row(result: Absolute) -> str:
    """One figure's line."""
    gate, verdict = "–", "–"
    if result.gate is not None:
        gate = f"≤ {result.gate.value:g} (≤ {result.gate.goal:g})"
        verdict = "holds" if result.gate.holds(result.judged) else "**missed**"
    return (
        f"| {result.goal} | {result.title} | **{_figure(result.judged)}** {result.unit}"
        f" ({_figure(min(result.values))} to {_figure(max(result.values))}) | {gate} | {verdict} |"
    )


def _table(head: str, rows: Sequence[str]) -> list[str]:
    if not rows:
        return []
    return [head, "|" + "---|" * (head.count("|") - 1), *rows, ""]


def _notes(results: Sequence[Result | Absolute]) -> list[str]:
    notes: list[str] = []
    for result in results:
        notes += [f"- {result.goal}, {result.title}: {note}" for note in result.notes]
        said = result.rounds.note if isinstance(result, Result) else None
        if said:
            notes.append(f"- {result.goal}, {result.title}: {said}")
    return notes


def _kept(path: Path) -> str:
    """What somebody wrote of the profiles is kept when the same day is measured again."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    return "".join(before.partition(PROFILES)[1:])


def write(
    ratios: Sequence[Result],
    absolutes: Sequence[Absolute],
    *,
    speed: float,
    of: Sequence[str] = (),
) -> Path:
    """Writes `docs/bench/<date>.md` and prints it; a run `of` some cases has a page of its own."""
    now = datetime.now(UTC)
    lines = [
        f"# Bench of {now:%Y-%m-%d}",
        "",
        f"Python {platform.python_version()} on {platform.machine()}, calibration"
        f" {speed:.0f} million additions per second; {ROUNDS} alternating rounds of {SECONDS:g} s;"
        " the gate is judged on the quartile on the unlucky side.",
        "",
        *_table(
            "| | what | product | floor | ratio: median (range) | judged | gate (goal) | |",
            [row(result) for result in ratios],
        ),
        *_table(
            "| | what | median (range) | gate (goal) | |",
            [absolute_row(result) for result in absolutes],
        ),
        *_notes([*ratios, *absolutes]),
        "",
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{'-'.join([f'{now:%Y-%m-%d}', *of])}.md"
    path.write_text("\n".join(lines) + _kept(path), encoding="utf-8")
    print(path.read_text(encoding="utf-8"))
    return path
