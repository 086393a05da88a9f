"""The loop that sends what is due, and its figures."""

from prometheus_client import Counter

from gateway.application.notifications.ports import SendingPorts
from gateway.application.notifications.send_notifications import AT_ONCE, send_notifications
from shared.module import Loop, every

# A step ends in time for others to run; the next one goes on.
MAX_ROUNDS = 50

ATTEMPTS = Counter("notification_attempts_total", "Attempts to send, by how they ended", ["state"])


def notification_loops(ports: SendingPorts, *, interval_seconds: float) -> tuple[Loop, ...]:
    """One loop; several workers share the queue."""

    async def send_what_is_due() -> None:
        for _ in range(MAX_ROUNDS):
            step = await send_notifications(ports)
            for state, count in step.states.items():
                ATTEMPTS.labels(state.value).inc(count)
            if step.taken < AT_ONCE:
                return

    return (every(interval_seconds, "gateway.send-notifications", send_what_is_due),)
