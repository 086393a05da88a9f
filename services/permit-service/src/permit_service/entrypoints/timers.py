"""What the service does by itself: it tells of licences that end, and works on imports."""

from permit_service.application.deliver_licence import deliver_automatically
from permit_service.application.import_licences import work_on_import
from permit_service.application.ports import Ports
from permit_service.application.tell_ends import tell_ends
from shared.module import Loop, every


def loops(
    ports: Ports,
    *,
    ends_interval_seconds: float,
    import_interval_seconds: float,
    delivery_interval_seconds: float,
) -> tuple[Loop, ...]:
    """Every timer of the service."""

    async def tell() -> None:
        await tell_ends(ports)

    async def deliver() -> None:
        await deliver_automatically(ports)

    async def take_up_imports() -> None:
        while await work_on_import(ports):
            pass

    return (
        every(ends_interval_seconds, "permit.tell-ends", tell),
        every(delivery_interval_seconds, "permit.deliver-licences", deliver),
        every(import_interval_seconds, "permit.import-licences", take_up_imports),
    )
