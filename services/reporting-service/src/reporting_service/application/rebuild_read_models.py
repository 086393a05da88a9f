"""Builds an office's read models again from the owners' logs: asked for once, gone on with batch
by batch, each in a transaction of its own. Imports, letters and editions are left alone."""

from collections.abc import Sequence

from reporting_service.application.ports import Ports
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.rebuild import Rebuild
from shared.errors import Refusal, StaleVersion, Unavailable
from shared.identity import Caller, Role, system_caller
from shared.messaging.contract import Message
from shared.messaging.once import Once

BATCH = 1_000
_ACTOR = "reporting-rebuild"


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


async def go_on_with_rebuilds(ports: Ports) -> bool:
    """One batch of the oldest rebuild; whether there was anything to do. Raises Unavailable when
    the owner of the log is away: the rebuild then goes on later."""
    async with ports.read(system_caller(_ACTOR)) as work:
        standing = await work.rebuilds.running()
    if standing is None or standing.publisher is None:
        return False
    after = standing.positions.get(standing.publisher, 0)
    events = await ports.feed.read(standing.publisher, standing.office_code, after, BATCH)
    at_end = len(events) < BATCH
    try:
        await _apply(standing, events, ports, at_end=at_end)
    except Unavailable:
        raise
    except (Refusal, ValueError):
        await _apply_singly(standing, events, ports, at_end=at_end)
    return True


async def _apply_singly(
    standing: Rebuild, events: Sequence[tuple[int, Message]], ports: Ports, *, at_end: bool
) -> None:
    """As the listeners do: what is refused is passed over, the rest goes on."""
    for place, event in enumerate(events, start=1):
        last = at_end and place == len(events)
        try:
            standing = await _apply(standing, [event], ports, at_end=last)
        except (Unavailable, StaleVersion):
            raise
        except (Refusal, ValueError):
            standing = await _apply(standing, [event], ports, at_end=last, passed_over=True)


async def _apply(
    standing: Rebuild,
    events: Sequence[tuple[int, Message]],
    ports: Ports,
    *,
    at_end: bool,
    passed_over: bool = False,
) -> Rebuild:
    """One transaction: the events' effects and how far the rebuild is."""
    publisher = standing.publisher
    assert publisher is not None
    async with ports.begin(system_caller(_ACTOR, standing.office_code)) as work:
        if events and not passed_over:
            await ports.apply([message for _, message in events], work)
        advanced = standing.advanced(
            publisher,
            position=events[-1][0] if events else standing.positions.get(publisher, 0),
            applied=len(events),
            at_end=at_end,
            now=work.now,
        )
        await work.rebuilds.save(advanced, standing=standing)
    return advanced
