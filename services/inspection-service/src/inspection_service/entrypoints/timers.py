"""What the service does by itself: completing businesses with what the permit service keeps."""

from inspection_service.application.complete_businesses import complete_businesses
from inspection_service.application.ports import (
    Ports,
)
from shared.module import Loop, every


def loops(ports: Ports, *, complete_interval_seconds: float) -> tuple[Loop, ...]:
    """Every timer of the service."""

    async def complete() -> None:
        await complete_businesses(ports)

    return (every(complete_interval_seconds, "inspection.complete-businesses", complete),)
