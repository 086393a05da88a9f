"""What reporting does by itself: it goes on with rebuilds that were asked for."""

from reporting_service.application.ports import Ports
from reporting_service.application.rebuild_read_models import go_on_with_rebuilds
from shared.module import Loop, every

_LOOK_AGAIN_SECONDS = 2.0
_BATCHES_PER_STEP = 50


def loops(ports: Ports) -> tuple[Loop, ...]:
    """One loop; without a rebuild it looks and waits."""

    async def rebuild() -> None:
        await go_on_with_rebuilds(ports, batches=_BATCHES_PER_STEP)

    return (every(_LOOK_AGAIN_SECONDS, "reporting.rebuild", rebuild),)
