"""Builds an office's read models again from the owners' logs: asked for once, gone on with batch
by batch, each in a transaction of its own. Imports, letters and editions are left alone."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from reporting_service.application.ports import Ports
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.rebuild import Rebuild
from shared.errors import Refusal, StaleVersion, Unavailable
from shared.identity import Caller, Role, system_caller
from shared.messaging.contract import Message
from shared.messaging.once import Once

# A page is what an owner gives at once; a batch is what one transaction applies.
PAGE = 1_000
BATCH = 4 * PAGE
_ACTOR = "reporting-rebuild"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """A stretch of a publisher's log; `at_end` when the log has no more."""

    publisher: str
    events: Sequence[tuple[int, Message]]
    at_end: bool

    def halves(self) -> tuple["_Batch", "_Batch"]:
        """The first half, and the second, which reaches as far as the whole."""
        middle = len(self.events) // 2
        first, second = self.events[:middle], self.events[middle:]
        return (
            _Batch(publisher=self.publisher, events=first, at_end=False),
            _Batch(publisher=self.publisher, events=second, at_end=self.at_end),
        )


async def request_rebuild(
    caller: Caller, office_code: str, once: Once | None, ports: Ports
) -> Rebuild:
    """Empties the read models and notes that they are to be built."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.begin(caller, once=once) as work:
        if await work.offices.find(office_code) is None:
            raise OfficeUnknown
        await work.rebuilds.wipe(office_code)
        rebuild = Rebuild(id=ports.new_id(), office_code=office_code, requested_at=work.now)
        await work.rebuilds.add(rebuild)
        return work.answer(rebuild)


async def go_on_with_rebuilds(ports: Ports, *, batches: int = 1) -> bool:
    """At most so many batches of the oldest rebuild, each read while the one before is applied;
    whether there was anything to do. Raises Unavailable when the owner of the log is away: the
    rebuild then goes on later."""
    async with ports.read(system_caller(_ACTOR)) as work:
        standing = await work.rebuilds.running()
    if standing is None or standing.publisher is None:
        return False
    batch = await _read(standing, standing.publisher, ports)
    for left in reversed(range(batches)):
        expected = _advanced(standing, batch, ports)
        ahead = None
        if left and expected.publisher is not None:
            ahead = asyncio.ensure_future(_read(expected, expected.publisher, ports))
        try:
            standing = await _apply_in_parts(standing, batch, ports)
        except BaseException:
            await _let_go(ahead)
            raise
        if ahead is None:
            break
        batch = await ahead
    return True


async def _let_go(ahead: "asyncio.Future[_Batch] | None") -> None:
    if ahead is not None:
        ahead.cancel()
        await asyncio.gather(ahead, return_exceptions=True)


async def _read(standing: Rebuild, publisher: str, ports: Ports) -> _Batch:
    """The next pages of a log, up to a batch."""
    after = standing.positions.get(publisher, 0)
    events: list[tuple[int, Message]] = []
    while len(events) < BATCH:
        page = await ports.feed.read(publisher, standing.office_code, after, PAGE)
        events += page
        if len(page) < PAGE:
            return _Batch(publisher=publisher, events=events, at_end=True)
        after = page[-1][0]
    return _Batch(publisher=publisher, events=events, at_end=False)


async def _apply_in_parts(standing: Rebuild, batch: _Batch, ports: Ports) -> Rebuild:
    """As the listeners do: what is refused is passed over, the rest goes on. Where something in a
    batch is refused, its halves are tried, so that few are applied alone."""
    try:
        return await _apply(standing, batch, ports)
    except (Unavailable, StaleVersion):
        raise
    except (Refusal, ValueError):
        if len(batch.events) == 1:
            return await _apply(standing, batch, ports, passed_over=True)
    for half in batch.halves():
        standing = await _apply_in_parts(standing, half, ports)
    return standing


async def _apply(
    standing: Rebuild, batch: _Batch, ports: Ports, *, passed_over: bool = False
) -> Rebuild:
    """One transaction: the events' effects and how far the rebuild is."""
    async with ports.begin(system_caller(_ACTOR, standing.office_code)) as work:
        if batch.events and not passed_over:
            await ports.apply([message for _, message in batch.events], work)
        advanced = _advanced(standing, batch, ports)
        await work.rebuilds.save(advanced, standing=standing)
    return advanced


def _advanced(standing: Rebuild, batch: _Batch, ports: Ports) -> Rebuild:
    """How far the rebuild is after the batch."""
    last = standing.positions.get(batch.publisher, 0)
    return standing.advanced(
        batch.publisher,
        position=batch.events[-1][0] if batch.events else last,
        applied=len(batch.events),
        at_end=batch.at_end,
        now=ports.clock.now(),
    )
