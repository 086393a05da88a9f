"""Serving a module: the API answers; the worker relays, consumes and keeps the timers.

Everything runs in one task group: a part that dies takes the process down, so that whoever
started it sees it, and starts it again.
"""

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from enum import StrEnum

import uvicorn
import uvloop

from shared.database.kept_answers import forget_answers
from shared.messaging.consumer import ConsumerGroup, groups_of
from shared.messaging.contract import Bus
from shared.messaging.relay import Notifier, Relay
from shared.module import ASGIApp, Loop, ServiceModule, every
from shared.runtime.health import health_app
from shared.seals.sealing import Sealer
from shared.telemetry import logger

log = logger(__name__)

DRAIN_SECONDS = 10
# Longer than clients and proxies keep an idle connection (5 to 60 s): whoever closes first must be
# they, or a request is sent into a connection that is just being closed.
IDLE_SECONDS = 75
BACKLOG = 2048
FORGET_SECONDS = 3600.0


class Part(StrEnum):
    """What of a module a process runs."""

    API = "api"
    WORKER = "worker"
    BOTH = "both"


class _Stopped(Exception):
    """Somebody asked the process to stop."""


def attach(modules: Iterable[ServiceModule], bus: Bus) -> list[ConsumerGroup]:
    """Attaches every group of the modules to the bus."""
    groups = [
        group
        for module in modules
        for group in groups_of(
            module.subscriptions, database=module.database, work_of=module.work_of
        )
    ]
    for group in groups:
        bus.attach(group.group, group.topics, group.handle)
    return groups


def work_loops(modules: Sequence[ServiceModule], bus: Bus) -> list[Callable[[], Awaitable[None]]]:
    """Relay, consumers and timers: what a worker runs for ever."""
    attach(modules, bus)
    relays = [Relay(module.database, bus).run for module in modules]
    timers = [
        loop.run
        for module in modules
        for loop in (*module.loops, _forgetting(module), *_sealing(module))
    ]
    return [bus.run, *relays, *timers]


def _forgetting(module: ServiceModule) -> Loop:
    async def forget() -> None:
        await forget_answers(module.database)

    return every(FORGET_SECONDS, f"{module.name}.forget-answers", forget)


def _sealing(module: ServiceModule) -> tuple[Loop, ...]:
    if module.sealing is None:
        return ()
    sealer = Sealer(database=module.database, sealing=module.sealing, clock=module.database.clock)

    async def seal() -> None:
        await sealer.step()

    return (every(module.sealing.interval_seconds, f"{module.name}.seal", seal),)


async def run_for_ever(loops: Sequence[Callable[[], Awaitable[None]]]) -> None:
    """Runs until SIGTERM or SIGINT, or until one of the loops ends; that one's error is raised."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        async with asyncio.TaskGroup() as group:
            for one in loops:
                group.create_task(_never_ending(one))
            await stop.wait()
            raise _Stopped
    except* _Stopped:
        log.info("stopped")


async def _never_ending(run: Callable[[], Awaitable[None]]) -> None:
    await run()
    raise RuntimeError(f"{getattr(run, '__qualname__', run)} ended")


def http_server(app: ASGIApp, *, host: str, port: int) -> Callable[[], Awaitable[None]]:
    """A loop that serves an app with uvloop's and httptools' speed."""

    async def run() -> None:
        # Bound here, since the server ends the process when a port is taken.
        bound = socket.create_server((host, port), backlog=BACKLOG)
        config = uvicorn.Config(
            app,
            http="httptools",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            timeout_keep_alive=IDLE_SECONDS,
        )
        server = _Server(config)
        try:
            await server.serve(sockets=[bound])
        except asyncio.CancelledError:
            await server.shutdown()
            raise

    return run


class _Server(uvicorn.Server):
    """Leaves the signals to `run_for_ever`."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures nothing: the process has one place that listens for signals."""
        yield


async def serve(
    module: ServiceModule, bus: Bus, *, part: Part, host: str, port: int, worker_port: int
) -> None:
    """One module as one process, until it is told to stop."""
    # What was imported lives as long as the process: the collector need not go through it again.
    gc.freeze()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(module.database.close)
        stack.push_async_callback(bus.close)
        loops: list[Callable[[], Awaitable[None]]] = []
        if part is not Part.WORKER:
            loops.append(http_server(module.app, host=host, port=port))
        if part is Part.API:
            loops.append(Notifier(module.database).run)
        else:
            loops.extend(work_loops([module], bus))
        if part is Part.WORKER and worker_port:
            loops.append(http_server(health_app(module.database), host=host, port=worker_port))
        await run_for_ever(loops)


def run(main: Callable[[], Awaitable[None]]) -> None:
    """Runs a process's main coroutine on uvloop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_as_coroutine(main))


async def _as_coroutine(main: Callable[[], Awaitable[None]]) -> None:
    await main()
