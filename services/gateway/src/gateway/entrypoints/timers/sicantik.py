"""The loops that read SiCANTIK and compare with it, where an office is connected."""

from gateway.application.sicantik.intake_ports import SicantikPorts
from gateway.application.sicantik.read_sicantik import read_sicantik
from gateway.application.sicantik.reconcile_sicantik import reconcile_daily
from shared.module import Loop, every

# What is due says a cursor per office; the loops only look.
LOOK_SECONDS = 5.0
COMPARE_SECONDS = 60.0


def sicantik_loops(ports: SicantikPorts) -> tuple[Loop, ...]:
    """None where nobody is connected."""
    if not ports.sicantik.offices:
        return ()

    async def read() -> None:
        await read_sicantik(ports)

    async def compare() -> None:
        await reconcile_daily(ports)

    return (
        every(min(LOOK_SECONDS, ports.interval_seconds), "gateway.read-sicantik", read),
        every(COMPARE_SECONDS, "gateway.reconcile-sicantik", compare),
    )
