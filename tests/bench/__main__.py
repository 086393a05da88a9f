"""`make bench`, or `python -m bench P6 P7` with `tests` on the path, for some goals alone."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

import uvloop

from bench import messaging, permits
from bench.harness import Result, calibration
from bench.report import write

CASES: dict[str, Callable[[], Awaitable[Result]]] = {
    "P1": permits.submissions,
    "P3": permits.readings,
    "P5": messaging.event_latency,
    "P6": messaging.relay,
    "P7": messaging.consumer,
}


async def main(wanted: list[str]) -> None:
    """Runs the cases one after the other and writes the report."""
    results: list[Result] = []
    for name, case in CASES.items():
        if not wanted or name in wanted:
            print(f"{name} …", flush=True)
            results.append(await case())
    write(results, speed=calibration())


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1:]))
