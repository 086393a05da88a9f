"""What the service does by itself: completing businesses with what the permit service keeps,
working on lists that were handed in, and telling of reports that did not come."""

from inspection_service.application.complete_businesses import complete_businesses
from inspection_service.application.import_businesses import work_on_import
from inspection_service.application.ports import Ports
from inspection_service.application.tell_overdue_reports import tell_overdue_reports
from shared.module import Loop, every


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

    return (
        every(complete_interval_seconds, "inspection.complete-businesses", complete),
        every(overdue_interval_seconds, "inspection.tell-overdue-reports", tell_overdue),
        every(import_interval_seconds, "inspection.import-businesses", take_up_imports),
    )
