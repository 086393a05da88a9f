"""`make bench`; with `tests` on the path, `python -m bench P6 P7` for some goals alone, `python -m
bench index recap` for some cases of a goal."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Sequence

import uvloop

from bench import deployments, hops, inbox, messaging, permits, summaries
from bench.harness import Absolute, Result, calibration
from bench.report import write

CASES: tuple[tuple[str, Callable[[], Awaitable[Result | Sequence[Result | Absolute]]]], ...] = (
    ("P1", permits.submissions),
    ("P3", permits.readings),
    ("P4", hops.hop_apart),
    ("P4", hops.hop_inside),
    ("P5", messaging.event_latency),
    ("P6", messaging.relay),
    ("P7", messaging.consumer),
    ("P8", inbox.applications),
    ("P8", summaries.index),
    ("P8", summaries.recap),
    ("P15", summaries.rebuild),
    ("P11", deployments.starts),
    ("P12", deployments.memory),
)


async def main(wanted: list[str]) -> None:
    """Runs the cases one after the other and writes the report; a name that is no case ends it."""
    known = {name for name, _ in CASES} | {case.__name__ for _, case in CASES}
    if unknown := sorted(set(wanted) - known):
        sys.exit(f"no such case: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    # As the hosts do: what was imported is no garbage to be looked through in a measured round.
    gc.freeze()
    ratios: list[Result] = []
    absolutes: list[Absolute] = []
    for name, case in CASES:
        if wanted and name not in wanted and case.__name__ not in wanted:
            continue
        print(f"{name} …", flush=True)
        measured = await case()
        for one in [measured] if isinstance(measured, Result) else measured:
            if isinstance(one, Result):
                ratios.append(one)
            else:
                absolutes.append(one)
    write(ratios, absolutes, speed=calibration(), of=wanted)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1:]))
