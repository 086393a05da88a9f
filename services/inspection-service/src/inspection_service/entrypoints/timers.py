"""What the service does by itself: completing businesses with what the permit service keeps,
working on lists that were handed in, telling of reports that did not come, and sealing places that
stand open."""

from inspection_service.application.complete_businesses import complete_businesses
from inspection_service.application.import_businesses import work_on_import
from inspection_service.application.ports import Ports
from inspection_service.application.seal_places import seal_places
from inspection_service.application.tell_overdue_reports import tell_overdue_reports
from shared.module import Loop, every

PLACES_SECONDS = 300.0


def loops(
    ports: Ports,
    *,
    complete_interval_seconds: float,
    overdue_interval_seconds: float,
    import_interval_seconds: float,
) -> tuple[Loop, ...]:
    """Every timer of the service."""

    async def complete() -> None:
        await complete_businesses(ports)

    async def tell_overdue() -> None:
        await tell_overdue_reports(ports)

    async def take_up_imports() -> None:
        while await work_on_import(ports):
            pass

    async def seal_open_places() -> None:
        await seal_places(ports)

    return (
        every(complete_interval_seconds, "inspection.complete-businesses", complete),
        every(overdue_interval_seconds, "inspection.tell-overdue-reports", tell_overdue),
        every(import_interval_seconds, "inspection.import-businesses", take_up_imports),
        every(PLACES_SECONDS, "inspection.seal-places", seal_open_places),
    )
