"""What the permit service does by itself: it watches the legal clocks."""

from permit_service.application.ports import Ports
from permit_service.application.recompute_clocks import go_on_with_recomputations
from permit_service.application.remind_agencies import remind_agencies
from permit_service.application.watch_service_times import tell_ending_times, tell_exceeded_times
from shared.module import Loop, every

# Somebody waits for the list.
RECOMPUTE_SECONDS = 2.0


def loops(ports: Ports, *, interval_seconds: float) -> tuple[Loop, ...]:
    """Every timer of the legal clocks."""

    async def exceeded() -> None:
        await tell_exceeded_times(ports)

    async def ending() -> None:
        await tell_ending_times(ports)

    async def remind() -> None:
        await remind_agencies(ports)

    async def recompute() -> None:
        await go_on_with_recomputations(ports)

    return (
        every(interval_seconds, "permit.tell-exceeded-times", exceeded),
        every(interval_seconds, "permit.tell-ending-times", ending),
        every(interval_seconds, "permit.remind-agencies", remind),
        every(RECOMPUTE_SECONDS, "permit.recompute-clocks", recompute),
    )
