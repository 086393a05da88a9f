"""Alternating rounds of a floor and a product, and what is said of their ratio.

Absolute figures mean nothing on a shared machine; a ratio of two that were measured a moment apart
does. A round that the machine took too much time from is dropped, and counted.
"""

import os
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
MOST_STEAL = 0.10

Measure = Callable[[float], Awaitable[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What has to hold: `at_least` for rates, `at_most` for times; and where it should go."""

    value: float
    goal: float
    is_most: bool = False

    def holds(self, ratio: float) -> bool:
        """Whether a ratio passes."""
        return ratio <= self.value if self.is_most else ratio >= self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One goal's figures. `judged` is the quartile on the unlucky side of the paired ratios."""

    goal: str
    title: str
    unit: str
    floor_name: str
    floors: Sequence[float]
    products: Sequence[float]
    gate: Gate | None
    dropped: int = 0
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def ratios(self) -> list[float]:
        """Product by floor, pair by pair."""
        pairs = zip(self.products, self.floors, strict=True)
        return [product / floor for product, floor in pairs]

    @property
    def judged(self) -> float:
        """The lower quartile for a rate, the upper one for a time."""
        if len(self.ratios) < 2:
            return self.ratios[0]
        lower, _, upper = statistics.quantiles(self.ratios, n=4, method="inclusive")
        return upper if self.gate is not None and self.gate.is_most else lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Absolute:
    """A figure that is judged as it stands: nothing was measured beside it to divide by."""

    goal: str
    title: str
    unit: str
    values: Sequence[float]
    gate: Gate | None
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def judged(self) -> float:
        """The median."""
        return statistics.median(self.values)


async def alternate(
    floor: Measure, product: Measure, *, rounds: int = ROUNDS, seconds: float = SECONDS
) -> tuple[list[float], list[float], int]:
    """Floors, products and how many rounds were dropped for stolen time; one round warms up."""
    await floor(min(seconds, 1))
    await product(min(seconds, 1))
    floors: list[float] = []
    products: list[float] = []
    dropped = 0
    while len(floors) < rounds and dropped < rounds:
        before = _stolen()
        measured_floor = await floor(seconds)
        measured = await product(seconds)
        if _steal_share(before) > MOST_STEAL:
            dropped += 1
            continue
        floors.append(measured_floor)
        products.append(measured)
    return floors, products, dropped


def _stolen() -> tuple[float, float]:
    """(stolen, all) processor time so far, in ticks."""
    ticks = [float(one) for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return ticks[7], sum(ticks[:8])


def _steal_share(before: tuple[float, float]) -> float:
    stolen, total = _stolen()
    return (stolen - before[0]) / max(total - before[1], 1)


def processor_seconds(pid: int) -> float:
    """What a process's threads have used so far, to the nanosecond."""
    total = 0
    for schedule in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        total += int(schedule.read_text().split()[0])
    return total / 1e9


def calibration() -> float:
    """Million additions per second of this interpreter on this machine at this moment."""
    started, total = time.perf_counter(), 0
    for number in range(2_000_000):
        total += number
    return 2 / (time.perf_counter() - started)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def pin(core: int, pid: int = 0) -> None:
    """Asks for one core, where there is more than one."""
    if core < (os.cpu_count() or 1):
        os.sched_setaffinity(pid, {core})


def unpin(pid: int = 0) -> None:
    """Gives all cores back."""
    os.sched_setaffinity(pid, range(os.cpu_count() or 1))
