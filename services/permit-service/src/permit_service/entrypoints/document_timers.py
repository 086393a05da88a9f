"""What is done for documents by itself: scanning what waits for the scanner, and removing files
that no document vouches for."""

from permit_service.application.ports import Ports
from permit_service.application.scan_documents import scan_pending_documents
from permit_service.application.sweep_files import sweep_files
from shared.module import Loop, every

SCAN_SECONDS = 5.0
SWEEP_SECONDS = 300.0


def loops(ports: Ports) -> tuple[Loop, ...]:
    """Every loop for documents; where there is no scanner, nobody waits for one."""

    async def sweep() -> None:
        await sweep_files(ports)

    sweeping = every(SWEEP_SECONDS, "permit.sweep-files", sweep)
    scanner = ports.screening.scanner
    if scanner is None:
        return (sweeping,)

    async def scan() -> None:
        await scan_pending_documents(scanner, ports)

    return (every(SCAN_SECONDS, "permit.scan-documents", scan), sweeping)
