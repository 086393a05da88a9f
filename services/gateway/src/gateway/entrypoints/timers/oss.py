"""The loop that sends what OSS must be told, and its figures."""

from prometheus_client import Counter

from gateway.application.oss.record_ports import OssSendingPorts
from gateway.application.oss.send_oss_records import send_oss_records
from shared.module import Loop, every

# A step ends in time for others to run; the next one goes on.
MAX_ROUNDS = 20

SETTLED = Counter("oss_records_settled_total", "Records for OSS that were settled")


def oss_loops(ports: OssSendingPorts, *, interval_seconds: float) -> tuple[Loop, ...]:
    """One loop; several workers share the records."""

    async def send_what_is_due() -> None:
        for _ in range(MAX_ROUNDS):
            settled = await send_oss_records(ports)
            SETTLED.inc(settled)
            if settled == 0:
                return

    return (every(interval_seconds, "gateway.send-oss-records", send_what_is_due),)
