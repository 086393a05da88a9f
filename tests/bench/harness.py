"""Alternating rounds of a floor and a product, and what is said of their ratio.

Absolute figures mean nothing on a shared machine; a ratio of two that were measured a moment apart
does. Rounds from which others took too much of the processors' time are dropped, and counted; where
there are too few others, those are kept that they took least from.
"""

import os
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
MOST_TAKEN = 0.10
# So often as many rounds as wanted are tried on a machine that others use.
TRIES = 2

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
class Round:
    """Floor and product measured one after the other. `taken` is the share of the processors'
    time meanwhile that went to others: the hypervisor, or processes that are not the bench's."""

    floor: float
    product: float
    taken: float

    @property
    def is_disturbed(self) -> bool:
        """Whether it should not be counted."""
        return self.taken > MOST_TAKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """The rounds that count, and how many do not."""

    kept: Sequence[Round]
    dropped: int

    @property
    def note(self) -> str | None:
        """What has to be said of them."""
        said = [f"{self.dropped} rounds dropped as disturbed"] if self.dropped else []
        worst = max(one.taken for one in self.kept)
        if worst > MOST_TAKEN:
            said.append(f"others took up to {worst:.0%} of the processors' time from those kept")
        return "; ".join(said) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One goal's figures. `judged` is the quartile on the unlucky side of the paired ratios."""

    goal: str
    title: str
    unit: str
    floor_name: str
    rounds: Rounds
    gate: Gate | None
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def ratios(self) -> list[float]:
        """Product by floor, pair by pair."""
        return [one.product / one.floor for one in self.rounds.kept]

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
) -> Rounds:
    """As many rounds as are wanted, after one that warms up."""
    await floor(min(seconds, 1))
    await product(min(seconds, 1))
    done: list[Round] = []
    while _well(done) < rounds and len(done) < rounds * TRIES:
        before = _used()
        measured_floor = await floor(seconds)
        measured = await product(seconds)
        done.append(Round(floor=measured_floor, product=measured, taken=_taken_since(before)))
    kept = sorted(done, key=lambda one: one.taken)[:rounds]
    return Rounds(kept=kept, dropped=len(done) - len(kept))


def _well(done: Sequence[Round]) -> int:
    return sum(not one.is_disturbed for one in done)


def _used() -> tuple[float, float, float]:
    """(by anybody, by the bench and all that it started, all there is), in seconds so far."""
    ticks = [int(one) for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    second = os.sysconf("SC_CLK_TCK")
    ours = sum(_with_ended_children(one) for one in _tree())
    return (sum(ticks) - idle) / second, ours, sum(ticks) / second


def _tree() -> list[psutil.Process]:
    itself = psutil.Process()
    return [itself, *itself.children(recursive=True)]


def _with_ended_children(process: psutil.Process) -> float:
    try:
        return sum(process.cpu_times()[:4])
    except psutil.NoSuchProcess:
        return 0.0


def _taken_since(before: tuple[float, float, float]) -> float:
    busy, ours, total = (now - then for now, then in zip(_used(), before, strict=True))
    return max(0.0, busy - ours) / max(total, 0.01)


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
