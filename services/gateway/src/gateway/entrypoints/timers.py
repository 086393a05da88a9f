"""What the door does by itself: sends notifications, and forgets sessions that have ended."""

from gateway.application.forget_sessions import forget_sessions
from gateway.application.notification_ports import SendingPorts
from gateway.application.ports import Ports
from gateway.entrypoints import notification_timers
from shared.module import Loop, every

FORGET_SECONDS = 3600.0


def loops(
    ports: Ports, sending: SendingPorts, *, notify_interval_seconds: float
) -> tuple[Loop, ...]:
    """Every loop of the gateway."""

    async def forget() -> None:
        await forget_sessions(ports)

    return (
        *notification_timers.loops(sending, interval_seconds=notify_interval_seconds),
        every(FORGET_SECONDS, "gateway.forget-sessions", forget),
    )
