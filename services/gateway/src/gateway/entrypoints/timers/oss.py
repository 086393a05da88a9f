"""The loops that send what OSS must be told and remind of what is entered by hand, with their
figures."""

from prometheus_client import Counter

from gateway.application.oss.entry_ports import OssEntryPorts
from gateway.application.oss.record_ports import OssSendingPorts
from gateway.application.oss.remind_of_oss_entries import remind_of_oss_entries
from gateway.application.oss.send_oss_records import send_oss_records
from shared.module import Loop, every

# A step ends in time for others to run; the next one goes on.
MAX_ROUNDS = 20
REMIND_SECONDS = 300.0

SETTLED = Counter("oss_records_settled_total", "Records for OSS that were settled")


def oss_loops(
    ports: OssSendingPorts, entries: OssEntryPorts, *, interval_seconds: float
) -> tuple[Loop, ...]:
    """One loop that sends, one that reminds; several workers share records and entries."""

    async def send_what_is_due() -> None:
        for _ in range(MAX_ROUNDS):
            settled = await send_oss_records(ports)
            SETTLED.inc(settled)
            if settled == 0:
                return

    async def remind() -> None:
        await remind_of_oss_entries(entries)

    return (
        every(interval_seconds, "gateway.send-oss-records", send_what_is_due),
        every(REMIND_SECONDS, "gateway.remind-of-oss-entries", remind),
    )
